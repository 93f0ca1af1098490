package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Headers of several parts, from the backends to the client. */
@Timeout(60)
class CombinedHeadersTest {
  @TempDir private Path base = Path.of("");

  @Test
  void aClientGetsWhatTheRulesOfCallsAndRouteLetThrough() throws Exception {
    try (var stub = StubBackend.start();
        var gateway =
            Gateway.start(
                base,
                Map.of("backend.b.url", stub.url()),
                """
                - route:
                    id: page
                    from:
                      uri: "gateway:/page"
                      parameters: { responseHeaders: "Set-Cookie, Cache-Control, Age" }
                      steps:
                        - multicast:
                            parallelProcessing: true
                            aggregationStrategy: "#keyed"
                            steps:
                              - to: { uri: "backend:b/one", parameters: { as: one, responseHeaders: "Set-Cookie, Cache-Control, ETag" } }
                              - pipeline:
                                  steps:
                                    - to: { uri: "backend:b/other", parameters: { as: other, responseHeaders: "*" } }
                              - to: { uri: "backend:b/silent", parameters: { as: silent } }
                """)) {
      stub.on(
          "/one",
          Script.answer(
              200,
              "application/json",
              "1",
              "Set-Cookie: a=1; Path=/",
              "Set-Cookie: b=2",
              "Cache-Control: max-age=60",
              "ETag: \"1\"",
              "Age: 3"));
      stub.on(
          "/other",
          Script.answer(
              200, "application/json", "2", "Set-Cookie: c=3", "Cache-Control: private", "Age: 7"));
      stub.on(
          "/silent",
          Script.answer(
              200, "application/json", "3", "Set-Cookie: d=4", "Cache-Control: no-store"));
      var headers = gateway.get("/page").headers();
      assertThat(headers.allValues("set-cookie")).containsExactly("a=1; Path=/", "b=2", "c=3");
      assertThat(headers.allValues("cache-control")).containsExactly("private, max-age=60");
      assertThat(headers.allValues("age")).containsExactly("7");
      assertThat(headers.firstValue("etag")).isEmpty();
    }
  }
}
