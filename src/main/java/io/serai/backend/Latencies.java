package io.serai.backend;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How long one host took for the attempts of the last ten seconds: counts in buckets an eighth of
 * their power of two wide, so that a median is right to 6 %. Slice by slice the oldest is
 * forgotten. Counted by all loops, one increment each; turned by one.
 */
final class Latencies {
  /** Seconds from one turn to the next. */
  static final int SLICE_SECONDS = 2;

  private static final int SLICES = 5;

  /** Up to 268 s, in units of 1024 ns. */
  private static final int BUCKETS = 208;

  private static final long MOST_UNITS = (1L << 28) - 1;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(SLICES * BUCKETS);
  private volatile int current;

  /**
   * What there is of the window.
   *
   * @param calls attempts in it
   * @param nanos their median, 0 for none
   */
  record Median(int calls, long nanos) {}

  void took(long nanos) {
    counts.getAndIncrement(current * BUCKETS + bucket(nanos));
  }

  private static int bucket(long nanos) {
    long units = Math.min(MOST_UNITS, Math.max(0, nanos >> 10));
    if (units < 8) {
      return (int) units;
    }
    int power = 63 - Long.numberOfLeadingZeros(units);
    return (power - 2) * 8 + (int) ((units >> (power - 3)) & 7);
  }

  /** The middle of a bucket. */
  private static long nanos(int bucket) {
    if (bucket < 8) {
      return ((long) bucket << 10) + 512;
    }
    int shift = bucket / 8 - 1;
    long units = (long) (8 + bucket % 8) << shift;
    return (units << 10) + (512L << shift);
  }

  Median median() {
    var sums = new int[BUCKETS];
    int calls = 0;
    for (int i = 0; i < SLICES * BUCKETS; i++) {
      int count = counts.get(i);
      sums[i % BUCKETS] += count;
      calls += count;
    }
    int left = (calls + 1) / 2;
    for (int i = 0; i < BUCKETS && calls > 0; i++) {
      left -= sums[i];
      if (left <= 0) {
        return new Median(calls, nanos(i));
      }
    }
    return new Median(0, 0);
  }

  /** The next slice begins, in the place of the oldest. */
  void turn() {
    int next = (current + 1) % SLICES;
    forget(next);
    current = next;
  }

  /** What was is no more: the host begins anew. */
  void forget() {
    for (int i = 0; i < SLICES; i++) {
      forget(i);
    }
  }

  private void forget(int slice) {
    for (int i = slice * BUCKETS; i < (slice + 1) * BUCKETS; i++) {
      counts.set(i, 0);
    }
  }
}
