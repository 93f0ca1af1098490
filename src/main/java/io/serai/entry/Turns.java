package io.serai.entry;

import java.util.ArrayDeque;

/**
 * Bounds what refusing costs one event loop. A refusal takes a fifth of what a request takes, so
 * three times the load would leave little for those that are let in. Beyond the bound a connection
 * that was refused is told so at once, but what it sends next isn't read until its turn comes: the
 * client's socket fills, and it waits as it was told to. First come, first read; none waits longer
 * than {@link #LONGEST}. Confined to its loop.
 */
final class Turns {
  /** Ticks that a connection waits at most: a second. */
  static final int LONGEST = 20;

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final int most;
  private int refused;
  private int tick;

  private record Waiting(Runnable turn, int since) {}

  /**
   * Nobody waits yet.
   *
   * @param most refusals in a tick after which one has to wait; 0 for any
   */
  Turns(int most) {
    this.most = most;
  }

  /**
   * One more was refused.
   *
   * @param turn run when its connection may be read again
   * @return false if it may be read at once, and the turn won't come
   */
  boolean waits(Runnable turn) {
    if (most == 0 || ++refused <= most) {
      return false;
    }
    waiting.addLast(new Waiting(turn, tick));
    return true;
  }

  /**
   * The next tick: as many may be read as may be refused in it. Each may be refused again, so it
   * counts as if it were.
   */
  void next() {
    tick++;
    refused = 0;
    while (isNext()) {
      refused++;
      waiting.removeFirst().turn().run();
    }
  }

  private boolean isNext() {
    var first = waiting.peekFirst();
    return first != null && (refused < most || tick - first.since() >= LONGEST);
  }

  /** Nobody waits any longer. */
  void end() {
    for (var next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
      next.turn().run();
    }
  }
}
