package io.serai.request;

import org.jspecify.annotations.Nullable;

/**
 * What of one connection's answers the client hasn't taken, in memory until it has. It counts in
 * the {@link BodyBudget}, and all backlogs together may be half of that: a few slow clients would
 * otherwise leave nothing for bodies. Confined to the connection's loop.
 */
public final class Backlog {
  private final BodyBudget.@Nullable Share share;
  private final Runnable giveUp;
  private long bytes;

  Backlog(BodyBudget.@Nullable Share share, Runnable giveUp) {
    this.share = share;
    this.giveUp = giveUp;
  }

  /**
   * Is that much from now on, be it more than there may be: it is in memory already. If it has
   * grown beyond, the loop's backlogs that have not become less for the longest are given up, this
   * one too if it is among them. The last one isn't: an answer may be larger than all backlogs
   * should be.
   */
  public void become(long now) {
    if (share == null || now == bytes) {
      return;
    }
    long before = bytes;
    bytes = now;
    share.owe(this, now - before, now > 0);
  }

  /** Whether all backlogs are more than they may be, and those of this loop more than its share. */
  public boolean isTooMuch() {
    return share != null && share.owesTooMuch();
  }

  void giveUp() {
    giveUp.run();
    become(0);
  }
}
