package io.serai.backend;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What calls told of their backend since somebody last looked, added up by all loops without a lock
 * or an allocation. A call that ends while somebody looks may be counted now or the next time.
 */
final class Samples {
  private static final int COUNT_BITS = 18;
  private static final long COUNT = (1L << COUNT_BITS) - 1;

  /** A longer time counts as this, about a minute: so many of them still fit in a long. */
  private static final long MOST_MICROS = (1L << 26) - 1;

  // Microseconds in the upper bits and calls in the lower, so that the two are of the same calls.
  private final AtomicLong answered = new AtomicLong();
  private final AtomicInteger dropped = new AtomicInteger();
  // A maximum that two write at once may be the smaller of theirs; the next call mends it.
  private volatile int most;
  private volatile boolean full;

  /**
   * What they come to.
   *
   * @param answered calls
   * @param took nanoseconds an answer took, on average
   * @param dropped calls
   * @param most calls under way at a time
   * @param full whether any was turned away
   */
  record Sum(int answered, double took, int dropped, int most, boolean full) {}

  void answered(long nanos, int underWay) {
    long micros = Math.max(1, Math.min(MOST_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
    answered.getAndAdd((micros << COUNT_BITS) + 1);
    underWay(underWay);
  }

  void dropped(int underWay) {
    dropped.getAndIncrement();
    underWay(underWay);
  }

  private void underWay(int calls) {
    if (calls > most) {
      most = calls;
    }
  }

  void turnedAway() {
    if (!full) {
      full = true;
    }
  }

  /** Calls, those dropped too. */
  int count() {
    return (int) (answered.get() & COUNT) + dropped.get();
  }

  /** All so far; from now on anew. */
  Sum take() {
    long all = answered.getAndSet(0);
    int calls = (int) (all & COUNT);
    double nanos = calls == 0 ? 0 : (all >>> COUNT_BITS) * 1000.0 / calls;
    var sum = new Sum(calls, nanos, dropped.getAndSet(0), most, full);
    most = 0;
    full = false;
    return sum;
  }
}
