package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A body template whose Content-Type is that of a form. */
class FormBodiesTest {
  private static final String TYPE = "Content-Type=application/x-www-form-urlencoded";

  private final StubBackend stub = StubBackend.start().otherwise(Script.json("{}"));
  private final Calls calls = new Calls("backend.a.url", stub.url());

  @AfterEach
  void close() {
    calls.close();
    stub.close();
  }

  private String sent(String body, String... values) {
    var query = new java.util.HashMap<String, String>();
    for (int i = 0; i < values.length; i += 2) {
      query.put(values[i], values[i + 1]);
    }
    calls.inputs = Calls.inputs(Map.of(), query);
    stub.requests().clear();
    var outcome = calls.call("backend:a/x", "method", "POST", "requestHeaders", TYPE, "body", body);
    assertThat(outcome.reason()).isEmpty();
    var seen = stub.requests().get(0);
    assertThat(seen.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(seen.header("Content-Length")).isEqualTo("" + seen.body().length);
    return seen.text();
  }

  @Test
  void hasItsValuesEncoded() {
    assertThat(sent("a={query.a}&b=x y&c={query.c:1}", "a", "1&b=2 \u00e4+\"\r\n"))
        .isEqualTo("a=1%26b%3D2%20%C3%A4%2B%22%0D%0A&b=x%20y&c=1");
  }

  @Test
  void leavesOutWhatMayBeMissing() {
    assertThat(sent("a={query.a?}&b={query.b?}", "b", "2")).isEqualTo("b=2");
    assertThat(sent("a={query.a?}")).isEmpty();
    assertThat(
            calls
                .call(
                    "backend:a/x", "method", "POST", "requestHeaders", TYPE, "body", "a={query.a}")
                .reason())
        .isEqualTo("missing: {query.a}");
  }

  @Test
  void isJsonWithAnotherContentType() {
    calls.inputs = Calls.inputs(Map.of(), Map.of("a", "x"));
    calls.call("backend:a/x", "method", "POST", "body", "{\"a\":{query.a}}");
    assertThat(stub.requests().get(0).text()).isEqualTo("{\"a\":\"x\"}");
  }
}
