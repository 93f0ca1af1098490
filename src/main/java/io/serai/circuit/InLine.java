package io.serai.circuit;

import org.jspecify.annotations.Nullable;

/**
 * Gets a place in a bulkhead, at once or after a while in line; it leaves the line when it has
 * waited for long enough, or when its request ends.
 */
final class InLine implements Bulkhead.Waiting {
  private final Bulkhead bulkhead;
  private final Passing passing;
  private final long mostNanos;
  private final Runnable placed;
  private final Runnable turnedAway;
  private volatile @Nullable Runnable patience;
  private volatile @Nullable Runnable ending;

  /**
   * Not in line yet.
   *
   * @param mostNanos how long it waits
   * @param placed run once it has its place, which it has to leave in the end
   * @param turnedAway run if it gets none
   */
  InLine(Bulkhead bulkhead, Passing passing, long mostNanos, Runnable placed, Runnable turnedAway) {
    this.bulkhead = bulkhead;
    this.passing = passing;
    this.mostNanos = mostNanos;
    this.placed = placed;
    this.turnedAway = turnedAway;
  }

  void enter() {
    bulkhead.enter(this);
  }

  @Override
  public void admitted() {
    placed.run();
  }

  @Override
  public void admittedLate() {
    waitNoMore();
    // Not where the one before it ended.
    passing.resume(placed);
  }

  @Override
  public void waiting() {
    patience = passing.after(mostNanos, this::giveUp);
    ending = passing.onEnd(this::giveUp);
  }

  /** Harmless if it has its place by now. */
  private void giveUp() {
    if (bulkhead.giveUp(this)) {
      waitNoMore();
      passing.resume(turnedAway);
    }
  }

  private void waitNoMore() {
    var ringing = patience;
    if (ringing != null) {
      ringing.run();
    }
    var registered = ending;
    if (registered != null) {
      registered.run();
    }
  }

  @Override
  public void full() {
    turnedAway.run();
  }
}
