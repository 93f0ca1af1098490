package io.serai.entry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A toD over HTTP: what a client sends is a value of the call and nothing else. */
class WrittenCallTest {
  private StubBackend backend;

  @BeforeEach
  void start() {
    backend =
        StubBackend.start()
            .otherwise(Script.answer(200, "application/json", "{}", "X-Internal: yes", "ETag: w1"));
  }

  @AfterEach
  void stop() {
    backend.close();
  }

  private Gate gate(String uri, String more) throws Exception {
    var gate = new Gate();
    gate.yaml(
        """
        - route:
            id: gateway
            from:
              uri: "gateway:/gateway/{id}"
              parameters: { query: "*", requestHeaders: "*", responseHeaders: "*" }
              steps:
                - to: "direct:calls"
        - route:
            id: platform
            from:
              uri: "platform-http:/calls/{id}"
              steps:
                - to: "direct:calls"
        - route:
            id: calls
            from:
              uri: "direct:calls"
              steps:
                - setHeader: { name: X-Set, constant: here }
                - setProperty: { name: where, simple: "${header.id}" }
                - toD:
                    uri: "URI"
                    MORE
                - setHeader: { name: X-After, constant: there }
        """
            .replace("URI", uri.replace("PORT", "" + backend.port()))
            .replace("MORE", more));
    return gate;
  }

  private String target() {
    return backend.requests().get(backend.requests().size() - 1).target();
  }

  @ParameterizedTest
  @CsvSource({
    "a,                                                a",
    "a%26throwExceptionOnFailure=false,                a%26throwExceptionOnFailure%3Dfalse",
    "a%26headerFilterStrategy=%23all,                  a%26headerFilterStrategy%3D%23all",
    "RAW($simple{sys.user.home}),                      RAW%28%24simple%7Bsys.user.home%7D%29",
    "%7B%7Bsys:user.home%7D%7D,                        %7B%7Bsys%3Auser.home%7D%7D",
    "%24%7Bsys.user.home%7D,                           %24%7Bsys.user.home%7D",
    "%E2%82%AC+%2B%25%0D%0A,                           %E2%82%AC%20%2B%25%0D%0A",
    "../../x%3Fa#,                                     ..%2F..%2Fx%3Fa"
  })
  void aValueIsAValue(String sent, String seen) throws Exception {
    try (var gate =
        gate(
            "netty-http:http://127.0.0.1:PORT/x/${exchangeProperty.where}?a=1&q=${header.q}", "")) {
      assertThat(gate.get("/calls/7?q=" + sent.replace("#", "")).status()).isEqualTo(200);
      assertThat(target()).endsWith("/x/7?a=1&q=" + seen);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a%3FconnectTimeout=1,   a%3FconnectTimeout%3D1",
    "%40evil:80,             %40evil%3A80",
    "RAW(%23a),              RAW%28%23a%29",
    "a%25b;c,                a%25b%3Bc",
    "a%23b,                  a%23b"
  })
  void aValueIsOneSegment(String sent, String seen) throws Exception {
    try (var gate = gate("netty-http:http://127.0.0.1:PORT/x/${header.id}/end", "")) {
      assertThat(gate.get("/calls/" + sent).status()).isEqualTo(200);
      assertThat(target()).endsWith("/x/" + seen + "/end");
    }
  }

  @Test
  void aDotSegmentIsRefused() throws Exception {
    try (var gate = gate("netty-http:http://127.0.0.1:PORT/x/.${header.q}/end", "")) {
      assertThat(gate.get("/calls/7?q=.").status()).isEqualTo(400);
      assertThat(backend.requests()).isEmpty();
      assertThat(gate.get("/calls/7?q=a").status()).isEqualTo(200);
      assertThat(target()).contains("/x/.a/end");
    }
  }

  @Test
  void aSegmentOfNothingIsRefused() throws Exception {
    try (var gate = gate("netty-http:http://127.0.0.1:PORT/x//${header.q}${header.r}", "")) {
      assertThat(gate.get("/calls/7").status()).isEqualTo(400);
      assertThat(gate.get("/calls/7?q=").status()).isEqualTo(400);
      assertThat(backend.requests()).isEmpty();
      assertThat(gate.get("/calls/7?r=a").status()).isEqualTo(200);
      assertThat(target()).contains("/x//a");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cacheSize: -1", "allowOptimisedComponents: false"})
  void theHeaderRuleHoldsForEveryToD(String more) throws Exception {
    try (var gate =
        gate("netty-http:http://127.0.0.1:PORT/x?keepAlive=false&q=${header.q}", more)) {
      var answer = gate.get("/gateway/7?r=2", "q: 1", "Authorization: secret", "X-Tenant: t");
      assertThat(answer.status()).isEqualTo(200);
      var seen = backend.requests().get(0);
      assertThat(seen.target()).endsWith("/x?q=1");
      assertThat(seen.header("X-Set")).isEqualTo("here");
      assertThat(seen.headers())
          .noneMatch(line -> line.startsWith("Auth") || line.startsWith("X-Tenant"));
      // Nor does what the backend says go out where the route lets all of its own headers out.
      assertThat(answer.header("X-After")).isEqualTo("there");
      assertThat(answer.all("X-Internal")).isEmpty();
      assertThat(answer.all("ETag")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cacheSize: -1"})
  void theHeaderRuleHoldsWhereTheHostComesFromTheRoute(String more) throws Exception {
    try (var gate = gate("netty-http:http://${exchangeProperty.where}/x", more)) {
      var answer = gate.get("/gateway/127.0.0.1:" + backend.port(), "Authorization: secret");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(backend.requests().get(0).headers()).noneMatch(line -> line.startsWith("Auth"));
      assertThat(answer.all("X-Internal")).isEmpty();
    }
  }

  @Test
  void aHeaderThatIsNamedGoesOut() throws Exception {
    try (var gate = new Gate()) {
      gate.yaml(
          """
          - route:
              id: calls
              from:
                uri: "gateway:/calls"
                parameters: { responseHeaders: "ETag" }
                steps:
                  - toD: "netty-http:http://127.0.0.1:PORT/x?q=${header.q}"
          """
              .replace("PORT", "" + backend.port()));
      var answer = gate.get("/calls");
      assertThat(answer.header("ETag")).isEqualTo("w1");
      assertThat(answer.all("X-Internal")).isEmpty();
    }
  }

  @Test
  void oneEndpointServesEveryValue() throws Exception {
    try (var gate = gate("netty-http:http://127.0.0.1:PORT/x/${header.id}?q=${header.q}", "")) {
      gate.get("/calls/0?q=0");
      int before = gate.lastContext().getEndpoints().size();
      for (int i = 1; i < 20; i++) {
        assertThat(gate.get("/calls/" + i + "?q=" + i).status()).isEqualTo(200);
      }
      assertThat(target()).endsWith("/x/19?q=19");
      assertThat(gate.lastContext().getEndpoints()).hasSize(before);
    }
  }

  @Test
  void endpointsThatTheRouteNamesAreForgottenInTurn() throws Exception {
    try (var gate = new Gate()) {
      gate.yaml(
          """
          - route:
              id: calls
              from:
                uri: "gateway:/calls/{turn}"
                steps:
                  - loop:
                      constant: "150"
                      steps:
                        - toD: "log:${header.turn}-${exchangeProperty.CamelLoopIndex}?level=OFF"
                  - setBody: { constant: "{}" }
          """);
      for (int turn = 0; turn < 9; turn++) {
        assertThat(gate.get("/calls/" + turn).status()).isEqualTo(200);
      }
      // Camel keeps the last thousand, and those of routes.
      assertThat(gate.lastContext().getEndpoints()).hasSizeBetween(500, 1100);
    }
  }

  @Test
  void whatIsNoValueIsLeftToCamel() {
    for (var uri :
        List.of(
            "http://${header.h}/x",
            "http://a${header.h}/x",
            "http://a:${header.h}/x",
            "http://a@${header.h}/x",
            "netty-http:http://${header.h}/x",
            "netty-http://http://${header.h}/x",
            "netty-http:${header.h}/x",
            "${header.h}",
            "http://a/x?${header.q}",
            "http://a/x?a=1&b${header.q}=1",
            "http://a/x?timeout=${header.q}",
            "http://a/x?q=RAW(${header.q})")) {
      assertThat(WrittenUri.of(uri, "timeout"::equals)).as(uri).isNull();
    }
    var uri =
        requireNonNull(
            WrittenUri.of("http://a:1/x/${a}?b=c&timeout=5&d=${e}f&g=", "timeout"::equals));
    assertThat(uri.endpoint()).isEqualTo("http://a:1?timeout=5");
    assertThat(uri.path()).extracting(WrittenUri.Piece::text).containsExactly("/x/", "${a}");
    assertThat(uri.query()).extracting(WrittenUri.Parameter::name).containsExactly("b", "d", "g");
  }
}
