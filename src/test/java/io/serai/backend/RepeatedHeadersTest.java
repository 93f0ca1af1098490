package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A header of several lines is several lines wherever it goes. */
@Timeout(60)
class RepeatedHeadersTest {
  private static final String ROUTE =
      """
      - route:
          id: session
          from:
            uri: "gateway:/session"
            parameters: { responseHeaders: "Set-Cookie, Link" }
            steps:
              - to:
                  uri: "backend:shop/session"
                  parameters: { responseHeaders: "Set-Cookie, Link, Content-Type" }
              - to:
                  uri: "backend:shop/next"
                  parameters: { requestHeaders: "Link" }
      """;

  @TempDir private Path base;

  @Test
  void fromTheBackendThroughTheRouteToTheClientAndToTheNextBackend() throws Exception {
    try (var stub = StubBackend.start()) {
      stub.on(
          "/session",
          Script.answer(
              200,
              "application/json",
              "{}",
              "Set-Cookie: a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
              "Link: </a>; rel=next",
              "set-cookie: b=2; Path=/",
              "Link: </b>; rel=prev"));
      stub.on("/next", Script.json("{}"));
      try (var gateway = Gateway.start(base, Map.of("backend.shop.url", stub.url()), ROUTE)) {
        var answer = gateway.get("/session");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Set-Cookie"))
            .containsExactly("a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2; Path=/");
        assertThat(answer.headers().allValues("Link"))
            .containsExactly("</a>; rel=next", "</b>; rel=prev");
        assertThat(answer.headers().allValues("Content-Type"))
            .isEqualTo(List.of("application/json"));
        assertThat(stub.requests().get(1).headers())
            .filteredOn(line -> line.startsWith("Link: "))
            .containsExactly("Link: </a>; rel=next", "Link: </b>; rel=prev");
      }
    }
  }
}
