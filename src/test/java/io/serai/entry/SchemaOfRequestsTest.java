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

  @Test
  void aBodyThatTakesTooMuchToBeCheckedIsUnprocessable() throws Exception {
    var levels = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{\"d26\":{\"minItems\":1}");
    for (int i = 0; i < 26; i++) {
      levels.append(
          ",\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]}"
              .formatted(i, i + 1, i + 1));
    }
    gate.yaml(
        """
        - route:
            id: orders
            from:
              uri: "gateway:/orders"
              parameters: { method: POST, schema: '%s' }
              steps:
                - setBody: { constant: "came in" }
        """
            .formatted(levels.append("}}")));
    try (var client = gate.client()) {
      var answer =
          client.request("POST", "/orders", "[1]", "Content-Type: application/json").read();
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body())
          .contains("\"title\":\"Unprocessable Content\",\"status\":422")
          .contains("takes more to be held against its schema than is allowed")
          .doesNotContain("schema.");
    }
  }
}
