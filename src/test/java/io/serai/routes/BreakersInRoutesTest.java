package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.circuit.Breaker;
import io.serai.circuit.CircuitStats;
import io.serai.circuit.State;
import io.serai.circuit.Watcher;
import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The circuit breaker in real routes, between a client and a backend that does as it likes. */
@Timeout(60)
class BreakersInRoutesTest {
  private static final String TWO_CALLS = "minimumNumberOfCalls: 2, slidingWindowSize: 2";

  @TempDir Path base;
  private final StubBackend stub = StubBackend.start();
  private @Nullable Gateway gateway;

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    stub.close();
  }

  /** A route of these steps, each line as in a file. */
  private Gateway route(String steps) throws Exception {
    return route("deadline: 5s", steps);
  }

  private Gateway route(String parameters, String steps) throws Exception {
    return route(Map.of(), parameters, steps);
  }

  private Gateway route(Map<String, String> more, String parameters, String steps)
      throws Exception {
    var settings = new HashMap<>(more);
    settings.put("backend.a.url", stub.url());
    settings.put("backend.a.retries", "0");
    var started =
        Gateway.start(
            base,
            settings,
            """
            - route:
                id: r
                from:
                  uri: "gateway:/x"
                  parameters: { %s }
                  steps:
            """
                    .formatted(parameters)
                + steps.indent(8));
    gateway = started;
    return started;
  }

  private static String breaker(String options, String parameters, String fallback) {
    return """
        - circuitBreaker:
            id: c
            resilience4jConfiguration: { %s }
            steps:
              - to: { uri: "backend:a/a", parameters: { %s } }
        """
            .formatted(options, parameters)
        + (fallback.isEmpty() ? "" : "    onFallback: { steps: [ %s ] }\n".formatted(fallback));
  }

  private static String multicast(String... branches) {
    var text =
        new StringBuilder(
            """
            - multicast:
                parallelProcessing: true
                aggregationStrategy: "#keyed"
                steps:
            """);
    for (var branch : branches) {
      text.append(branch.indent(6));
    }
    return text.toString();
  }

  private CircuitStats circuit() {
    return java.util.Objects.requireNonNull(gateway).circuits().stats().stream()
        .filter(it -> it.name().equals("r/c"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void staysOnTheLoopAndAnswersByTheFallbackWithoutAsking() throws Exception {
    stub.on("/a", Script.status(500));
    var started = route(breaker(TWO_CALLS, "as: a", "{ setBody: { constant: '[]' } }"));
    assertThat(started.live().units().get(0).routes().get(0).because()).isEmpty();
    for (int i = 0; i < 5; i++) {
      var answer = started.get("/x");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("[]");
    }
    assertThat(stub.requests()).hasSize(2);
    assertThat(circuit().rejected()).isEqualTo(3);
  }

  @Test
  void openWithoutAFallbackIsA503ThatSaysWhenToComeBack() throws Exception {
    stub.on("/a", Script.status(500));
    var started = route(breaker(TWO_CALLS + ", waitDurationInOpenState: 30", "as: a", ""));
    assertThat(started.get("/x").statusCode()).isEqualTo(502);
    started.get("/x");
    var answer = started.get("/x");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
    assertThat(answer.body()).contains("\"detail\":\"c: circuit open\"");
  }

  private static String around(String steps) {
    return """
        - circuitBreaker:
            id: c
            resilience4jConfiguration: { %s }
            steps:
        """
            .formatted(TWO_CALLS)
        + steps.indent(6);
  }

  /** Ten times, while another call has the only place that the backend's limit leaves. */
  private void turnedAwayBesideOneThatHangs(String steps) throws Exception {
    stub.on("/a", Script.hang()).on("/b", Script.status(500));
    var beside =
        """
        - route:
            from:
              uri: "gateway:/beside"
              parameters: { deadline: 20s }
              steps:
                - to: { uri: "backend:a/a", parameters: { timeout: 15s } }
        """;
    Files.createDirectories(base.resolve("conf"));
    Files.writeString(base.resolve("conf/beside.camel.yaml"), beside);
    var started = route(Map.of("backend.a.concurrency", "1"), "deadline: 20s", steps);
    try (var first = new RawClient(started.port())) {
      first.get("/beside");
      await().until(() -> !stub.requests().isEmpty());
      for (int i = 0; i < 10; i++) {
        var answer = started.get("/x");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("concurrency limit");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      }
      assertThat(circuit().state()).isEqualTo(State.CLOSED);
      assertThat(circuit().calls()).isZero();
      assertThat(circuit().rejected()).isZero();
    }
  }

  @Test
  void aCallThatTheBackendsLimitTurnsAwayIsNoFailure() throws Exception {
    turnedAwayBesideOneThatHangs(breaker(TWO_CALLS, "as: a, timeout: 15s", ""));
  }

  @Test
  void neitherIsItInAMulticastOrInABranchWithSteps() throws Exception {
    turnedAwayBesideOneThatHangs(
        around(
            multicast(
                "- to: { uri: \"backend:a/a\", parameters: { as: a, timeout: 15s } }",
                """
                - pipeline:
                    id: b
                    steps:
                      - to: { uri: "backend:a/a", parameters: { timeout: 15s } }
                      - setBody: { constant: "1" }
                """)));
  }

  @Test
  void aMulticastsFailureCountsIfAnyOfItsPartsWasAskedAndFailed() throws Exception {
    stub.on("/b", Script.status(500));
    var started =
        route(
            "requestHeaders: no",
            around(
                multicast(
                        "- to: { uri: \"backend:a/{header.no}\", parameters: { as: a } }",
                        "- to: { uri: \"backend:a/b\", parameters: { as: b } }")
                    .replace("#keyed", "#first")));
    var answer = started.get("/x");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).as("which speaks").contains("\"detail\":\"a: ");
    assertThat(circuit().failed()).isEqualTo(1);
  }

  @Test
  void aCallThatCantBeMadeOfWhatAClientSaysOpensNothing() throws Exception {
    var started = route("query: q", breaker(TWO_CALLS, "as: a", "").replace("a/a", "a/{query.q}"));
    for (int i = 0; i < 5; i++) {
      assertThat(started.get("/x").statusCode()).isIn(400, 502);
    }
    assertThat(stub.requests()).isEmpty();
    assertThat(circuit().state()).isEqualTo(State.CLOSED);
    assertThat(circuit().calls()).isZero();
  }

  @Test
  void moreCallsThanARequestMayMakeAreNoFailure() throws Exception {
    stub.on("/a", Script.json("1"));
    var call = "- to: { uri: \"backend:a/a\", parameters: { as: a } }\n";
    var started = route(Map.of("request.maxCalls", "1"), "deadline: 5s", call + around(call));
    for (int i = 0; i < 5; i++) {
      var answer = started.get("/x");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("request.maxCalls");
    }
    assertThat(circuit().calls()).isZero();
  }

  /** By what the cluster tells the breaker's circuit from others of its name. */
  private String fingerprint(String directory, String url) throws Exception {
    var call = "- to: { uri: \"backend:{{where}}/a\", parameters: { as: a } }";
    var of = new Eavesdropper();
    Files.createDirectories(base.resolve(directory + "/conf"));
    Files.writeString(
        base.resolve(directory + "/conf/unit.camel.yaml"),
        """
        - route:
            id: r
            from:
              uri: "gateway:/x"
              steps:
        """
            + around(multicast(call)).indent(8));
    var settings = Map.of("backend.a.url", url, "backend.b.url", stub.url(), "where", "a");
    try (var started = Gateway.start(base.resolve(directory), settings)) {
      started.circuits().watchedBy(of);
    }
    return java.util.Objects.requireNonNull(of.fingerprints.get("r/c"));
  }

  @Test
  void circuitsAroundCallsToOtherUrlsAreOthers() throws Exception {
    var own = fingerprint("one", "http://127.0.0.1:1");
    assertThat(fingerprint("two", "http://127.0.0.1:1")).isEqualTo(own);
    assertThat(fingerprint("canary", "http://127.0.0.1:2")).isNotEqualTo(own);
    assertThat(fingerprint("more", "http://127.0.0.1:1, http://127.0.0.1:2")).isNotEqualTo(own);
  }

  /** Hears of circuits as the cluster does. */
  private static final class Eavesdropper implements Watcher {
    final Map<String, String> fingerprints = new HashMap<>();

    @Override
    public void added(Breaker breaker) {
      fingerprints.put(breaker.name(), breaker.fingerprint());
    }

    @Override
    public void removed(Breaker breaker) {}

    @Override
    public void opened(Breaker breaker, int attempt, String reason) {}

    @Override
    public void closed(Breaker breaker, String reason) {}

    @Override
    public void wantsProbe(Breaker breaker) {}

    @Override
    public void probed(Breaker breaker, boolean failed, boolean slow) {}

    @Override
    public boolean forced(Breaker breaker, @Nullable State forced, String by) {
      return true;
    }
  }

  @Test
  void aClientThatLeftIsNoFailure() throws Exception {
    var asked = new CountDownLatch(1);
    stub.on(
        "/a",
        talk -> {
          asked.countDown();
          Script.hang().play(talk);
        });
    var started = route(breaker(TWO_CALLS, "as: a, timeout: 30s", ""));
    try (var client = new RawClient(started.port())) {
      client.get("/x");
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    }
    await().until(() -> stub.openConnections() == 0);
    assertThat(circuit().calls()).isZero();
  }

  @Test
  void aBranchCancelledByItsSiblingIsNoFailure() throws Exception {
    var asked = new CountDownLatch(1);
    stub.on(
        "/a",
        talk -> {
          asked.countDown();
          Script.hang().play(talk);
        });
    stub.on(
        "/b",
        talk -> {
          if (came(asked)) {
            Script.status(404).play(talk);
          }
        });
    var started =
        route(
            multicast(
                breaker(TWO_CALLS, "as: a, timeout: 30s", ""),
                "- to: { uri: \"backend:a/b\", parameters: { as: b } }"));
    assertThat(started.get("/x").statusCode()).isEqualTo(404);
    await().until(() -> stub.openConnections() <= 1);
    assertThat(circuit().calls()).isZero();
  }

  private static boolean came(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void aDeadlineThatPassesIsAFailure() throws Exception {
    stub.on("/a", Script.hang());
    var steps = breaker(TWO_CALLS, "as: a, timeout: 30s", "");
    var started = route("deadline: 300ms", multicast(steps));
    assertThat(started.get("/x").statusCode()).isEqualTo(504);
    await().until(() -> circuit().failed() == 1);
  }

  @Test
  void aTimeoutCancelsTheReadAndItsLateAnswerIsNobodys() throws Exception {
    stub.on("/a", Script.hang());
    stub.on("/b", Script.json("{\"from\":\"b\"}"));
    var started =
        route(
            breaker(
                    "timeoutEnabled: true, timeoutDuration: 100",
                    "as: a, timeout: 30s",
                    "{ to: { uri: \"backend:a/b\", parameters: { as: a } } }")
                + "- setBody: { simple: \"${variable.a}\" }\n");
    var answer = started.get("/x");
    assertThat(answer.body()).isEqualTo("{\"from\":\"b\"}");
    await().until(() -> stub.openConnections() <= 1);
    assertThat(circuit().failed()).isEqualTo(1);
  }

  @Test
  void aReadThatIsNotCancelledOverwritesNothing() throws Exception {
    var late = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    stub.on(
        "/a",
        talk -> {
          came(late);
          Script.json("{\"from\":\"a\"}").play(talk);
          over.countDown();
        });
    stub.on(
        "/b",
        talk -> {
          late.countDown();
          came(over);
          Script.json("{\"from\":\"b\"}").play(talk);
        });
    stub.on("/c", Script.json("1"));
    var started =
        route(
            breaker(
                    "timeoutEnabled: true, timeoutDuration: 100, timeoutCancelRunningFuture: false",
                    "as: a, timeout: 30s",
                    "{ setVariable: { name: a, constant: '{\"from\":\"f\"}' } },"
                        + " { to: { uri: \"backend:a/b\", parameters: { as: b } } }")
                + """
                - to:
                    uri: "backend:a/c"
                    parameters: { query: "part={a.from:none}&v={b.from}" }
                """);
    assertThat(started.get("/x").statusCode()).isEqualTo(200);
    assertThat(stub.requests().get(2).target()).isEqualTo("/c?part=none&v=b");
  }

  @Test
  void aPartBehindAnOpenCircuitIsMissedLikeAnyOther() throws Exception {
    stub.on("/a", Script.status(500)).on("/b", Script.json("1"));
    var started =
        route(
            multicast(
                breaker(TWO_CALLS, "as: a", ""),
                "- to: { uri: \"backend:a/b\", parameters: { as: b } }"));
    started.get("/x");
    started.get("/x");
    var answer = started.get("/x");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("circuit open");
    assertThat(answer.headers().firstValue("Proxy-Status").orElse("")).contains("circuit open");
  }

  @Test
  void anOptionalPartBehindAnOpenCircuitIsLeftOut() throws Exception {
    stub.on("/a", Script.status(500)).on("/b", Script.json("1"));
    var started =
        route(
            multicast(
                breaker(TWO_CALLS, "as: a, optional: true", ""),
                "- to: { uri: \"backend:a/b\", parameters: { as: b } }"));
    started.circuits().force("r/c", State.FORCED_OPEN, "test");
    var answer = started.get("/x");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"b\":1}");
  }

  @Test
  void theReportSaysWhichPartAFallbackMade() throws Exception {
    stub.on("/a", Script.status(500)).on("/b", Script.json("1"));
    var started =
        route(
            multicast(
                breaker(
                    TWO_CALLS,
                    "as: a",
                    "{ to: { uri: \"backend:a/b\", parameters: { as: a, optional: true } } }")));
    started.circuits().force("r/c", State.FORCED_OPEN, "test");
    var answer = started.get("/x");
    assertThat(answer.body()).isEqualTo("{\"a\":1}");
    assertThat(answer.headers().firstValue("Proxy-Status"))
        .hasValue("a;received-status=200;source=fallback;details=\"circuit open\"");
  }

  @Test
  void aFallbackBeforeAMulticastMakesNoPartOfItAFallback() throws Exception {
    stub.on("/b", Script.json("1"));
    var started =
        route(
            breaker("minimumNumberOfCalls: 2", "as: a", "{ setBody: { constant: '[]' } }")
                + multicast(
                    """
                    - pipeline:
                        steps:
                          - log: b
                          - to: { uri: "backend:a/b", parameters: { as: b } }
                    """));
    started.circuits().force("r/c", State.FORCED_OPEN, "test");
    var answer = started.get("/x");
    assertThat(answer.body()).isEqualTo("{\"b\":1}");
    assertThat(answer.headers().firstValue("Proxy-Status")).hasValue("b;received-status=200");
  }

  @Test
  void aCallAfterAFallbackInOneBranchIsLive() throws Exception {
    stub.on("/b", Script.json("1"));
    var started =
        route(
            multicast(
                "- pipeline:\n    steps:\n"
                    + breaker("minimumNumberOfCalls: 2", "as: b", "{ setBody: { constant: '[]' } }")
                        .indent(6)
                    + "      - to: { uri: \"backend:a/b\", parameters: { as: b } }\n"));
    started.circuits().force("r/c", State.FORCED_OPEN, "test");
    var answer = started.get("/x");
    assertThat(answer.body()).isEqualTo("{\"b\":1}");
    assertThat(answer.headers().firstValue("Proxy-Status")).hasValue("b;received-status=200");
  }

  @Test
  void offTheLoopTheFallbackOfATimeoutRunsOffTheLoopToo() throws Exception {
    stub.on("/a", Script.hang());
    var started =
        route(
            "- delay: { constant: 1 }\n"
                + breaker(
                    "timeoutEnabled: true, timeoutDuration: 50",
                    "as: a, timeout: 30s",
                    "{ setBody: { simple: \"${threadName}\" } }"));
    assertThat(started.get("/x").body()).startsWith("serai-offloop");
  }

  @Test
  void whoWaitsForAPlaceWaitsOnTheLoop() throws Exception {
    var asked = new CountDownLatch(1);
    var free = new CountDownLatch(1);
    stub.on(
        "/a",
        talk -> {
          asked.countDown();
          came(free);
          Script.json("1").play(talk);
        });
    var started =
        route(
            breaker(
                "bulkheadEnabled: true, bulkheadMaxConcurrentCalls: 1, bulkheadMaxWaitDuration: 5s",
                "as: a",
                ""));
    try (var one = new RawClient(started.port());
        var two = new RawClient(started.port())) {
      one.get("/x");
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      two.get("/x");
      free.countDown();
      assertThat(one.read().status()).isEqualTo(200);
      assertThat(two.read().status()).isEqualTo(200);
    }
    assertThat(stub.requests()).hasSize(2);
  }
}
