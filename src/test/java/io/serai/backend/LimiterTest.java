package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.backend.Limiter.Says;
import io.serai.circuit.FakeTiming;
import io.serai.testing.LogLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LimiterTest {
  private final FakeTiming timing = new FakeTiming();
  private final Limiter limiter = new Limiter("shop", timing);

  private boolean enter() {
    return limiter.enter(0, false);
  }

  private void leave() {
    limiter.leave(0, 0, 1, Says.ANSWERED);
  }

  @Test
  void hasAPlaceForSoManyAndForOneMoreWhenOneLeaves() {
    limiter.become(Concurrency.fixed(2));
    assertThat(enter()).isTrue();
    assertThat(enter()).isTrue();
    assertThat(enter()).isFalse();
    leave();
    assertThat(enter()).isTrue();
    assertThat(limiter.stats()).isEqualTo(new ConcurrencyStats(2, 2, 1));
  }

  @Test
  void whatIsOwedIsLetInAndTakesAPlace() {
    limiter.become(Concurrency.fixed(1));
    assertThat(limiter.enter(0, true)).isTrue();
    assertThat(limiter.enter(0, true)).isTrue();
    leave();
    assertThat(enter()).isFalse();
  }

  @Test
  void callsUnderWayCountOnWhenTheSettingsChange() {
    limiter.become(Concurrency.fixed(2));
    enter();
    enter();
    limiter.become(Concurrency.fixed(3));
    assertThat(enter()).isTrue();
    assertThat(enter()).isFalse();
    limiter.become(Concurrency.OFF);
    assertThat(limiter.isOn()).isFalse();
    assertThat(limiter.stats()).isNull();
    leave();
    leave();
    limiter.become(Concurrency.fixed(3));
    assertThat(Objects.requireNonNull(limiter.stats()).inFlight()).isOne();
  }

  @Test
  void manyThreadsAreNeverMoreThanTheLimitAndLeaveNothingBehind() throws Exception {
    limiter.become(new Concurrency(true, true, 3, 3));
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      var thread =
          new Thread(
              () -> {
                for (int each = 0; each < 20_000; each++) {
                  if (limiter.enter(each, false)) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    limiter.leave(each, each, 1000, Says.ANSWERED);
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(limiter.underWay()).isZero();
  }

  @Test
  void theLogTellsOnceWhenItBeginsAndOnceWhenItIsOver() {
    limiter.become(Concurrency.fixed(1));
    try (var log = new LogLines("io.serai.backend")) {
      enter();
      for (int i = 0; i < 50; i++) {
        enter();
        timing.pass(Duration.ofMillis(100));
      }
      assertThat(log.count("backend shop")).isOne();
      assertThat(log.has("backend shop: turning calls away, 1 under way (limit 1)")).isTrue();
      leave();
      timing.pass(Duration.ofSeconds(7));
      assertThat(log.count("backend shop")).isEqualTo(2);
      assertThat(log.has("no longer turning calls away: 50 in 5", " ms (limit 1 now)")).isTrue();
      timing.pass(Duration.ofMinutes(1));
      enter();
      enter();
      assertThat(log.count("backend shop: turning calls away")).isEqualTo(2);
      timing.pass(Duration.ofSeconds(7));
      assertThat(log.has("no longer turning calls away: 1 in 0 ms")).isTrue();
    }
  }
}
