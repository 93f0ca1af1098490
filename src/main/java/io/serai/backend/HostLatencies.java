package io.serai.backend;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How long one host took for the attempts of the last ten seconds: counts in buckets an eighth of
 * their power of two wide, so that a median is right to 6 %. Slice by slice the oldest is
 * forgotten. Counted by all loops, one increment each; turned by one.
 */
final class HostLatencies {
  /** Seconds from one turn to the next. */
  static final int SLICE_SECONDS = 2;

  private static final int SLICES = 5;

  /** Up to 268 s. */
  private static final TimeScale SCALE = new TimeScale(3, 208);

  private static final int BUCKETS = SCALE.buckets();

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
    counts.getAndIncrement(current * BUCKETS + SCALE.bucket(nanos));
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
        return new Median(calls, SCALE.middle(i));
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
