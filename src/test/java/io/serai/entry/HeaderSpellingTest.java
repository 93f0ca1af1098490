package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Case doesn't matter in a header's name, but people read them. */
@Timeout(60)
class HeaderSpellingTest {
  private static final String ROUTES =
      """
      - route:
          id: listed
          from:
            uri: "gateway:/listed"
            parameters: { requestHeaders: "X-Tenant, x-plan", responseHeaders: "ETag, x-Count" }
            steps:
              - to: { uri: "backend:shop/a", parameters: { requestHeaders: "*", responseHeaders: "*" } }
      - route:
          id: all
          from:
            uri: "gateway:/all"
            parameters: { requestHeaders: "*", responseHeaders: "*" }
            steps:
              - to: { uri: "backend:shop/a", parameters: { requestHeaders: "*" } }
              - setHeader: { name: X-Made, constant: "1" }
      """;

  @TempDir private Path base;

  private static List<String> ask(StubBackend stub, Gateway gateway, String path) {
    stub.requests().clear();
    try (var client = new RawClient(gateway.port())) {
      return client.get(path, "x-tenant: t", "X-PLAN: p", "X-Other: o").read().headers();
    }
  }

  @Test
  void namesGoAsTheRuleSpellsThemElseAsTheyWereSent() throws Exception {
    try (var stub = StubBackend.start()) {
      stub.on("/a", Script.answer(200, "application/json", "{}", "etag: \"1\"", "X-COUNT: 3"));
      try (var gateway = Gateway.start(base, Map.of("backend.shop.url", stub.url()), ROUTES)) {
        assertThat(ask(stub, gateway, "/listed")).contains("ETag: \"1\"", "x-Count: 3");
        assertThat(stub.requests().get(0).headers()).contains("X-Tenant: t", "x-plan: p");

        assertThat(ask(stub, gateway, "/all")).contains("X-Made: 1");
        assertThat(stub.requests().get(0).headers())
            .contains("x-tenant: t", "X-PLAN: p", "X-Other: o");
      }
    }
  }
}
