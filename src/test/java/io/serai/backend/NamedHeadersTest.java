package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers set and renamed, both ways. */
class NamedHeadersTest {
  private final StubBackend stub =
      StubBackend.start()
          .otherwise(
              Script.answer(
                  200,
                  "application/json",
                  "{}",
                  "X-Count: 3",
                  "X-Count: 4",
                  "ETag: \"1\"",
                  "Connection: keep-alive, X-Hop",
                  "X-Hop: 1"));
  private final Calls calls = new Calls("backend.a.url", stub.url());

  @AfterEach
  void close() {
    calls.close();
    stub.close();
  }

  private Map<String, List<String>> seen(String rules) {
    return calls.call("backend:a/x", "responseHeaders", rules).headers();
  }

  @Test
  void theRouteSeesTheLeftName() {
    assertThat(seen("ETag, X-Total=x-count"))
        .isEqualTo(Map.of("etag", List.of("\"1\""), "x-total", List.of("3", "4")));
    assertThat(seen("X-Count, X-Total=X-Count")).containsOnlyKeys("x-count", "x-total");
    assertThat(seen("*,X-Tag=ETag")).containsKeys("x-count", "etag", "x-tag");
  }

  @Test
  void aTextInQuotesIsSetWhateverTheBackendSaid() {
    assertThat(seen("X-Count=\"a, {b}\", X-Source=\"catalog\""))
        .isEqualTo(Map.of("x-count", List.of("a, {b}"), "x-source", List.of("catalog")));
  }

  @Test
  void whatBelongsToTheConnectionIsNotRenamedIntoTheRoute() {
    assertThat(seen("X-Kept=X-Hop, X-None=X-Missing")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          X-A={user.plan}         | responseHeaders: X-A={user.plan} (expected: Name=Name of the backend
          X-A=                    | responseHeaders: X-A= (expected:
          X-A=Connection          | responseHeaders: Connection never crosses
          CamelHttpUri=X-A        | responseHeaders: CamelHttpUri never crosses
          Content-Type="text/csv" | responseHeaders: Content-Type="text/csv" (expected: a header other
          X-A=X-B,x-a=X-C         | responseHeaders: x-a=X-C (expected: each name once)
          """)
  void whatCantBeIsRefused(String rules, String says) {
    assertThatThrownBy(() -> calls.part("backend:a/x", "responseHeaders", rules))
        .rootCause()
        .satisfies(e -> assertThat(e.getMessage()).startsWith(says));
  }

  @Test
  void aRequestsHeaderIsRenamedByAReference() {
    calls.inputs = Calls.inputs(Map.of(), Map.of("header.X-Old", "1"));
    calls.call("backend:a/x", "requestHeaders", "X-New={header.X-Old}");
    assertThat(stub.requests().get(0).header("X-New")).isEqualTo("1");
    assertThat(stub.requests().get(0).header("X-Old")).isNull();
  }

  @Test
  void contentTypeAloneInRequestHeadersIsRefusedForItWouldDoNothing() {
    assertThatThrownBy(() -> calls.part("backend:a/x", "requestHeaders", "Content-Type"))
        .rootCause()
        .hasMessage(
            "requestHeaders: Content-Type (expected: a header that a route may choose). It goes"
                + " with the message's body anyway. Remove it, or set another:"
                + " Content-Type=text/csv");
  }
}
