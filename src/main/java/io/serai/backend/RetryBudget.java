package io.serai.backend;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many retries a backend may get on top of its calls, so that an outage isn't made worse by
 * those who want to help: a share of the calls of the last ten seconds, and a few in each second
 * whatever the calls, or a backend that is seldom called would never be tried again.
 *
 * <p>Counted by the second in rings that all loops write to without a lock. Each number is the
 * second in the upper bits, so that an old one is told from a new one, and the count in the lower.
 * A retry is counted first and taken back if it was one too many: two at the same moment may both
 * be refused where one had place, but never both be granted.
 */
final class RetryBudget {
  static final int SECONDS = 10;

  /** A power of two above {@link #SECONDS}. */
  private static final int RING = 16;

  private static final int COUNT_BITS = 28;
  private static final long COUNT = (1L << COUNT_BITS) - 1;

  private final int percent;
  private final int floor;
  private final AtomicLongArray calls = new AtomicLongArray(RING);
  private final AtomicLongArray shared = new AtomicLongArray(RING);
  private final AtomicLongArray floored = new AtomicLongArray(RING);

  /**
   * A budget nothing is spent of.
   *
   * @param percent of the calls, 0 to 1000
   * @param floor retries in each second beside that
   */
  RetryBudget(int percent, int floor) {
    this.percent = percent;
    this.floor = floor;
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static RetryBudget read(Texts texts) {
    return new RetryBudget(texts.count("retryBudget", 20), texts.count("retryFloor", 10));
  }

  /** Whether another would grant as much. */
  boolean isLike(RetryBudget other) {
    return percent == other.percent && floor == other.floor;
  }

  /**
   * A call has its first attempt.
   *
   * @param nanos on the scale of {@link System#nanoTime}
   */
  void called(long nanos) {
    add(calls, second(nanos), 1);
  }

  /** Whether there may be one more retry; counts it if so. */
  boolean spend(long nanos) {
    long second = second(nanos);
    if (add(floored, second, 1) <= floor) {
      return true;
    }
    add(floored, second, -1);
    add(shared, second, 1);
    if (sum(shared, second) * 100 <= sum(calls, second) * percent) {
      return true;
    }
    add(shared, second, -1);
    return false;
  }

  private static long second(long nanos) {
    return Math.floorDiv(nanos, TimeUnit.SECONDS.toNanos(1));
  }

  /** The upper bits of a second. */
  private static long stamp(long second) {
    return second << COUNT_BITS;
  }

  /** The count of that second after it. */
  private static long add(AtomicLongArray ring, long second, int change) {
    int place = (int) (second & (RING - 1));
    while (true) {
      long before = ring.get(place);
      boolean current = (before & ~COUNT) == stamp(second);
      long after = current ? before + change : stamp(second) | Math.max(0, change);
      if (ring.compareAndSet(place, before, after)) {
        return after & COUNT;
      }
    }
  }

  private static long sum(AtomicLongArray ring, long second) {
    long sum = 0;
    for (long each = second - SECONDS + 1; each <= second; each++) {
      long value = ring.get((int) (each & (RING - 1)));
      sum += (value & ~COUNT) == stamp(each) ? value & COUNT : 0;
    }
    return sum;
  }
}
