package io.serai.entry;

import io.netty.channel.EventLoop;
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
 * <p>Even then a loop takes requests in the first part of each turn, until it is overdue: what is
 * read after that has waited longest already and would wait longer still. Confined to its loop.
 */
final class LoopLag implements Runnable {
  static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long ENDURED = TimeUnit.MILLISECONDS.toNanos(500);

  private final EventLoop loop;
  private final long most;
  private final Runnable ended;
  private final AtomicLong seen = new AtomicLong();
  private long due;
  private boolean late;
  private long lateSince;
  private volatile boolean closed;

  /**
   * Of one loop.
   *
   * @param most nanoseconds, {@code admission.maxLag}
   * @param ended run on the loop when it is watched no more
   */
  LoopLag(EventLoop loop, long most, Runnable ended) {
    this.loop = loop;
    this.most = most;
    this.ended = ended;
  }

  EventLoop loop() {
    return loop;
  }

  /** From now on; on the loop. */
  void start(long now) {
    due = now + TICK;
    loop.schedule(this, TICK, TimeUnit.NANOSECONDS);
  }

  @Override
  public void run() {
    if (closed) {
      ended.run();
      return;
    }
    start(tick(System.nanoTime()));
  }

  /** The tick runs at last. */
  long tick(long now) {
    long by = Math.max(0, now - due);
    if (by <= most) {
      late = false;
    } else if (!late) {
      late = true;
      lateSince = due;
    }
    // The worst of the last second or so, for whoever looks now and then.
    seen.setOpaque(Math.max(by, seen.getPlain() * 7 / 8));
    due = now + TICK;
    return now;
  }

  /** Whether it has been too late for too long; on the loop. */
  boolean isTooLate(long now) {
    return now - due > most && late && now - lateSince > ENDURED;
  }

  /** Nanoseconds overdue; on the loop. */
  long overdue(long now) {
    return now - due;
  }

  /** Nanoseconds, from any thread. */
  long seen() {
    return seen.getOpaque();
  }

  void close() {
    closed = true;
  }
}
