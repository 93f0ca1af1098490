package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.charset.StandardCharsets;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Camel's YAML DSL and its URIs do to our texts, and what we say to wrong ones. */
class BackendUriTest {
  private final StubBackend stub = StubBackend.start().otherwise(Script.json("{\"a\":1}"));
  private final Calls calls = new Calls("backend.shop.url", stub.url());

  @AfterEach
  void close() {
    calls.close();
    stub.close();
  }

  private int loaded;

  private String load(String to) throws Exception {
    var yaml =
        "- route:\n    from:\n      uri: direct:in"
            + ++loaded
            + "\n      steps:\n        - to:\n"
            + to.indent(12);
    PluginHelper.getRoutesLoader(calls.context)
        .loadRoutes(
            ResourceHelper.fromBytes("test.camel.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
    var answer =
        calls
            .context
            .createProducerTemplate()
            .request(
                "direct:in" + loaded,
                exchange -> {
                  exchange.getMessage().setHeader("id", "a&b");
                  exchange.getMessage().setHeader("n", "1");
                });
    if (answer.getException() != null) {
      throw answer.getException();
    }
    return answer.getMessage().getBody(String.class);
  }

  @Test
  void keepsEveryCharacterOfAFreeText() throws Exception {
    load(
        """
        uri: "backend:shop/items/{id}/x"
        parameters:
          query: "a=1&b=x+y&c=%2F&d={id}&e=(z).&f={n?}"
          requestHeaders: "X-A={id}, X-B=a & b + c % d) { x}}"
        """);
    var seen = stub.requests().get(0);
    assertThat(seen.target()).isEqualTo("/items/a%26b/x?a=1&b=x+y&c=%2F&d=a%26b&e=(z).&f=1");
    assertThat(seen.header("X-A")).isEqualTo("a&b");
    assertThat(seen.header("X-B")).isEqualTo("a & b + c % d) { x}}");
  }

  @Test
  void keepsJsonInBodyAndFallback() throws Exception {
    load(
        """
        uri: backend:shop/items
        parameters:
          method: POST
          body: '{"n":{"a":"Fish & Chips + 1 %"},"id":{n:{}}'
        """);
    assertThat(stub.requests().get(0).text()).startsWith("{\"n\":{\"a\":\"Fish & Chips + 1 %\"}");
    stub.otherwise(Script.status(500));
    assertThat(
            load("""
            uri: backend:shop/items
            parameters:
              fallback: '{"n":{"a":"Fish & Chips + 1 % (x)"}}'
            """)
                .strip())
        .isEqualTo("{\"n\":{\"a\":\"Fish & Chips + 1 % (x)\"}}");
  }

  @Test
  void takesAnOptionalReferenceInAPathOnceItIsEscaped() throws Exception {
    load(
        "uri: \""
            + BackendUri.escape("backend:shop/items/{id?}/{*}")
            + "\"\nparameters:\n  as: thing\n");
    assertThat(stub.requests().get(0).target()).isEqualTo("/items/a%26b/");
    load("uri: \"" + BackendUri.escape("backend:shop/items/{none?}") + "\"\n");
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void takesFallbacksFromBeansAndFiles(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder)
      throws Exception {
    java.nio.file.Files.writeString(folder.resolve("empty.json"), "[0]");
    calls.context.getRegistry().bind("none", java.util.Map.of("a", 1));
    calls.context.getRegistry().bind(Fallback.FOLDER, folder);
    stub.otherwise(Script.status(500));
    assertThat(load("uri: backend:shop/a\nparameters:\n  fallback: \"#none\"\n"))
        .isEqualTo("{\"a\":1}");
    assertThat(calls.call("backend:shop/a", "fallback", "file:empty.json").body())
        .asString()
        .isEqualTo("[0]");
  }

  @Test
  void saysWhatIsWrongAndHowToMendIt() {
    assertRefused(
        "no such backend (expected: one of shop). Set backend.shpo.url", "backend:shpo/a");
    assertRefused(
        "timeot: 1s (expected: one of arrays, as, attemptTimeout,",
        "backend:shop/a",
        "timeot",
        "1s");
    assertRefused("Did you mean timeout?", "backend:shop/a", "timeot", "1s");
    assertRefused("timeout: 1 (expected: a number and a unit", "backend:shop/a", "timeout", "1");
    assertRefused("retries: -1 (expected: a whole number", "backend:shop/a", "retries", "-1");
    assertRefused("optional: yes (expected: true or false", "backend:shop/a", "optional", "yes");
    assertRefused("expect: abc (expected: HTTP statuses", "backend:shop/a", "expect", "abc");
    assertRefused("method: post (expected: one method in", "backend:shop/a", "method", "post");
    assertRefused("deadline: mine (expected: own", "backend:shop/a", "deadline", "mine");
    assertRefused("as: query (expected: a name that is no", "backend:shop/a", "as", "query");
    assertRefused("invalid JSON at byte 1 (expected:", "backend:shop/a", "fallback", "[");
    assertRefused("stream: yes (expected: true or false", "backend:shop/a", "stream", "yes");
    assertRefused(
        "(expected: nothing, for a streamed", "backend:shop/a", "stream", "true", "as", "a");
    for (var name :
        new String[] {
          "Host", "via", "traceparent", "X-Request-ID", "Expect", "accept-encoding",
        }) {
      assertRefused(
          "requestHeaders: " + name + " (expected: a header that a route may choose). It is ",
          "backend:shop/a",
          "requestHeaders",
          "X-A, " + name);
      assertRefused(
          "requestHeaders: " + name, "backend:shop/a", "requestHeaders", name + "={header.X-A?}");
    }
    for (var name : new String[] {"Content-Length", "transfer-encoding", "Connection", "TE"}) {
      assertRefused(
          "requestHeaders: " + name + " never crosses the gateway, which frames messages",
          "backend:shop/a",
          "requestHeaders",
          name + "=1");
      assertRefused("responseHeaders: " + name, "backend:shop/a", "responseHeaders", name);
    }
    assertRefused("{a[].b} in a path", "backend:shop/{a[].b}");
    assertThat(calls.part("backend:shop/a", "circuit", "false", "stream", "false")).isNotNull();
  }

  private void assertRefused(String message, String uri, String... parameters) {
    assertThatThrownBy(() -> calls.part(uri, parameters)).hasMessageContaining(message);
  }
}
