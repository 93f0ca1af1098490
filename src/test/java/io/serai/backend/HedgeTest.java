package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.circuit.CircuitStats;
import io.serai.request.Outcome;
import io.serai.request.Request;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import io.serai.testing.StubBackend.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls whose first copy takes long are sent a second time; of two hosts, whichever is asked. */
@Timeout(60)
class HedgeTest {
  private static final Duration LATER = Duration.ofMillis(200);

  private final StubBackend one = StubBackend.start();
  private final StubBackend other = StubBackend.start();
  private @Nullable Calls calls;

  @AfterEach
  void close() {
    if (calls != null) {
      calls.close();
    }
    one.close();
    other.close();
  }

  /** Hosts that do this, in the order asked. */
  private Calls calls(List<Script> inTurn, String... settings) {
    return calls(one.url() + "," + other.url(), inTurn, settings);
  }

  private Calls calls(String urls, List<Script> inTurn, String... settings) {
    script(inTurn);
    var all = new ArrayList<>(List.of("backend.a.url", urls, "backend.a.hedge", "50ms"));
    all.addAll(List.of(settings));
    calls = new Calls(all.toArray(String[]::new));
    return calls;
  }

  private void script(List<Script> inTurn) {
    var script = Script.inTurn(inTurn.toArray(Script[]::new));
    one.otherwise(script);
    other.otherwise(script);
  }

  private List<Seen> asked() {
    var all = new ArrayList<>(one.requests());
    all.addAll(other.requests());
    return all;
  }

  private int open() {
    return one.openConnections() + other.openConnections();
  }

  private static void assertCounts(Calls calls, int hedges, int won, int retries) {
    var stats = calls.stats("a");
    assertThat(stats.hedges()).as("hedges").isEqualTo(hedges);
    assertThat(stats.hedgesWon()).as("won").isEqualTo(won);
    assertThat(stats.retries()).as("retries").isEqualTo(retries);
    assertThat(stats.inFlight()).isZero();
    assertThat(stats.hosts()).allSatisfy(host -> assertThat(host.inUse()).isZero());
  }

  private static CircuitStats circuit(Calls calls, StubBackend of) {
    var name = "backend:a/127.0.0.1:" + of.port();
    return calls.backends.circuits().stats().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Plays once that is so, however busy the machine is. */
  private static Script once(BooleanSupplier isSo, Script script) {
    return talk -> {
      while (!isSo.getAsBoolean()) {
        talk.pause(Duration.ofMillis(2));
      }
      script.play(talk);
    };
  }

  /** Plays once the hosts have got as many requests. */
  private Script onceAsked(int times, Script script) {
    return once(() -> asked().size() >= times, script);
  }

  private int failed() {
    return calls == null ? 0 : circuit(calls, one).failed() + circuit(calls, other).failed();
  }

  private int judged() {
    return calls == null ? 0 : circuit(calls, one).calls() + circuit(calls, other).calls();
  }

  /** The first calls of a process take their time. */
  @BeforeAll
  static void warm() {
    try (var stub = StubBackend.start().otherwise(Script.json("1"));
        var here = new Calls("backend.a.url", stub.url())) {
      for (int i = 0; i < 20; i++) {
        here.call("backend:a/x", "timeout", "8s");
      }
    }
  }

  @Test
  void takesTheAnswerOfAnotherHostWhereTheFirstIsSlow() {
    var here = calls(List.of(Script.hang(), Script.json("2")));
    long start = System.nanoTime();
    var outcome = here.call("backend:a/x", "timeout", "20s");
    long took = System.nanoTime() - start;
    assertThat(outcome.body()).containsExactly('2');
    assertThat(outcome.attempts()).isEqualTo(2);
    assertThat(took).isBetween(TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.SECONDS.toNanos(5));
    assertThat(one.requests()).hasSize(1);
    assertThat(other.requests()).hasSize(1);
    assertCounts(here, 1, 1, 0);
    assertThat(here.stats("a").successes()).isEqualTo(1);
    await().until(() -> open() == 1);
    assertThat(here.stats("a").idle()).as("the winner's is kept").isEqualTo(1);
  }

  @Test
  void takesTheFirstAnswerIfThatIsSooner() {
    var here = calls(List.of(onceAsked(2, Script.json("1")), Script.hang()));
    var outcome = here.call("backend:a/x");
    assertThat(outcome.body()).containsExactly('1');
    assertThat(outcome.attempts()).isEqualTo(2);
    assertCounts(here, 1, 0, 0);
    await().until(() -> open() == 1);
  }

  @Test
  void sendsNoSecondWhereTheFirstIsQuickOrHasBegunToAnswer() {
    var here =
        calls(
            List.of(Script.json("1"), Script.json("[1]").dripping(Duration.ofMillis(8))),
            "backend.a.hedge",
            "400ms");
    assertThat(here.call("backend:a/x").attempts()).isEqualTo(1);
    assertThat(here.call("backend:a/x").body()).hasSize(3);
    assertThat(asked()).hasSize(2);
    assertCounts(here, 0, 0, 0);
  }

  @Test
  void hearsNoMoreOfTheOneThatLost() {
    BooleanSupplier over = () -> calls != null && calls.stats("a").successes() == 1;
    var here =
        calls(
            List.of(once(over, Script.json("1")), Script.json("2"), Script.json("3").after(LATER)));
    assertThat(here.call("backend:a/x").body()).containsExactly('2');
    // The late answer comes now, to nobody.
    assertThat(here.call("backend:a/x", "hedge", "off").body()).containsExactly('3');
    assertThat(here.stats("a").successes()).isEqualTo(2);
  }

  @Test
  void theLoserSaysNothingOfItsHost() {
    var here = calls(List.of(Script.hang(), Script.json("2")), "backend.a.outlierFailures", "1");
    assertThat(here.call("backend:a/x").isSuccess()).isTrue();
    assertThat(judged()).isEqualTo(1);
    assertThat(failed()).isZero();
    assertThat(here.stats("a").hosts()).allSatisfy(it -> assertThat(it.state()).isEqualTo("in"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCopyThatFailsByItselfSaysSoAndLeavesTheCallToTheOther(boolean first) {
    var here = calls(List.of(), "backend.a.retries", "0");
    int failures = 0;
    for (var failure : List.of(Script.status(503), Script.reset(), Script.raw("220 no HTTP\r\n"))) {
      int before = failures++;
      int asked = asked().size();
      var good = once(() -> failed() > before, Script.json("2"));
      script(first ? List.of(onceAsked(asked + 2, failure), good) : List.of(good, failure));
      var outcome = here.call("backend:a/x");
      assertThat(outcome.body()).containsExactly('2');
      assertThat(outcome.attempts()).isEqualTo(2);
      assertThat(failed()).isEqualTo(failures);
      assertThat(judged()).isEqualTo(2 * failures);
    }
    assertCounts(here, 3, first ? 3 : 0, 0);
  }

  @Test
  void anAnswerThatIsFinalIsNotWaitedBeyond() {
    var here = calls(List.of(Script.hang(), Script.status(404)));
    assertThat(here.call("backend:a/x").reason()).isEqualTo("answered 404");
    assertCounts(here, 1, 1, 0);
    await().until(() -> open() == 1);
  }

  @Test
  void retriesComeOnceBothHaveFailed() {
    var bad = Script.status(503);
    var here = calls(List.of(onceAsked(2, bad), bad, Script.json("3")), "backend.a.retries", "1");
    var outcome = here.call("backend:a/x");
    assertThat(outcome.body()).containsExactly('3');
    assertThat(outcome.attempts()).isEqualTo(3);
    assertCounts(here, 1, 0, 1);
  }

  @Test
  void isOneFailureWhereBothFailAndThereIsNoRetry() {
    var bad = Script.status(503);
    var here = calls(List.of(once(() -> failed() == 1, bad), bad), "backend.a.retries", "0");
    var outcome = here.call("backend:a/x");
    assertThat(outcome.reason()).isEqualTo("answered 503");
    assertThat(outcome.attempts()).isEqualTo(2);
    assertThat(here.stats("a").failures()).containsEntry("status", 1L);
    assertCounts(here, 1, 0, 0);
  }

  @Test
  void aRetryIsHedgedUnlessTheCallHasBeen() {
    var bad = Script.status(503);
    var here = calls(List.of(bad, Script.hang(), Script.json("3")), "backend.a.hedge", "300ms");
    assertThat(here.call("backend:a/x").body()).containsExactly('3');
    assertCounts(here, 1, 1, 1);

    script(List.of(onceAsked(5, bad), bad, Script.json("3").after(Duration.ofMillis(400))));
    assertThat(here.call("backend:a/x").attempts()).isEqualTo(3);
    assertCounts(here, 2, 1, 2);
  }

  @Test
  void eachCopyHasItsOwnAttemptTimeout() {
    var here =
        calls(
            List.of(Script.hang(), once(() -> failed() == 1, Script.json("2"))),
            "backend.a.hedge",
            "500ms",
            "backend.a.attemptTimeout",
            "1s",
            "backend.a.retries",
            "0");
    assertThat(here.call("backend:a/x").body()).as("later than 1 s").containsExactly('2');
    assertCounts(here, 1, 1, 0);
  }

  @Test
  void theBudgetOfTheRetriesIsThatOfHedges() {
    BooleanSupplier denied = () -> calls != null && calls.stats("a").retriesDenied() == 1;
    var here =
        calls(
            List.of(once(denied, Script.json("1"))),
            "backend.a.retryBudget",
            "0",
            "backend.a.retryFloor",
            "0");
    assertThat(here.call("backend:a/x").attempts()).isEqualTo(1);
    assertThat(asked()).hasSize(1);
    assertCounts(here, 0, 0, 0);
  }

  @Test
  void sendsTwiceOnlyWhatMayBe() {
    var slow = Script.json("1").after(LATER);
    var here = calls(List.of(slow));
    for (var method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      assertThat(here.call("backend:a/x", "method", method).attempts()).as(method).isEqualTo(1);
    }
    assertThat(
            here.call(
                    "backend:a/x",
                    "method",
                    "POST",
                    "idempotent",
                    "true",
                    "idempotencyKey",
                    "generate")
                .attempts())
        .as("a key in use is refused")
        .isEqualTo(1);
    assertThat(here.call("backend:a/x", "deadline", "own").attempts()).isEqualTo(1);
    assertCounts(here, 0, 0, 0);

    script(List.of(onceAsked(8, slow), slow, onceAsked(10, slow), slow, onceAsked(12, slow), slow));
    for (var method : List.of("GET", "HEAD", "OPTIONS")) {
      assertThat(here.call("backend:a/x", "method", method).attempts()).as(method).isEqualTo(2);
    }
    script(List.of(onceAsked(14, slow), slow));
    assertThat(here.call("backend:a/x", "method", "POST", "idempotent", "true").attempts())
        .isEqualTo(2);
    assertThat(here.stats("a").hedges()).isEqualTo(4);
  }

  @Test
  void bothEndWithTheClientWhoLeaves() {
    var here = calls(List.of(Script.hang()));
    var request = here.request();
    var call = here.begin(request, "backend:a/x");
    await().until(() -> asked().size() == 2);
    request.end();
    assertThat(Calls.await(call).verdict()).isEqualTo(Outcome.Verdict.IGNORED);
    await().until(() -> open() == 0);
    assertCounts(here, 1, 0, 0);
    assertThat(judged()).isZero();
  }

  @Test
  void bothEndWithTheCallsTimeWhichIsTheFirstOnesFaultOnly() {
    var here = calls(List.of(Script.hang()), "backend.a.timeout", "800ms");
    assertThat(here.call("backend:a/x").reason()).isEqualTo("timeout after 800ms");
    await().until(() -> open() == 0);
    assertCounts(here, 1, 0, 0);
    assertThat(failed()).isEqualTo(1);
    assertThat(judged()).isEqualTo(1);
  }

  @Test
  void asksTheOnlyHostOnASecondConnection() {
    var here = calls(one.url(), List.of(Script.hang(), Script.json("2")));
    assertThat(here.call("backend:a/x").body()).containsExactly('2');
    assertThat(one.requests()).extracting(Seen::connection).containsExactlyInAnyOrder(1, 2);
    await().until(() -> open() == 1);
  }

  @Test
  void waitsInNoLineForAConnection() {
    var here =
        calls(one.url(), List.of(Script.json("1").after(LATER)), "backend.a.maxConnections", "1");
    assertThat(here.call("backend:a/x").attempts()).isEqualTo(1);
    assertCounts(here, 0, 0, 0);
    assertThat(here.stats("a").retriesDenied()).isZero();
  }

  @Test
  void sendsNoSecondToAHostThatIsOut() {
    var here =
        calls(
            List.of(Script.status(503), onceAsked(3, Script.json("1")), Script.hang()),
            "backend.a.outlierFailures",
            "1",
            "backend.a.outlierEjection",
            "1m",
            "backend.a.retries",
            "0");
    here.call("backend:a/x", "hedge", "off");
    assertThat(here.call("backend:a/x").attempts()).isEqualTo(2);
    assertThat(List.of(one.requests().size(), other.requests().size()))
        .as("both copies went to the one that is in")
        .containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void tellsEachBackendHowLongItsAnswerIsWaitedFor() {
    var here =
        calls(
            one.url() + "/base," + other.url() + "/other/base",
            List.of(Script.hang(), Script.json("2")),
            "backend.a.deadlineHeader",
            "X-Left",
            "backend.a.hedge",
            "200ms");
    assertThat(here.call("backend:a/x", "query", "q=1", "timeout", "9s").isSuccess()).isTrue();
    assertThat(one.requests().get(0).target()).isEqualTo("/base/x?q=1");
    assertThat(other.requests().get(0).target()).isEqualTo("/other/base/x?q=1");
    var left = asked().stream().map(seen -> Integer.valueOf(seen.header("X-Left"))).toList();
    assertThat(Math.abs(left.get(0) - left.get(1))).isBetween(150, 6000);
  }

  @Test
  void learnsWhenAnAnswerIsLate() {
    var here = calls(List.of(Script.json("1")), "backend.a.hedge", "p95");
    script(List.of(Script.json("1").after(LATER), Script.json("1")));
    assertThat(here.call("backend:a/x").attempts()).as("nothing observed").isEqualTo(1);
    for (int i = 0; i < Latencies.LEAST; i++) {
      assertThat(here.call("backend:a/x").isSuccess()).isTrue();
    }
    // What was known before is good for a tenth of a second.
    await()
        .pollInSameThread()
        .until(
            () -> {
              script(List.of(Script.hang(), Script.json("2")));
              return here.call("backend:a/x", "timeout", "1s").isSuccess();
            });
    assertThat(here.stats("a").hedgesWon()).isPositive();
  }

  @Test
  void aProbeOfACircuitIsOneRequest() {
    script(List.of(Script.status(500)));
    var timing = new io.serai.circuit.FakeTiming();
    calls =
        new Calls(
            timing,
            null,
            "backend.a.url",
            one.url(),
            "backend.a.hedge",
            "50ms",
            "backend.a.circuit.minimumNumberOfCalls",
            "4");
    for (int i = 0; i < 5; i++) {
      calls.call("backend:a/x", "hedge", "off");
    }
    assertThat(one.requests()).hasSize(4);
    script(List.of(Script.json("1").after(LATER)));
    timing.pass(Duration.ofSeconds(5));
    assertThat(calls.call("backend:a/x").attempts()).isEqualTo(1);
    script(List.of(onceAsked(7, Script.json("1")), Script.hang()));
    assertThat(calls.call("backend:a/x").attempts()).as("closed again").isEqualTo(2);
  }

  @Test
  void saysWhatTheSettingMayBe() {
    var settings = Calls.settings("backend.a.url", one.url(), "backend.a.hedge", "p5");
    assertThat(Backends.problems(settings))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .contains("backend.a.hedge: p5 (expected: off, a time from 1ms to 1d"));
  }

  @Test
  void countsAsOneCallOfTheRequest() {
    var here = calls(List.of(Script.hang(), Script.json("2"), Script.json("3")));
    var of = here.request();
    var last = new Request(of.identity(), of.inputs(), of.deadline(), of.loop(), Runnable::run, 2);
    assertThat(Calls.await(here.begin(last, "backend:a/x")).isSuccess()).isTrue();
    assertThat(Calls.await(here.begin(last, "backend:a/x")).isSuccess()).isTrue();
    assertThat(last.callsLeft()).isZero();
  }
}
