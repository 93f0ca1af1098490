package io.serai.request;

import org.jspecify.annotations.Nullable;

/**
 * How long something goes on, and what is to be ended with it. A part of a whole ends with that.
 */
abstract class Lifetime {
  private final @Nullable Lifetime whole;
  private @Nullable Ending first;
  private @Nullable Ending last;
  private @Nullable Ending onWhole;
  private boolean ended;

  Lifetime(@Nullable Lifetime whole) {
    this.whole = whole;
  }

  /**
   * The client left, the answer is out, or nobody wants this branch any more: runs what was to be
   * ended with it, on the caller's thread, in the order registered. Idempotent.
   */
  public void end() {
    Ending next;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      next = first;
      first = null;
      last = null;
      leaveWhole();
    }
    for (; next != null; next = next.after) {
      next.action.run();
    }
  }

  public boolean isEnded() {
    synchronized (this) {
      if (ended || whole == null) {
        return ended;
      }
    }
    return whole.isEnded();
  }

  /**
   * Runs the action at the end, at once if that has come. Must not throw or block.
   *
   * @return by which whoever is done before the end takes it back; what isn't taken back is held
   *     until the end
   */
  public Ending onEnd(Runnable action) {
    var ending = new Ending(this, action);
    if (!register(ending)) {
      action.run();
    }
    return ending;
  }

  /** Locks go from a branch to its whole only; an end runs actions outside its own. */
  private synchronized boolean register(Ending ending) {
    if (!ended && first == null && whole != null) {
      // A branch hangs on the whole for as long as something hangs on it.
      onWhole = new Ending(whole, this::end);
      ended = !whole.register(onWhole);
    }
    if (ended) {
      return false;
    }
    ending.before = last;
    if (last == null) {
      first = ending;
    } else {
      last.after = ending;
    }
    last = ending;
    ending.held = true;
    return true;
  }

  private synchronized void forget(Ending ending) {
    if (ended || !ending.held) {
      return; // An end under way walks along the links.
    }
    ending.held = false;
    if (ending.before == null) {
      first = ending.after;
    } else {
      ending.before.after = ending.after;
    }
    if (ending.after == null) {
      last = ending.before;
    } else {
      ending.after.before = ending.before;
    }
    if (first == null) {
      leaveWhole();
    }
  }

  private void leaveWhole() {
    if (onWhole != null) {
      onWhole.forget();
      onWhole = null;
    }
  }

  /** An action registered for the end; its links are under that one's lock. */
  public static final class Ending {
    private final Lifetime of;
    private final Runnable action;
    private @Nullable Ending before;
    private @Nullable Ending after;
    private boolean held;

    private Ending(Lifetime of, Runnable action) {
      this.of = of;
      this.action = action;
    }

    /** Takes it back, in constant time; too late and harmless once the end has begun. */
    public void forget() {
      of.forget(this);
    }
  }
}
