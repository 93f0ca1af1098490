package io.serai.backend;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.circuit.CircuitStats;
import io.serai.circuit.FakeTiming;
import io.serai.circuit.State;
import io.serai.request.ErrorType;
import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Backends that fail aren't called for a while; time passes when a test says so. */
@Timeout(60)
class BackendCircuitsTest {
  private final FakeTiming timing = new FakeTiming();
  private final StubBackend stub = StubBackend.start();
  private final StubBackend other = StubBackend.start();
  private @Nullable Calls calls;

  @AfterEach
  void close() {
    if (calls != null) {
      calls.close();
    }
    stub.close();
    other.close();
  }

  /** One host, four calls count, no retries. */
  private Calls calls(String... settings) {
    return callsTo(stub.url(), settings);
  }

  private Calls callsTo(String urls, String... settings) {
    var all = new ArrayList<>(List.of("backend.a.url", urls, "backend.a.retries", "0"));
    all.addAll(List.of("backend.a.circuit.minimumNumberOfCalls", "4"));
    all.addAll(List.of("backend.a.outlierFailures", "0"));
    all.addAll(List.of(settings));
    calls = new Calls(timing, null, all.toArray(String[]::new));
    return calls;
  }

  private CircuitStats circuit(String name) {
    return requireNonNull(calls).backends.circuits().stats().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Integer> reasons(Calls calls, int count, String... parameters) {
    var reasons = new HashMap<String, Integer>();
    for (int i = 0; i < count; i++) {
      var outcome = calls.call("backend:a/x", parameters);
      reasons.merge(outcome.isSuccess() ? "well" : outcome.reason(), 1, Integer::sum);
    }
    return reasons;
  }

  @Test
  void failsFastOnceHalfOfItsCallsHaveFailed() {
    stub.on("/x", Script.status(500));
    var here = calls();
    assertThat(reasons(here, 10)).containsEntry("answered 500", 4).containsEntry("circuit open", 6);
    assertThat(stub.requests()).hasSize(4);
    var rejected = here.call("backend:a/x");
    assertThat(rejected.answer()).isEqualTo(503);
    assertThat(rejected.error()).isEqualTo(ErrorType.DESTINATION_UNAVAILABLE);
    assertThat(rejected.retryAfter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(here.stats("a").failures()).containsEntry("circuit", 7L);
  }

  @Test
  void sendsOneProbeWhenTheWaitIsOver() {
    stub.on(
        "/x",
        Script.inTurn(
            Script.status(500),
            Script.status(500),
            Script.status(500),
            Script.status(500),
            Script.status(500),
            Script.json("1")));
    var here = calls();
    reasons(here, 4);
    timing.pass(Duration.ofSeconds(5));
    assertThat(reasons(here, 2)).containsEntry("answered 500", 1).containsEntry("circuit open", 1);
    assertThat(circuit("backend:a").untilMillis()).isEqualTo(10_000);
    timing.pass(Duration.ofSeconds(10));
    assertThat(reasons(here, 3)).containsEntry("well", 3);
    assertThat(circuit("backend:a").state()).isEqualTo(State.CLOSED);
  }

  @Test
  void twentyCallsCountUnlessTheSettingsSayOtherwise() {
    stub.on("/x", Script.status(500));
    calls = new Calls(timing, null, "backend.a.url", stub.url(), "backend.a.retries", "0");
    assertThat(reasons(calls, 21)).containsEntry("answered 500", 20);
  }

  @Test
  void anAnswerThatIsNotListedIsASuccess() {
    stub.on("/x", Script.status(404));
    assertThat(reasons(calls(), 8)).containsEntry("answered 404", 8);
    assertThat(circuit("backend:a").failed()).isZero();
  }

  @Test
  void whatCountsCanBeNamed() {
    stub.on("/x", Script.status(404));
    var here = calls("backend.a.circuit.failures", "4xx");
    assertThat(reasons(here, 8)).containsEntry("answered 404", 4).containsEntry("circuit open", 4);
  }

  @Test
  void anAnswerThatSaysWhenToComeBackCanBeLeftOut() {
    stub.on("/x", Script.answer(503, "", "", "Retry-After: 1"));
    var here = calls("backend.a.circuit.failures", "5xx,unlessLater");
    assertThat(reasons(here, 8)).containsEntry("answered 503", 8);
    assertThat(circuit("backend:a").calls()).isZero();
  }

  @Test
  void anExpectedStatusIsNoFailure() {
    stub.on("/x", Script.status(500));
    assertThat(reasons(calls(), 8, "expect", "500")).containsEntry("well", 8);
  }

  @Test
  void anExpectedStatusIsNoFailureOfItsHostEither() {
    stub.on("/x", Script.status(503));
    other.on("/x", Script.status(503));
    var here = callsTo(stub.url() + "," + other.url(), "backend.a.outlierFailures", "2");
    assertThat(reasons(here, 30, "expect", "503")).containsEntry("well", 30);
    assertThat(circuit("backend:a/127.0.0.1:" + stub.port()).failed()).isZero();
    assertThat(circuit("backend:a/127.0.0.1:" + other.port()).failed()).isZero();
    assertThat(here.stats("a").hosts()).extracting(HostStats::state).containsOnly("in");
  }

  @Test
  void timeoutsConnectionsAndBrokenAnswersCount() {
    stub.on(
        "/x",
        Script.inTurn(
            Script.hang(), Script.reset(), Script.raw("nonsense\r\n\r\n"), Script.hang()));
    var here = calls("backend.a.timeout", "200ms");
    assertThat(reasons(here, 6)).containsEntry("circuit open", 2);
  }

  @Test
  void aRefusedConnectionCounts() {
    var gone = StubBackend.start();
    gone.close();
    assertThat(reasons(callsTo(gone.url()), 6)).containsEntry("circuit open", 2);
  }

  @Test
  void aCancelledCallSaysNothing() {
    stub.on("/x", Script.hang());
    var here = calls();
    for (int i = 0; i < 6; i++) {
      var request = here.request();
      var begun = here.begin(request, "backend:a/x");
      org.awaitility.Awaitility.await().until(() -> stub.openConnections() > 0);
      request.end();
      assertThat(Calls.await(begun).verdict()).isEqualTo(Outcome.Verdict.IGNORED);
      org.awaitility.Awaitility.await().until(() -> stub.openConnections() == 0);
    }
    assertThat(circuit("backend:a").calls()).isZero();
    assertThat(circuit("backend:a").state()).isEqualTo(State.CLOSED);
  }

  @Test
  void slowCallsOpenItIfTheSettingsSaySo() {
    stub.on("/x", Script.json("1").after(Duration.ofMillis(30)));
    var here =
        calls(
            "backend.a.circuit.slowCallDurationThreshold",
            "10ms",
            "backend.a.circuit.slowCallRateThreshold",
            "50");
    assertThat(reasons(here, 6)).containsEntry("well", 4).containsEntry("circuit open", 2);
  }

  @Test
  void aCallMaySkipIt() {
    stub.on("/x", Script.status(500));
    var here = calls();
    reasons(here, 4);
    assertThat(reasons(here, 3, "circuit", "false")).containsEntry("answered 500", 3);
    assertThat(reasons(here, 1)).containsEntry("circuit open", 1);
  }

  @Test
  void aRetriedCallCountsOnce() {
    stub.on("/x", Script.status(503));
    var here = calls("backend.a.retries", "1", "backend.a.retryBackoff", "0");
    assertThat(reasons(here, 3)).containsEntry("answered 503", 3);
    assertThat(circuit("backend:a").calls()).isEqualTo(3);
    assertThat(stub.requests()).hasSize(6);
  }

  @Test
  void aHostWithAnOpenCircuitIsPassedBy() {
    stub.otherwise(Script.status(500));
    other.otherwise(Script.json("1"));
    var here =
        callsTo(stub.url() + "," + other.url(), "backend.a.circuit.failureRateThreshold", "90");
    // Or the backend's own opens too, if the first four calls happen to go to the host that fails.
    here.backends.circuits().force("backend:a", State.FORCED_CLOSED, "test");
    for (int i = 0; i < 200 && stub.requests().size() < 4; i++) {
      here.call("backend:a/x");
    }
    here.backends.circuits().force("backend:a", null, "test");
    assertThat(circuit("backend:a/127.0.0.1:" + stub.port()).state()).isEqualTo(State.OPEN);
    assertThat(reasons(here, 50)).containsEntry("well", 50);
    assertThat(stub.requests()).hasSize(4);
    timing.pass(Duration.ofSeconds(5));
    stub.otherwise(Script.json("1"));
    for (int i = 0; i < 200 && stub.requests().size() < 10; i++) {
      here.call("backend:a/x");
    }
    assertThat(circuit("backend:a/127.0.0.1:" + stub.port()).state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aFailureThatNoHostIsLeftToTryAgainAfterStaysThatFailure() {
    stub.otherwise(Script.status(500));
    other.otherwise(Script.status(500));
    var here =
        callsTo(
            stub.url() + "," + other.url(),
            "backend.a.retries",
            "3",
            "backend.a.retryOn",
            "5xx",
            "backend.a.retryBackoff",
            "0",
            "backend.a.circuit.minimumNumberOfCalls",
            "1");
    var outcome = here.call("backend:a/x");
    assertThat(outcome.reason()).isEqualTo("answered 500");
    assertThat(outcome.attempts()).isEqualTo(2);
    assertThat(circuit("backend:a").state()).isEqualTo(State.OPEN);
    assertThat(here.stats("a").retriesDenied()).isZero();
  }

  @Test
  void soItDoesWhereTheHostsAreClosedOffDuringThePause() {
    stub.otherwise(Script.answer(503, "", "", "Retry-After: 1"));
    other.otherwise(Script.answer(503, "", "", "Retry-After: 1"));
    var here =
        callsTo(
            stub.url() + "," + other.url(), "backend.a.retries", "1", "backend.a.retryOn", "503");
    var begun = here.begin(here.request(), "backend:a/x", "timeout", "5s");
    org.awaitility.Awaitility.await().until(() -> here.stats("a").retries() == 1);
    here.backends.circuits().force("backend:a/*", State.FORCED_OPEN, "test");
    var outcome = Calls.await(begun);
    assertThat(outcome.reason()).isEqualTo("answered 503");
    assertThat(circuit("backend:a").failed()).isEqualTo(1);
  }

  @Test
  void withEveryHostOpenACallIsRejected() {
    var here = callsTo(stub.url() + "," + other.url());
    var names = here.backends.circuits().force("backend:a/*", State.FORCED_OPEN, "test").circuits();
    assertThat(names).hasSize(2);
    assertThat(reasons(here, 3)).containsEntry("circuit open", 3);
    assertThat(circuit("backend:a").calls()).isZero();
    here.backends.circuits().force("backend:a/127.0.0.1:" + other.port(), null, "test");
    other.otherwise(Script.json("1"));
    assertThat(reasons(here, 3)).containsEntry("well", 3);
  }

  @Test
  void everyRejectionSaysWhenToComeBack() {
    var here = calls();
    here.backends.circuits().force("backend:a", State.FORCED_OPEN, "test");
    assertThat(here.call("backend:a/x").retryAfter()).isEqualTo(Duration.ofSeconds(1));
    here.backends.circuits().force("backend:a", null, "test");
    stub.on("/x", Script.status(500));
    reasons(here, 4);
    timing.pass(Duration.ofSeconds(5));
    stub.on("/x", Script.hang());
    here.begin(here.request(), "backend:a/x");
    org.awaitility.Awaitility.await().until(() -> stub.requests().size() == 5);
    assertThat(circuit("backend:a").state()).isEqualTo(State.HALF_OPEN);
    assertThat(here.call("backend:a/x").retryAfter()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aChangedUrlIsAnotherCircuitAndOtherSettingsKeepIt() {
    stub.on("/x", Script.status(500));
    other.on("/x", Script.json("1"));
    var here = calls();
    reasons(here, 4);
    var settings = new HashMap<String, String>();
    settings.put("backend.a.url", stub.url());
    settings.put("backend.a.circuit.minimumNumberOfCalls", "4");
    settings.put("backend.a.timeout", "3s");
    here.backends.update(io.serai.settings.Settings.of(settings));
    assertThat(reasons(here, 1)).containsEntry("circuit open", 1);
    settings.put("backend.a.url", other.url());
    here.backends.update(io.serai.settings.Settings.of(settings));
    assertThat(reasons(here, 1)).containsEntry("well", 1);
    assertThat(here.backends.circuits().stats()).hasSize(1);
  }

  @Test
  void wrongSettingsAreNamed() {
    assertThatThrownBy(
            () -> FailureRule.read(new Texts(Map.of(), "", Map.of("circuit.failures", "5xx,slow"))))
        .hasMessageStartingWith("circuit.failures: 5xx,slow (expected: connect, reset");
    assertThat(
            Backends.problems(
                Calls.settings("backend.a.url", "http://h", "backend.a.circuit.failures", "6xx")))
        .hasSize(1);
  }
}
