package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  /** {@link System#nanoTime} may begin anywhere, below zero too. */
  private static final long[] BEGINNINGS = {0, -TimeUnit.DAYS.toNanos(100), Long.MAX_VALUE / 2};

  @Test
  void knowsAnyPercentileToAThirtySecond() {
    for (long unit : new long[] {1_000, 10 * 1_000, MS, 100 * MS}) {
      var latencies = new Latencies();
      for (int i = 1; i <= 1000; i++) {
        latencies.answered(i * unit, 0);
      }
      for (int percent : new int[] {50, 75, 90, 95, 99}) {
        long right = percent * 10L * unit;
        assertThat(latencies.percentile(percent, 0))
            .as("p%d of 1 to 1000 times %d ns", percent, unit)
            .isBetween(right, right + right / 32 + 1024);
      }
    }
  }

  @Test
  void saysNothingOfFew() {
    var latencies = new Latencies();
    for (int i = 1; i < Latencies.LEAST; i++) {
      latencies.answered(MS, 0);
    }
    assertThat(latencies.percentile(95, 0)).isZero();
    latencies.answered(MS, 0);
    assertThat(latencies.percentile(95, Latencies.FRESH)).isBetween(MS, MS * 33 / 32);
  }

  @Test
  void forgetsAfterTenToTwentySeconds() {
    for (long beginning : BEGINNINGS) {
      long slice = Math.floorDiv(beginning, Latencies.SLICE) * Latencies.SLICE;
      var latencies = new Latencies();
      for (int i = 0; i < 200; i++) {
        latencies.answered(80 * MS, slice);
      }
      assertThat(latencies.percentile(50, slice + 2 * Latencies.SLICE - 1)).isPositive();
      for (int i = 0; i < 300; i++) {
        latencies.answered(5 * MS, slice + Latencies.SLICE);
      }
      long at = slice + 2 * Latencies.SLICE - 1 + Latencies.FRESH;
      assertThat(latencies.percentile(99, at)).as("the old ones are gone").isLessThan(6 * MS);
      assertThat(latencies.percentile(98, at + 2 * Latencies.SLICE)).as("all are").isZero();
    }
  }

  @Test
  void takesAnyTime() {
    var latencies = new Latencies();
    for (long took : new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE}) {
      for (int i = 0; i < 100; i++) {
        latencies.answered(took, 0);
      }
    }
    assertThat(latencies.percentile(50, 0)).isEqualTo(1024);
    assertThat(latencies.percentile(99, 0)).isGreaterThan(TimeUnit.MINUTES.toNanos(2));
  }

  @Test
  void losesNoneOfManyThreads() throws Exception {
    var latencies = new Latencies();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 4; t++) {
      long took = t == 0 ? 100 * MS : MS;
      var thread =
          new Thread(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  latencies.answered(took, i * (Latencies.SLICE / 20_000));
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(latencies.percentile(75, Latencies.SLICE)).isLessThan(2 * MS);
    assertThat(latencies.percentile(76, Latencies.SLICE)).isGreaterThan(99 * MS);
  }

  /**
   * Calls that take any time up to 100 ms are hedged at their own p95 and end with the sooner of
   * both copies, for ten minutes: had they sunk, ever more would be sent twice.
   */
  @Test
  void staysWhereItIsWhileHedgingGoesByIt() {
    var random = new Random(7);
    var latencies = new Latencies();
    var when = new Hedging(0, 95);
    long at = 0;
    int hedged = 0;
    int calls = 60_000;
    for (int i = 0; i < calls; i++) {
      at += 10 * MS;
      long first = (long) (random.nextDouble() * 100 * MS);
      long delay = when.delay(latencies, at);
      long took = first;
      if (delay > 0 && first > delay) {
        hedged++;
        took = Math.min(first, delay + (long) (random.nextDouble() * 20 * MS));
      }
      latencies.answered(took, at);
    }
    assertThat(hedged).isBetween(calls * 2 / 100, calls * 6 / 100);
    assertThat(latencies.percentile(95, at + Latencies.FRESH)).isBetween(90 * MS, 101 * MS);
  }

  @Test
  void noneIsHedgedWithinAMillisecond() {
    var latencies = new Latencies();
    for (int i = 0; i < 200; i++) {
      latencies.answered(200_000, 0);
    }
    assertThat(new Hedging(0, 95).delay(latencies, 0)).isEqualTo(MS);
    assertThat(new Hedging(30 * MS, 0).delay(latencies, 0)).isEqualTo(30 * MS);
    assertThat(new Hedging(0, 95).delay(new Latencies(), 0)).isZero();
  }
}
