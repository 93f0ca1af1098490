package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
  private final Gate gate = new Gate();

  @AfterEach
  void close() {
    gate.close();
  }

  private RawClient.Answer send(String rule, String method, String... lines) throws Exception {
    gate.yaml(
        """
        - route:
            from:
              uri: "gateway:/a"
              parameters: { method: "*", idempotencyKey: %s }
              steps:
                - setBody: { simple: "key ${header.Idempotency-Key}" }
        """
            .formatted(rule));
    try (var client = gate.client()) {
      return client.request(method, "/a", "", lines).read();
    }
  }

  @Test
  void isAHeaderLikeAnyOtherAtFirst() throws Exception {
    assertThat(send("none", "POST", "Idempotency-Key: k").body()).isEqualTo("key ");
  }

  @Test
  void isLetInAsItCame() throws Exception {
    assertThat(send("optional", "POST", "Idempotency-Key: \"k 1\"").body())
        .isEqualTo("key \"k 1\"");
  }

  @Test
  void mayBeMissingWhereItIsOptional() throws Exception {
    assertThat(send("optional", "POST").body()).isEqualTo("key ");
  }

  @Test
  void isAskedOfWritesWhereItIsRequired() throws Exception {
    var answer = send("required", "POST");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("the header Idempotency-Key: it is missing");
  }

  @Test
  void isNotAskedOfReads() throws Exception {
    assertThat(send("required", "GET").status()).isEqualTo(200);
  }

  @Test
  void isMadeWhereItIsMissing() throws Exception {
    assertThat(send("generate", "POST").body()).matches("key [0-9a-f-]{36}");
  }

  @Test
  void isNotMadeWhereItIsThere() throws Exception {
    assertThat(send("generate", "POST", "Idempotency-Key: mine").body()).isEqualTo("key mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "255", "a\u00e4", "a\tb"})
  void hasToBeAKey(String key) throws Exception {
    var written = key.equals("255") ? "k".repeat(256) : key;
    assertThat(send("optional", "POST", "Idempotency-Key: " + written).body())
        .contains("\"status\":400", "the header Idempotency-Key: it is empty, longer than 255");
  }

  @Test
  void isThereOnce() throws Exception {
    assertThat(send("optional", "POST", "Idempotency-Key: a", "Idempotency-Key: b").body())
        .contains("it is there more than once");
  }
}
