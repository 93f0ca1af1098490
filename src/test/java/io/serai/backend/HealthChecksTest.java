package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.LogLines;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts are asked how they are, and get no calls while they aren't well. */
@Timeout(30)
class HealthChecksTest {
  private final StubBackend one = StubBackend.start().otherwise(Script.json("1"));
  private final StubBackend two = StubBackend.start().otherwise(Script.json("2"));
  private final LogLines log = new LogLines("io.serai.backend");

  @AfterEach
  void close() {
    log.close();
    one.close();
    two.close();
  }

  private String[] settings(String... more) {
    var settings =
        new java.util.ArrayList<>(
            List.of(
                "backend.a.url", one.url() + "/base," + two.url(),
                "backend.a.health.path", "/health",
                "backend.a.health.interval", "20ms",
                "backend.a.health.timeout", "500ms"));
    settings.addAll(List.of(more));
    return settings.toArray(String[]::new);
  }

  private static List<String> states(Calls calls) {
    return calls.stats("a").hosts().stream().map(HostStats::state).toList();
  }

  private static void awaitStates(Calls calls, String... states) {
    await()
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .until(() -> states(calls).equals(List.of(states)));
  }

  /** A state is there for calls before its line is in the log. */
  private void awaitLine(String... parts) {
    await().until(() -> log.count(parts) == 1);
  }

  private static long checks(StubBackend stub) {
    return stub.requests().stream().filter(it -> it.target().equals("/health")).count();
  }

  @Test
  void anUnhealthyHostGetsNoCallsUntilItIsWellAgain() {
    two.on("/health", Script.status(503));
    try (var calls = new Calls(settings())) {
      awaitStates(calls, "in", "unhealthy");
      for (int i = 0; i < 30; i++) {
        assertThat(calls.call("backend:a/x").body()).containsExactly('1');
      }
      two.on("/health", Script.status(204));
      awaitStates(calls, "in", "in");
      await().until(() -> calls.call("backend:a/x").body()[0] == '2');
      var host = "backend a (127.0.0.1:" + two.port() + ")";
      awaitLine(host, "unhealthy: 3 checks in a row failed, the last: answered 503");
      awaitLine(host, "is healthy: 2 checks in a row passed");
      assertThat(one.connections()).as("one for checks, one for calls").isEqualTo(2);
    }
  }

  @Test
  void aHostThatHangsBreaksOrIsGoneIsUnhealthyToo() {
    one.on("/health", Script.hang());
    two.on("/health", Script.reset());
    try (var calls = new Calls(settings("backend.a.health.timeout", "50ms"))) {
      awaitStates(calls, "unhealthy", "unhealthy");
      // On a busy machine the other may not even be reached within that time.
      awaitLine("127.0.0.1:" + one.port(), "no answer within 50ms");
      assertThat(calls.call("backend:a/x").isSuccess()).as("none is in, so all get calls").isTrue();
      one.on("/health", Script.status(200));
      awaitStates(calls, "in", "unhealthy");
      one.close();
      awaitStates(calls, "unhealthy", "unhealthy");
    }
  }

  @Test
  void goesByTheStatusesThatAreNamed() {
    one.on("/health", Script.status(404));
    try (var calls = new Calls(settings("backend.a.health.status", "404, 429"))) {
      awaitStates(calls, "in", "unhealthy");
    }
  }

  @Test
  void endsWithTheSettingsOrTheHost() {
    two.on("/health", Script.status(500));
    try (var calls = new Calls(settings())) {
      awaitStates(calls, "in", "unhealthy");
      calls.backends.update(Calls.settings("backend.a.url", one.url() + "/base," + two.url()));
      awaitStates(calls, "in", "in");
      await().until(() -> two.openConnections() == 0 && one.openConnections() == 0);
      long before = checks(one) + checks(two);
      await().during(Duration.ofMillis(200)).until(() -> checks(one) + checks(two) == before);
      calls.backends.update(Calls.settings(settings()));
      awaitStates(calls, "in", "unhealthy");
    }
    await().until(() -> one.openConnections() == 0);
  }

  @Test
  void otherTermsOfACheckMakeNoHostWell() {
    two.otherwise(Script.status(500));
    try (var calls = new Calls(settings())) {
      awaitStates(calls, "in", "unhealthy");
      calls.backends.update(Calls.settings(settings("backend.a.health.path", "/other")));
      await().until(() -> two.requests().stream().anyMatch(it -> it.target().equals("/other")));
      assertThat(states(calls)).containsExactly("in", "unhealthy");
      assertThat(log.has("counts as healthy")).isFalse();
    }
  }
}
