package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaOfRequestsTest {
  private static final String ROUTE =
      """
      - route:
          id: orders
          from:
            uri: "gateway:/orders"
            parameters:
              method: "*"
              schema: '{"properties":{"items":{"items":{"properties":{"price":{"minimum":0}}}}}}'
            steps:
              - setBody: { simple: "got ${body}" }
      """;

  private final Gate gate = new Gate();

  @AfterEach
  void close() {
    gate.close();
  }

  private RawClient.Answer send(String method, String type, String body) throws Exception {
    gate.yaml(ROUTE);
    try (var client = gate.client()) {
      return type.isEmpty()
          ? client.request(method, "/orders", body).read()
          : client.request(method, "/orders", body, "Content-Type: " + type).read();
    }
  }

  @Test
  void aBodyThatKeepsToItGoesOnAsItCame() throws Exception {
    var answer = send("POST", "application/json; charset=utf-8", "{ \"items\":[{\"price\":1.10}]}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("got { \"items\":[{\"price\":1.10}]}");
  }

  @Test
  void aBodyThatBreaksItIsToldWhere() throws Exception {
    var answer = send("POST", "application/json", "{\"items\":[{\"price\":-1}]}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.body())
        .contains("\"status\":400,\"detail\":\"the body breaks its schema in 1 place\"")
        .endsWith(
            ",\"violations\":[{\"pointer\":\"/items/0/price\",\"keyword\":\"minimum\","
                + "\"message\":\"must have a minimum value of 0\"}]}");
  }

  @Test
  void noJsonIsToldWithItsPlace() throws Exception {
    assertThat(send("PUT", "application/json", "{\"a\":}").body())
        .contains("invalid JSON at byte 5");
  }

  @Test
  void aMissingBodyIs400() throws Exception {
    assertThat(send("PATCH", "", "").status()).isEqualTo(400);
  }

  @Test
  void anotherTypeIs415() throws Exception {
    assertThat(send("POST", "text/plain", "{}").status()).isEqualTo(415);
  }

  @Test
  void aGetWithoutABodyIsNotHeldAgainstIt() throws Exception {
    gate.yaml(ROUTE);
    assertThat(gate.get("/orders").status()).isEqualTo(200);
  }
}
