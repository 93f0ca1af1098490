package io.serai.backend;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What part of its share a host gets that has just come, or come back: a tenth at first, so that
 * its caches and its just-in-time compiler are warm before all of it is there.
 *
 * <pre>
 *   WHOLE ── it is new, or back ──→ GROWING
 *     ↑                                │
 *     └─────── its time is over ───────┘
 * </pre>
 *
 * <p>Only the parts of a backend's hosts beside each other count: where all grow, none gets less.
 */
final class SlowStart {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.backend");

  /** All of its share. */
  static final int WHOLE = 1000;

  private static final int LEAST = WHOLE / 10;

  enum State {
    /** It gets all of its share. */
    WHOLE,
    /** It gets a part that grows with time. */
    GROWING
  }

  private record Standing(State state, long since) {}

  private final String host;
  private final LongSupplier clock;
  private final AtomicReference<Standing> now;
  private volatile long length;

  /**
   * One that gets all.
   *
   * @param host for the log
   * @param clock {@link System#nanoTime} or a test's own
   */
  SlowStart(String host, LongSupplier clock) {
    this.host = host;
    this.clock = clock;
    this.now = new AtomicReference<>(new Standing(State.WHOLE, clock.getAsLong()));
  }

  /**
   * How long it takes from now on.
   *
   * @param nanos 0 for not at all
   */
  void lasts(long nanos) {
    length = nanos;
  }

  boolean isOn() {
    return length > 0;
  }

  /** It begins, from the least once more if it was growing already. */
  void begin(String why) {
    long time = length;
    if (time > 0) {
      now.set(new Standing(State.GROWING, clock.getAsLong()));
      long millis = TimeUnit.NANOSECONDS.toMillis(time);
      LOG.info("{} gets a share of calls that grows for {} ms: {}", host, millis, why);
    }
  }

  /** Of {@link #WHOLE}. */
  int part() {
    var seen = Objects.requireNonNull(now.get());
    if (seen.state == State.WHOLE) {
      return WHOLE;
    }
    long time = length;
    long passed = clock.getAsLong() - seen.since;
    if (passed < time) {
      return LEAST + (int) ((WHOLE - LEAST) * passed / time);
    }
    if (now.compareAndSet(seen, new Standing(State.WHOLE, seen.since))) {
      LOG.info("{} gets its whole share of calls", host);
    }
    return WHOLE;
  }
}
