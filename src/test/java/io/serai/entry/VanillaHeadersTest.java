package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers go through a route that calls another host by netty-http:. */
class VanillaHeadersTest {
  private static final String[] SENT = {
    "X-Tenant: t1",
    "Authorization: Bearer secret",
    "Cookie: c=d",
    "X-Forwarded-For: 10.0.0.1",
    "Forwarded: for=10.0.0.1",
    "Accept-Language: de",
    "X-List: a",
    "X-List: b",
    "X-Plan: silver",
    "CamelHttpUri: http://evil",
    "cAMELhTTPuRI: http://evil",
    "cAmElHttpPath: /evil",
    "CAMELHTTPQUERY: evil=1"
  };

  private StubBackend backend;

  @BeforeEach
  void start() {
    backend =
        StubBackend.start()
            .otherwise(
                Script.answer(
                    200,
                    "application/json",
                    "{}",
                    "ETag: w1",
                    "Set-Cookie: s=1",
                    "X-Internal: yes",
                    "CamelHttpResponseCode: 418",
                    "cAmElHttpUri: http://evil",
                    "CAMELFILENAME: evil"));
  }

  @AfterEach
  void stop() {
    backend.close();
  }

  private String routes(String options) {
    return ROUTES.replace("PORT", "" + backend.port()).replace("OPTIONS", options);
  }

  private static final String ROUTES =
      """
      - beans:
          - name: tenantAndTag
            type: org.apache.camel.support.DefaultHeaderFilterStrategy
            properties: { filterOnMatch: false, outFilterPattern: "(?i)X-Tenant", inFilterPattern: "(?i)ETag|Content-Type" }
      - route:
          id: gateway
          from:
            uri: "gateway:/gateway/{id}"
            parameters: { requestHeaders: "*", query: "*", method: "GET,POST" }
            steps:
              - to: "direct:calls"
      - route:
          id: platform
          from:
            uri: "platform-http:/platform/{id}"
            steps:
              - to: "direct:calls"
      - route:
          id: netty
          from:
            uri: "netty-http:localhost/netty/{id}"
            steps:
              - to: "direct:calls"
      - route:
          id: calls
          from:
            uri: "direct:calls"
            steps:
              - removeHeaders: { pattern: "CamelHttp*" }
              - setHeader: { name: X-Plan, constant: gold }
              - setHeader: { name: X-Added, simple: "by ${header.X-Tenant}" }
              - to: "netty-http:http://127.0.0.1:PORT/first?OPTIONS"
              - setHeader: { name: X-Seen, simple: "tag ${header.ETag}" }
              - removeHeaders: { pattern: "CamelHttp*" }
              - to: "netty-http:http://127.0.0.1:PORT/second?OPTIONS"
              - setHeader: { name: X-Seen, simple: "tag ${header.ETag}" }
      """;

  /** The names that a backend got, less those which every HTTP request has. */
  private static List<String> names(StubBackend.Seen seen) {
    return seen.headers().stream()
        .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
        .filter(name -> !List.of("host", "connection", "content-length").contains(name))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "platform", "netty"})
  void onlyWhatTheRouteHasSetGoesToABackend(String way) throws Exception {
    try (var gate = new Gate()) {
      gate.yaml(routes(""));
      var answer = gate.get("/" + way + "/7?q=1&CamelHttpUri=evil&id=8", SENT);
      assertThat(answer.status()).isEqualTo(200);
      var first = backend.requests().get(0);
      assertThat(first.target()).endsWith("/first");
      assertThat(names(first)).containsExactly("x-added", "x-plan");
      assertThat(first.header("X-Plan")).isEqualTo("gold");
      assertThat(first.header("X-Added")).isEqualTo("by t1");
      // Nor does what the first backend said go to the second, nor what was set before its answer.
      assertThat(names(backend.requests().get(1))).containsExactly("content-type", "x-seen");
      assertThat(backend.requests().get(1).header("X-Seen")).isEqualTo("tag w1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "netty"})
  void nothingABackendSaidComesToTheClient(String way) throws Exception {
    try (var gate = new Gate()) {
      gate.yaml(routes(""));
      var answer = gate.get("/" + way + "/7?q=1", SENT);
      assertThat(answer.header("X-Seen")).isEqualTo("tag w1");
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      for (var name : List.of("ETag", "Set-Cookie", "X-Internal", "X-Tenant", "X-List", "q")) {
        assertThat(answer.all(name)).as(name).isEmpty();
      }
      assertThat(answer.headers()).noneMatch(line -> line.regionMatches(true, 0, "camel", 0, 5));
    }
  }

  @Test
  void aStrategyOfTheEndpointsOwnLetsHeadersPass() throws Exception {
    try (var gate = new Gate()) {
      gate.yaml(routes("headerFilterStrategy=#tenantAndTag"));
      var answer = gate.get("/platform/7", SENT);
      assertThat(names(backend.requests().get(0))).containsExactly("x-tenant");
      assertThat(answer.header("ETag")).isEqualTo("w1");
      assertThat(answer.all("Set-Cookie")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "platform", "netty"})
  void passIsCamelsOwnWayLessItsOwnNames(String way) throws Exception {
    try (var gate = new Gate("headers.vanilla", "pass")) {
      gate.yaml(routes(""));
      var answer = gate.get("/" + way + "/7?q=1&CamelHttpUri=evil", SENT);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(names(backend.requests().get(0)))
          .contains("x-tenant", "authorization", "cookie", "accept-language", "id")
          .noneMatch(name -> name.startsWith("camel"));
      if (!way.equals("gateway")) {
        assertThat(answer.header("ETag")).isEqualTo("w1");
        assertThat(answer.header("Set-Cookie")).isEqualTo("s=1");
      }
    }
  }

  @Test
  void aProxyOfNettyHttpSendsNeitherTheClientsRequestNorTheBackendsResponseOn() throws Exception {
    try (var gate = new Gate()) {
      gate.yaml(
          """
          - route:
              id: proxy
              from:
                uri: "netty-http:localhost/proxy"
                parameters: { matchOnUriPrefix: true, disableStreamCache: true }
                steps:
                  - to: "netty-http:http://127.0.0.1:PORT/behind?bridgeEndpoint=true&disableStreamCache=true"
                  - setBody: { simple: "${null}" }
          """
              .replace("PORT", "" + backend.port()));
      try (var client = gate.client()) {
        var answer = client.request("POST", "/proxy/a", "body", SENT).read();
        assertThat(answer.all("Set-Cookie")).isEmpty();
        assertThat(answer.all("X-Internal")).isEmpty();
      }
      var seen = backend.requests().get(0);
      assertThat(seen.target()).isEqualTo("/behind/a");
      assertThat(seen.text()).isEqualTo("body");
      assertThat(names(seen)).isEmpty();
    }
  }
}
