package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.backend.HostLatencies.Median;
import io.serai.testing.LogLines;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts that take far longer than the others are left out. */
@Timeout(30)
class LatencyEjectionTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  private final StubBackend one = StubBackend.start().otherwise(Script.json("1"));
  private final StubBackend two = StubBackend.start().otherwise(Script.json("2"));

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  private Calls calls(String... more) {
    var all =
        new ArrayList<>(
            List.of(
                "backend.a.url", one.url() + "," + two.url(),
                "backend.a.outlierLatency", "3",
                "backend.a.outlierLatencyCalls", "5",
                "backend.a.outlierFailures", "0",
                "backend.a.circuit", "false",
                "backend.a.retries", "0"));
    all.addAll(List.of(more));
    return new Calls(all.toArray(String[]::new));
  }

  private static Script slow(String json) {
    return Script.json(json).after(Duration.ofMillis(150));
  }

  private void callUntilBothHave(int times, Calls calls) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              calls.call("backend:a/x", "timeout", "300ms");
              return Math.min(one.requests().size(), two.requests().size()) >= times;
            });
  }

  private static Backend backend(Calls calls) {
    return Objects.requireNonNull(calls.backends.get("a"));
  }

  private static List<String> states(Calls calls) {
    return calls.stats("a").hosts().stream().map(HostStats::state).toList();
  }

  @Test
  void aHostFarSlowerThanTheOthersGetsNoCallsForAWhile() {
    two.otherwise(slow("2"));
    try (var log = new LogLines("io.serai.backend");
        var calls = calls()) {
      callUntilBothHave(6, calls);
      // The watch looks by itself, every two seconds.
      await().until(() -> states(calls).equals(List.of("in", "ejected")));
      await()
          .until(
              () ->
                  log.count(
                          "backend a (127.0.0.1:"
                              + two.port()
                              + ") gets no calls for 10000 ms: half",
                          " calls of the last 10 s took more than ",
                          " ms, of the others' ")
                      == 1);
      int before = two.requests().size();
      for (int i = 0; i < 20; i++) {
        assertThat(calls.call("backend:a/x").body()).containsExactly('1');
      }
      assertThat(two.requests()).hasSize(before);
    }
  }

  @Test
  void whatItTookBeforeDoesNotCountOnceItIsBack() {
    two.otherwise(slow("2"));
    try (var calls = calls("backend.a.outlierEjection", "300ms")) {
      callUntilBothHave(6, calls);
      backend(calls).compareLatencies();
      assertThat(states(calls)).containsExactly("in", "ejected");
      await().until(() -> states(calls).equals(List.of("in", "in")));
      backend(calls).compareLatencies();
      assertThat(states(calls)).containsExactly("in", "in");
    }
  }

  @Test
  void callsThatEndByTheirTimeoutCountAsThatLong() {
    two.otherwise(Script.hang());
    try (var calls = calls()) {
      callUntilBothHave(6, calls);
      backend(calls).compareLatencies();
      assertThat(states(calls)).containsExactly("in", "ejected");
    }
    assertThat(two.requests()).isNotEmpty();
  }

  @Test
  void callsThatNobodyWaitsForSayNothing() {
    two.otherwise(Script.hang());
    try (var calls = calls()) {
      for (int i = 0; i < 24; i++) {
        int asked = i;
        var request = calls.request();
        var call = calls.begin(request, "backend:a/x");
        await().until(() -> one.requests().size() + two.requests().size() > asked);
        request.end();
        Calls.await(call);
      }
      assertThat(two.requests()).hasSizeGreaterThan(4);
      assertThat(backend(calls).hosts().get(1).median().calls()).isZero();
      backend(calls).compareLatencies();
      assertThat(states(calls)).containsExactly("in", "in");
    }
  }

  @Test
  void aHostThatFailsAtOnceMakesNoOtherSlow() {
    one.otherwise(slow("1"));
    two.otherwise(Script.status(500));
    try (var calls = calls()) {
      callUntilBothHave(6, calls);
      backend(calls).compareLatencies();
      assertThat(states(calls)).containsExactly("in", "in");
    }
  }

  @Test
  void isOffUnlessItIsAskedFor() {
    two.otherwise(slow("2"));
    try (var calls = calls("backend.a.outlierLatency", "0")) {
      callUntilBothHave(6, calls);
      assertThat(backend(calls).comparesLatencies()).isFalse();
      assertThat(backend(calls).hosts().get(0).latencies).isNull();
    }
  }

  @Test
  void aMedianIsRightToSixPercentAndForgetsAfterTenSeconds() {
    for (long nanos = 100_000; nanos < 200_000_000_000L; nanos = nanos * 7 / 5) {
      var latencies = new HostLatencies();
      for (int i = 0; i < 3; i++) {
        latencies.took(nanos);
      }
      latencies.took(1);
      latencies.took(Long.MAX_VALUE);
      assertThat(latencies.median().calls()).isEqualTo(5);
      assertThat((double) latencies.median().nanos()).isBetween(nanos * 0.93, nanos * 1.07);
    }
    var latencies = new HostLatencies();
    assertThat(latencies.median()).isEqualTo(new Median(0, 0));
    latencies.took(5 * MS);
    for (int i = 0; i < 4; i++) {
      latencies.turn();
      latencies.took(5 * MS);
    }
    assertThat(latencies.median().calls()).isEqualTo(5);
    latencies.turn();
    assertThat(latencies.median().calls()).isEqualTo(4);
    latencies.forget();
    assertThat(latencies.median().calls()).isZero();
  }

  private static List<Integer> slow(int times, Median... hosts) {
    return SlowHosts.among(List.of(hosts), times, 20).stream().map(SlowHosts.Slow::place).toList();
  }

  private static Median took(int calls, long millis) {
    return new Median(calls, millis * MS);
  }

  @Test
  void aHostIsHeldAgainstTheMedianOfTheOthers() {
    assertThat(slow(3, took(20, 20), took(20, 61))).containsExactly(1);
    assertThat(slow(3, took(20, 20), took(20, 60))).isEmpty();
    assertThat(slow(3, took(20, 1), took(20, 10))).as("less than 10 ms more").isEmpty();
    assertThat(slow(3, took(20, 1), took(20, 11))).containsExactly(1);
    assertThat(slow(3, took(20, 20), took(19, 900))).isEmpty();
    assertThat(slow(3, took(19, 20), took(20, 900))).as("too few on the others").isEmpty();
    assertThat(slow(3, took(19, 20), took(20, 30), took(20, 90))).isEmpty();
    assertThat(slow(2, took(40, 90), took(40, 20), took(40, 99), took(40, 25), took(40, 15)))
        .as("the slowest first")
        .containsExactly(2, 0);
    assertThat(slow(3, took(40, 20), took(40, 20), took(40, 500), took(40, 500)))
        .as("more than the floor lets go may be slow")
        .containsExactly(2, 3);
  }
}
