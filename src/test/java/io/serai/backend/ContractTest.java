package io.serai.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContractTest {
  private static final String SCHEMA =
      "{\"required\":[\"id\"],\"properties\":{\"id\":{\"minimum\":1}}}";
  private final StubBackend stub = StubBackend.start();
  private final Calls calls = new Calls("backend.a.url", stub.url());

  @AfterEach
  void close() {
    calls.close();
    stub.close();
  }

  private Outcome answered(String body, String... more) {
    stub.on("/x", StubBackend.Script.json(body));
    var parameters = new String[4 + more.length];
    System.arraycopy(new String[] {"as", "x", "schema", SCHEMA}, 0, parameters, 0, 4);
    System.arraycopy(more, 0, parameters, 4, more.length);
    return calls.call("backend:a/x", parameters);
  }

  @Test
  void anAnswerThatKeepsToItIsThePart() {
    assertThat(answered("{\"id\":1}").isSuccess()).isTrue();
  }

  @Test
  void anAnswerThatBreaksItIsAFailedPartOfReasonSchema() {
    var outcome = answered("{\"id\":0}");
    assertThat(outcome.verdict()).isEqualTo(Outcome.Verdict.FAILURE);
    assertThat(outcome.reason()).isEqualTo("schema");
    assertThat(outcome.answer()).isEqualTo(502);
    assertThat(outcome.body()).isEmpty();
  }

  @Test
  void itsFallbackStandsIn() {
    assertThat(new String(answered("{}", "fallback", "[]").body(), UTF_8)).isEqualTo("[]");
  }

  @Test
  void aSchemaThatCantWorkIsRefusedWhenTheRouteIsBuilt() {
    assertThatThrownBy(() -> calls.call("backend:a/x", "schema", "file:no-such.json"))
        .rootCause()
        .hasMessageContaining("schema: file:no-such.json: no such file");
  }
}
