package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.LogLines;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts whose calls fail in a row are left out, and come back. */
@Timeout(30)
class EjectionTest {
  private static final long BASE = TimeUnit.SECONDS.toNanos(10);

  private final AtomicLong now = new AtomicLong(-5);
  private final AtomicInteger backs = new AtomicInteger();
  private final Ejection ejection =
      new Ejection("backend a (h:1)", now::get, backs::incrementAndGet);
  private final StubBackend good = StubBackend.start().otherwise(Script.json("1"));
  private final StubBackend bad = StubBackend.start().otherwise(Script.status(503));

  @AfterEach
  void close() {
    good.close();
    bad.close();
  }

  private void fail(int times) {
    for (int i = 1; i <= times; i++) {
      assertThat(ejection.failed()).isEqualTo(i);
    }
    ejection.eject(BASE, times + " failures in a row, the last: connection refused");
  }

  private void assertOutFor(long nanos) {
    now.addAndGet(nanos - 1);
    assertThat(ejection.isOut()).isTrue();
    now.addAndGet(1);
    assertThat(ejection.isOut()).isFalse();
  }

  @Test
  void eachTimeOutIsLongerUpToFiveMinutesAndIsForgottenInGoodTimes() {
    for (int times = 1; times <= 40; times++) {
      fail(5);
      assertOutFor(Math.min(times * BASE, Ejection.LONGEST));
    }
    now.addAndGet(38 * BASE);
    fail(5);
    assertOutFor(3 * BASE);
    now.addAndGet(100 * BASE);
    fail(5);
    assertOutFor(BASE);
  }

  @Test
  void aSuccessEndsTheRowAndNothingCountsWhileItIsOut() {
    assertThat(ejection.failed()).isEqualTo(1);
    ejection.succeeded();
    fail(2);
    assertThat(ejection.failed()).isZero();
    ejection.eject(BASE, "again");
    assertOutFor(BASE);
    assertThat(ejection.failed()).isEqualTo(1);
  }

  @Test
  void saysInOneLineWhyItGoesAndInOneThatItIsBack() {
    try (var log = new LogLines("io.serai.backend")) {
      fail(5);
      assertOutFor(BASE);
      assertThat(ejection.isOut()).isFalse();
      assertThat(
              log.count(
                  "backend a (h:1) gets no calls for 10000 ms: 5 failures in a row, the last:"
                      + " connection refused"))
          .isEqualTo(1);
      assertThat(log.count("backend a (h:1) gets calls again")).isEqualTo(1);
      assertThat(backs).hasValue(1);
    }
  }

  @Test
  void aHostThatFailsInARowGetsNoMoreCallsUntilItsTimeIsOver() {
    try (var log = new LogLines("io.serai.backend");
        var calls =
            new Calls(
                "backend.a.url", good.url() + "," + bad.url(),
                "backend.a.retryFloor", "100",
                "backend.a.outlierEjection", "3s")) {
      for (int i = 0; i < 30; i++) {
        assertThat(calls.call("backend:a/x").isSuccess()).isTrue();
      }
      assertThat(bad.requests()).hasSize(5);
      assertThat(calls.stats("a").hosts())
          .extracting(HostStats::state)
          .containsExactly("in", "ejected");
      assertThat(log.count("ms: 5 failures in a row, the last: answered 503")).isEqualTo(1);
      bad.otherwise(Script.json("2"));
      await()
          .until(
              () -> {
                calls.call("backend:a/x");
                return bad.requests().size() > 5;
              });
      assertThat(calls.stats("a").hosts()).extracting(HostStats::state).containsExactly("in", "in");
    }
  }

  @Test
  void asManyAsTheFloorSaysAreNeverLeftOut() {
    good.otherwise(Script.reset());
    try (var calls =
        new Calls(
            "backend.a.url", good.url() + "," + bad.url(),
            "backend.a.retries", "0",
            "backend.one.url", bad.url(),
            "backend.one.retries", "0",
            "backend.off.url", good.url() + "," + bad.url(),
            "backend.off.retries", "0",
            "backend.off.outlierFailures", "0")) {
      for (int i = 0; i < 40; i++) {
        calls.call("backend:a/x");
        calls.call("backend:one/x");
        calls.call("backend:off/x");
      }
      assertThat(calls.stats("a").hosts())
          .extracting(HostStats::state)
          .containsExactlyInAnyOrder("in", "ejected");
      assertThat(calls.stats("one").hosts()).extracting(HostStats::state).containsExactly("in");
      assertThat(calls.stats("off").hosts())
          .extracting(HostStats::state)
          .containsExactly("in", "in");
    }
    var outliers = Outliers.read(new Texts(Map.of(), "", Map.of("outlierFloor", "34")));
    assertThat(outliers.staying(2)).isEqualTo(1);
    assertThat(outliers.staying(3)).isEqualTo(2);
    assertThat(outliers.staying(100)).isEqualTo(34);
  }

  @Test
  void aClientThatLeavesIsNoFailureOfTheHost() {
    bad.otherwise(Script.hang());
    good.otherwise(Script.hang());
    try (var calls =
        new Calls(
            "backend.a.url", good.url() + "," + bad.url(), "backend.a.outlierFailures", "1")) {
      for (int i = 0; i < 10; i++) {
        int asked = i;
        var request = calls.request();
        var call = calls.begin(request, "backend:a/x");
        await().until(() -> good.requests().size() + bad.requests().size() > asked);
        request.end();
        Calls.await(call);
      }
      assertThat(calls.stats("a").hosts()).extracting(HostStats::state).containsExactly("in", "in");
      // Its own time is another matter.
      calls.call("backend:a/x", "timeout", "50ms");
      assertThat(calls.stats("a").hosts())
          .extracting(HostStats::state)
          .containsExactlyInAnyOrder("in", "ejected");
    }
  }
}
