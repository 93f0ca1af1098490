package io.serai.entry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How late one event loop is: a tick is due every 50 ms, and what delays it delays everything else.
 * A tick that is overdue says so before it has run, in the middle of a long turn, at the price of a
 * comparison.
 *
 * <p>One long pause, a collection's, makes one tick late and the next is on time again; a loop with
 * more work than it can do is late for tick after tick. Only that counts.
 *
 * <pre>
 *            a tick late              late for half a second
 *  ON_TIME ─────────────► LATE ─────────────────────────────► TOO_LATE
 *     ▲                     │ a tick on time                     │
 *     └─────────────────────┴────────────────────────────────────┘
 * </pre>
 *
 * Confined to its loop, but for {@link #seen}.
 */
final class LoopLag {
  static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long ENDURED = TimeUnit.MILLISECONDS.toNanos(500);

  /** How the loop keeps up. */
  enum State {
    /** The last tick was on time. */
    ON_TIME,
    /** It wasn't: a pause, or more than that. */
    LATE,
    /** None has been on time for half a second. */
    TOO_LATE
  }

  private final long most;
  private final AtomicLong seen = new AtomicLong();
  private State state = State.ON_TIME;
  private long due;
  private long lateSince;

  /**
   * On time so far.
   *
   * @param most nanoseconds, {@code admission.maxLag}
   */
  LoopLag(long most) {
    this.most = most;
  }

  /** The first tick is due a tick later. */
  void begin(long now) {
    due = now + TICK;
  }

  /** The tick runs at last; the next one is due a tick later. */
  State tick(long now) {
    long by = Math.max(0, now - due);
    if (by <= most) {
      state = State.ON_TIME;
    } else if (state == State.ON_TIME) {
      state = State.LATE;
      lateSince = due;
    } else if (now - lateSince > ENDURED) {
      state = State.TOO_LATE;
    }
    // The worst of the last second or so, for whoever looks now and then.
    seen.setOpaque(Math.max(by, seen.getPlain() * 7 / 8));
    due = now + TICK;
    return state;
  }

  /** Whether it is late now, in the middle of a turn, and has been for too long. */
  boolean isTooLate(long now) {
    return now - due > most && state != State.ON_TIME && now - lateSince > ENDURED;
  }

  /** Nanoseconds, from any thread. */
  long seen() {
    return seen.getOpaque();
  }
}
