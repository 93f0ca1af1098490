package io.serai.request;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A point in time after which nobody waits any more.
 *
 * @param at on the clock's scale, nanoseconds
 * @param clock {@link System#nanoTime} or a test's own
 */
public record Deadline(long at, LongSupplier clock) {

  public static Deadline in(Duration time) {
    return in(time, System::nanoTime);
  }

  public static Deadline in(Duration time, LongSupplier clock) {
    return new Deadline(clock.getAsLong() + time.toNanos(), clock);
  }

  /** Nanoseconds left, never below zero. */
  public long left() {
    return Math.max(0, at - clock.getAsLong());
  }

  public boolean isOver() {
    return at - clock.getAsLong() <= 0;
  }

  /** The sooner of this one and the given time from now. */
  public Deadline within(Duration time) {
    long other = clock.getAsLong() + time.toNanos();
    return other - at < 0 ? new Deadline(other, clock) : this;
  }

  /** This one, moved ahead to leave time for what comes after. */
  public Deadline less(Duration reserve) {
    return new Deadline(at - reserve.toNanos(), clock);
  }
}
