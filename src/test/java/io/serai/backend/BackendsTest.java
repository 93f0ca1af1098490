package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.circuit.State;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackendsTest {
  @Test
  void takesChangedSettingsLiveAndKeepsPoolsOfUnchangedBackends() {
    try (var one = StubBackend.start().otherwise(Script.json("1"));
        var two = StubBackend.start().otherwise(Script.json("2"));
        var calls = new Calls("backend.a.url", one.url(), "backend.b.url", one.url())) {
      assertThat(calls.call("backend:a/x").body()).containsExactly('1');
      assertThat(calls.call("backend:b/x").body()).containsExactly('1');
      var late = calls.begin(calls.request(), "backend:b/x");
      one.on("/slow", Script.json("3").after(Duration.ofMillis(200)));
      var inFlight = calls.begin(calls.request(), "backend:b/slow");
      await().until(() -> one.requests().stream().anyMatch(r -> r.target().equals("/slow")));

      calls.backends.update(
          Calls.settings(
              "backend.a.url", one.url(), "backend.b.url", two.url(), "backend.b.retries", "0"));

      assertThat(Calls.await(late).isSuccess()).isTrue();
      assertThat(calls.call("backend:b/x").body()).containsExactly('2');
      assertThat(calls.call("backend:a/x").body()).containsExactly('1');
      assertThat(Calls.await(inFlight).body()).containsExactly('3');
      assertThat(calls.stats("b").calls()).isEqualTo(4);
      await().until(() -> one.openConnections() == 1);
      assertThat(calls.backends.names()).containsExactly("a", "b");
    }
  }

  @Test
  void keepsABackendWhoseNewSettingsAreWrong() {
    try (var one = StubBackend.start().otherwise(Script.json("1"));
        var calls = new Calls("backend.a.url", one.url())) {
      calls.backends.update(Calls.settings("backend.a.url", "ftp://x"));
      assertThat(calls.call("backend:a/x").isSuccess()).isTrue();
    }
  }

  @Test
  void keepsABackendThatIsGoneFromTheSettingsForTheContextsThatCallIt() throws Exception {
    try (var one = StubBackend.start().otherwise(Script.json("1"));
        var calls =
            new Calls(
                "backend.a.url", one.url(),
                "backend.a.health.path", "/health",
                "backend.a.health.interval", "100ms")) {
      assertThat(calls.call("backend:a/x").isSuccess()).isTrue();
      calls.backends.update(Calls.settings());

      assertThat(calls.backends.names()).isEmpty();
      assertThat(calls.call("backend:a/x").isSuccess()).isTrue();
      assertThat(calls.call("backend:a/new").isSuccess()).isTrue();
      assertThat(calls.stats("a").calls()).isEqualTo(3);
      assertThat(calls.backends.circuits().force("backend:a", State.FORCED_OPEN, "test").circuits())
          .containsExactly("backend:a");
      assertThat(calls.call("backend:a/x").reason()).isEqualTo("circuit open");
      // The pool's and the check's.
      await().until(() -> one.openConnections() == 2);
      long checked = checks(one);
      await().until(() -> checks(one) > checked);
      try (var later = new DefaultCamelContext()) {
        calls.backends.mount(later);
        assertThatThrownBy(() -> later.getEndpoint("backend:a/x"))
            .hasRootCauseMessage(
                "backend:a: no such backend (expected: one set). Set backend.a.url");
      }

      calls.backends.update(Calls.settings("backend.a.url", one.url()));
      assertThat(calls.backends.names()).containsExactly("a");
      assertThat(calls.stats("a").calls()).isEqualTo(4);
    }
  }

  @Test
  void nothingStaysOfABackendThatIsGoneOnceTheLastContextThatCallsItHasStopped() throws Exception {
    try (var one = StubBackend.start().otherwise(Script.json("1"));
        var two = StubBackend.start().otherwise(Script.json("2"));
        var other = new DefaultCamelContext();
        var calls =
            new Calls(
                "backend.a.url",
                one.url() + "," + two.url(),
                "backend.a.health.path",
                "/health",
                "backend.a.health.interval",
                "100ms",
                "backend.b.url",
                one.url())) {
      calls.backends.mount(other);
      other.start();
      other.getEndpoint("backend:a/x");
      calls.call("backend:a/x");
      calls.call("backend:b/x");
      calls.backends.update(Calls.settings());
      assertThat(calls.backends.stats()).hasSize(2);

      calls.context.stop();
      assertThat(calls.backends.stats()).extracting(BackendStats::name).containsExactly("a");
      assertThat(calls.backends.circuits().stats()).hasSize(3);

      other.stop();
      assertThat(calls.backends.stats()).isEmpty();
      assertThat(calls.backends.circuits().stats()).isEmpty();
      await().until(() -> one.openConnections() == 0 && two.openConnections() == 0);
    }
  }

  private static long checks(StubBackend stub) {
    return stub.requests().stream().filter(r -> r.target().equals("/health")).count();
  }

  @Test
  void aContextThatFailedToStartKeepsNoBackend() throws Exception {
    try (var one = StubBackend.start();
        var calls = new Calls("backend.a.url", one.url());
        var failing = new DefaultCamelContext()) {
      calls.backends.mount(failing);
      failing.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:a").to("backend:a/x").to("backend:none/x");
            }
          });
      assertThatThrownBy(failing::start).hasMessageContaining("backend:none");
      calls.backends.update(Calls.settings());
      failing.stop();
      assertThat(calls.backends.stats()).isEmpty();
    }
  }

  @Test
  void sharesCallsOutAmongSeveralUrlsAndRetriesElsewhere() {
    try (var good = StubBackend.start().otherwise(Script.json("1"));
        var bad = StubBackend.start().otherwise(Script.status(503));
        var calls =
            new Calls(
                "backend.a.url",
                good.url() + "/p," + bad.url() + "/longer/q",
                "backend.a.retryFloor",
                "100")) {
      for (int i = 0; i < 40; i++) {
        assertThat(calls.call("backend:a/x", "query", "n=1").isSuccess()).isTrue();
      }
      assertThat(bad.requests()).isNotEmpty();
      assertThat(good.requests()).hasSize(40).allMatch(r -> r.target().equals("/p/x?n=1"));
      assertThat(bad.requests()).allMatch(r -> r.target().equals("/longer/q/x?n=1"));
      assertThat(good.requests())
          .allMatch(r -> r.header("Host").equals("127.0.0.1:" + good.port()))
          .allMatch(r -> r.header("Accept-Encoding").equals("gzip"));
    }
  }

  @Test
  void asksForTheRootOfAHostWithoutAPathWhereTheCallHasNoneEither() {
    try (var one = StubBackend.start().otherwise(Script.status(503));
        var two = StubBackend.start().otherwise(Script.status(503));
        var calls =
            new Calls(
                "backend.a.url", one.url() + "," + two.url() + "/base",
                "backend.b.url", two.url() + "/base," + one.url())) {
      // Each call begins with one of the URLs and tries the other after it.
      for (var backend : new String[] {"backend:a", "backend:b"}) {
        assertThat(calls.call(backend, "query", "n=1").attempts()).isEqualTo(2);
        assertThat(calls.call(backend).attempts()).isEqualTo(2);
      }
      assertThat(one.requests()).hasSize(4);
      assertThat(one.requests()).allMatch(r -> r.target().matches("/(\\?n=1)?"));
      assertThat(two.requests()).allMatch(r -> r.target().matches("/base(\\?n=1)?"));
    }
  }

  @Test
  void fillsInDefaultsOfTheBackendAndOfAll() {
    try (var stub = StubBackend.start().otherwise(Script.status(404));
        var calls =
            new Calls(
                "backend.a.url", stub.url(),
                "backend.a.expect", "404",
                "backend.default.optional", "true",
                "backend.default.expect", "405",
                "backend.b.url", stub.url())) {
      assertThat(calls.call("backend:a/x").isSuccess()).isTrue();
      assertThat(calls.call("backend:a/x", "expect", "406").isSuccess()).isFalse();
      assertThat(calls.call("backend:b/x").isSuccess()).isFalse();
      assertThat(calls.part("backend:b/x").required()).isFalse();
      assertThat(calls.part("backend:b/x", "optional", "false").required()).isTrue();
    }
  }

  @Test
  void listsWhatIsWrongWithTheSettings() {
    var values = new TreeMap<String, Settings.Value>();
    Map.of(
            "backend.a.url", "ftp://user:pw@host/",
            "backend.b.timeout", "1s",
            "backend.c.url", "http://c",
            "backend.c.passStatus", "4xx",
            "backend.d.url", "https://d",
            "backend.d.tls.trust", "/no/such.pem",
            "backend.default.url", "http://x",
            "backend.a.expect", "some",
            "backend.a.requestHeaders", "Host",
            "backend.e.url", "http://e:8080/base, http://f")
        .forEach(
            (key, text) ->
                values.put(key, new Settings.Value(text, "conf/serai.properties:7", false)));

    assertThat(Backends.problems(new Settings(values)))
        .extracting(Problem::toString)
        .containsExactlyInAnyOrder(
            "conf/serai.properties:7: backend.a.url: ftp://***@host/ (expected: http:// or"
                + " https://, a host, optionally a port and a path; no user, query or fragment)",
            "conf/serai.properties:7: backend.a.expect: some (expected: HTTP statuses separated by"
                + " commas, such as 404,409)",
            "conf/serai.properties:7: backend.a.requestHeaders: Host (expected: a header that a"
                + " route may choose). It is always that of the backend's URL: change"
                + " backend.<name>.url",
            "conf/serai.properties:7: backend.b.timeout: a backend without a URL. Set"
                + " backend.b.url",
            "conf/serai.properties:7: backend.c.passStatus: 4xx (expected: HTTP statuses separated"
                + " by commas, such as 404,409)",
            "conf/serai.properties:7: backend.d.tls.trust: /no/such.pem (expected: a PEM file that"
                + " can be read)",
            "conf/serai.properties:7: backend.default.url: a URL for all backends. Give each its"
                + " own");
  }

  @Test
  void tellsOfADefaultOnceHoweverManyBackendsInheritIt() {
    var settings =
        Calls.settings(
            "backend.a.url", "http://a",
            "backend.b.url", "http://b",
            "backend.default.circuit.slidingWindowType", "COUNT_BASED",
            "backend.default.circuit.slidingWindowSize", "10",
            "backend.default.circuit.minimumNumberOfCalls", "20");
    assertThat(Backends.problems(settings))
        .extracting(Problem::message)
        .containsExactly(
            "backend.default.circuit.minimumNumberOfCalls: 20 calls are never in its window");
  }
}
