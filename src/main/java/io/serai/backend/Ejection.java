package io.serai.backend;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one host is left out because its calls failed one after another, or took far longer than
 * those on others.
 *
 * <pre>
 *   IN ── too many failures or too slow, and enough others are in ──→ OUT
 *    ↑                                                                │
 *    └───────────────────── its time is over ─────────────────────────┘
 * </pre>
 *
 * <p>Each time out is longer than the last by once the base time, up to {@link #LONGEST}; for each
 * base time it has been in since, one is forgotten. It comes back by itself, which is seen, and
 * logged, when somebody next looks.
 */
final class Ejection {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.backend");

  static final long LONGEST = TimeUnit.MINUTES.toNanos(5);

  enum State {
    /** It gets its share of the calls. */
    IN,
    /** It gets none, unless all are out. */
    OUT
  }

  /**
   * What is so until it is replaced.
   *
   * @param failures in a row, while it is in
   * @param times how often it went out, less what was forgotten
   * @param at since when it is in, or until when it is out
   */
  private record Standing(State state, int failures, int times, long at) {}

  private final String host;
  private final LongSupplier clock;
  private final Runnable back;
  private final AtomicReference<Standing> now;

  /**
   * One that is in.
   *
   * @param host for the log
   * @param clock {@link System#nanoTime} or a test's own
   * @param back runs each time that it is back
   */
  Ejection(String host, LongSupplier clock, Runnable back) {
    this.host = host;
    this.clock = clock;
    this.back = back;
    this.now = new AtomicReference<>(new Standing(State.IN, 0, 0, clock.getAsLong()));
  }

  private Standing standing() {
    return Objects.requireNonNull(now.get());
  }

  boolean isOut() {
    var seen = standing();
    return seen.state == State.OUT && !isBack(seen);
  }

  private boolean isBack(Standing out) {
    if (clock.getAsLong() - out.at < 0) {
      return false;
    }
    if (now.compareAndSet(out, new Standing(State.IN, 0, out.times, out.at))) {
      LOG.info("{} gets calls again: its time out is over", host);
      back.run();
    }
    return true;
  }

  void succeeded() {
    var seen = standing();
    if (seen.failures > 0) {
      // Lost to another's change, it is late by one call.
      now.compareAndSet(seen, new Standing(seen.state, 0, seen.times, seen.at));
    }
  }

  /** One more in a row; how many there are now, 0 while it is out. */
  int failed() {
    while (true) {
      var seen = standing();
      if (seen.state == State.OUT) {
        return 0;
      }
      var after = new Standing(State.IN, seen.failures + 1, seen.times, seen.at);
      if (now.compareAndSet(seen, after)) {
        return after.failures;
      }
    }
  }

  /**
   * Leaves it out for a time.
   *
   * @param base nanoseconds
   * @param why for the log
   */
  void eject(long base, String why) {
    var seen = standing();
    long present = clock.getAsLong();
    if (seen.state == State.OUT) {
      return;
    }
    long forgotten = Math.min(seen.times, (present - seen.at) / base);
    int times = (int) (seen.times - forgotten + 1);
    long time = times > LONGEST / base ? Math.max(base, LONGEST) : base * times;
    if (now.compareAndSet(seen, new Standing(State.OUT, 0, times, present + time))) {
      LOG.warn("{} gets no calls for {} ms: {}", host, TimeUnit.NANOSECONDS.toMillis(time), why);
    }
  }
}
