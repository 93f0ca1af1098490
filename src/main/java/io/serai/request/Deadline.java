package io.serai.request;

import io.serai.settings.Key;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A point in time after which nobody waits any more.
 *
 * @param at on the clock's scale, nanoseconds
 * @param clock {@link System#nanoTime} or a test's own
 * @param reduced whether the time to make an answer in is taken off already
 */
public record Deadline(long at, LongSupplier clock, boolean reduced) {
  /** How long a request's answer itself takes; what is called for it ends that much before. */
  public static final Key<Duration> RESERVE =
      Key.duration(
              "deadline.reserve",
              "20ms",
              "0",
              "1m",
              "Backend calls end this long before the request's deadline, so that an answer can"
                  + " still be made of what is there.")
          .onSave();

  /** One from which nothing is taken off yet. */
  public Deadline(long at, LongSupplier clock) {
    this(at, clock, false);
  }

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
    return other - at < 0 ? new Deadline(other, clock, reduced) : this;
  }

  /**
   * This one, moved ahead to leave time for an answer to be made. That is done once, whoever asks
   * first: a multicast, or a call outside of any.
   *
   * @param reserve nanoseconds; of less than four times that left, a quarter
   */
  public Deadline less(long reserve) {
    if (reduced) {
      return this;
    }
    // A quarter at most: a deadline of 20 ms would leave no time for any call.
    return new Deadline(at - Math.min(reserve, left() / 4), clock, true);
  }
}
