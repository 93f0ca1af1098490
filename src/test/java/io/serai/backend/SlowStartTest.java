package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.circuit.State;
import io.serai.testing.LogLines;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that is new, or comes back, gets its share little by little. */
@Timeout(30)
class SlowStartTest {
  private final StubBackend one = StubBackend.start().otherwise(Script.json("1"));
  private final StubBackend two = StubBackend.start().otherwise(Script.json("2"));

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  /** Long enough for a tenth to stay one while a test looks. */
  private String[] settings(String urls, String... more) {
    var all = new java.util.ArrayList<>(List.of("backend.a.url", urls));
    all.addAll(List.of("backend.a.slowStart", "1h", "backend.a.retryFloor", "100"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private String both() {
    return one.url() + "," + two.url();
  }

  private static List<String> states(Calls calls) {
    return calls.stats("a").hosts().stream().map(HostStats::state).toList();
  }

  /** One of eleven of these calls. */
  private void assertATenthOfTheOthers(Calls calls) {
    two.requests().clear();
    for (int i = 0; i < 550; i++) {
      assertThat(calls.call("backend:a/x").isSuccess()).isTrue();
    }
    // Within five standard deviations.
    assertThat(two.requests()).hasSizeBetween(16, 84);
    assertThat(states(calls)).containsExactly("in", "warming");
    assertThat(calls.stats("a").hosts()).extracting(HostStats::part).containsExactly(100, 10);
  }

  @Test
  void growsFromATenthToAll() {
    var now = new AtomicLong(-7);
    var slow = new SlowStart("backend a (h:1)", now::get);
    slow.begin("it is off");
    assertThat(slow.part()).isEqualTo(SlowStart.WHOLE);

    try (var log = new LogLines("io.serai.backend")) {
      slow.lasts(TimeUnit.SECONDS.toNanos(30));
      slow.begin("it is new");
      assertThat(slow.part()).isEqualTo(100);
      now.addAndGet(TimeUnit.SECONDS.toNanos(10));
      assertThat(slow.part()).isEqualTo(400);
      now.addAndGet(TimeUnit.SECONDS.toNanos(10));
      assertThat(slow.part()).isEqualTo(700);
      slow.begin("it was out");
      assertThat(slow.part()).isEqualTo(100);
      now.addAndGet(TimeUnit.SECONDS.toNanos(30) - 1);
      assertThat(slow.part()).isEqualTo(999);
      now.incrementAndGet();
      assertThat(slow.part()).isEqualTo(SlowStart.WHOLE);
      assertThat(slow.part()).isEqualTo(SlowStart.WHOLE);
      assertThat(log.count("backend a (h:1) gets a share of calls that grows for 30000 ms"))
          .isEqualTo(2);
      assertThat(log.count("grows for 30000 ms: it was out")).isEqualTo(1);
      assertThat(log.count("backend a (h:1) gets its whole share of calls")).isEqualTo(1);
    }
  }

  @Test
  void aHostThatIsNewInTheSettingsGetsATenthOfWhatTheOthersGet() {
    try (var calls = new Calls(settings(one.url()))) {
      assertThat(calls.call("backend:a/x").isSuccess()).isTrue();
      calls.backends.update(Calls.settings(settings(both())));
      assertATenthOfTheOthers(calls);
      calls.backends.update(Calls.settings(settings(both(), "backend.a.slowStart", "0")));
      assertThat(states(calls)).containsExactly("in", "in");
    }
  }

  @Test
  void whereAllAreNewNoneGetsLess() {
    try (var calls = new Calls(settings(both()))) {
      assertThat(states(calls)).containsExactly("in", "in");
      var moved = one.url() + "/v2," + two.url() + "/v2";
      calls.backends.update(Calls.settings(settings(moved)));
      assertThat(states(calls)).containsExactly("warming", "warming");
      for (int i = 0; i < 200; i++) {
        assertThat(calls.call("backend:a/x").isSuccess()).isTrue();
      }
      assertThat(two.requests()).hasSizeBetween(65, 135);
    }
  }

  @Test
  void aHostThatWasDrainedBeginsAnew() {
    try (var calls = new Calls(settings(one.url() + "," + two.url() + " weight=0"))) {
      calls.backends.update(Calls.settings(settings(both())));
      assertATenthOfTheOthers(calls);
    }
  }

  @Test
  void aHostThatWasEjectedBeginsAnew() {
    two.otherwise(Script.status(503));
    try (var calls = new Calls(settings(both(), "backend.a.outlierEjection", "50ms"))) {
      await()
          .until(
              () -> {
                calls.call("backend:a/x");
                return two.requests().size() >= 5;
              });
      two.otherwise(Script.json("2"));
      await().until(() -> states(calls).equals(List.of("in", "warming")));
      assertATenthOfTheOthers(calls);
    }
  }

  @Test
  void aHostThatWasUnhealthyBeginsAnew() {
    two.on("/health", Script.status(503));
    var checked =
        settings(both(), "backend.a.health.path", "/health", "backend.a.health.interval", "10ms");
    try (var calls = new Calls(checked)) {
      await().until(() -> states(calls).equals(List.of("in", "unhealthy")));
      two.on("/health", Script.status(200));
      await().until(() -> states(calls).equals(List.of("in", "warming")));
    }
  }

  @Test
  void aHostWhoseCircuitWasOpenBeginsAnew() {
    try (var calls = new Calls(settings(both()))) {
      var circuit = "backend:a/127.0.0.1:" + two.port();
      calls.backends.circuits().force(circuit, State.FORCED_OPEN, "test");
      assertThat(states(calls)).containsExactly("in", "open");
      calls.backends.circuits().force(circuit, null, "test");
      assertATenthOfTheOthers(calls);
    }
  }
}
