package io.serai.circuit;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets so many through at once. Others wait in the order in which they came, without a thread, for
 * as long as they may; then they are turned away.
 *
 * <p>State is under its lock, which is held for a few instructions; who is told is told outside.
 */
final class Bulkhead {

  /** One that wants through. */
  interface Waiting {
    /** There is a place for it: goes on, and {@link Bulkhead#leave}s in the end. */
    void admitted();

    /** The same after it waited; told by the thread of who left. */
    void admittedLate();

    /** It has to wait, and may be admitted meanwhile. */
    void waiting();

    /** There is none. */
    void full();
  }

  private final int most;
  private final boolean mayWait;
  private final Set<Waiting> line = new LinkedHashSet<>();
  private int inside;

  /**
   * An empty one.
   *
   * @param most at once, from 1
   * @param mayWait whether anybody waits at all
   */
  Bulkhead(int most, boolean mayWait) {
    this.most = most;
    this.mayWait = mayWait;
  }

  void enter(Waiting one) {
    boolean free;
    synchronized (this) {
      free = inside < most;
      if (free) {
        inside++;
      } else if (mayWait) {
        line.add(one);
      }
    }
    if (free) {
      one.admitted();
    } else if (mayWait) {
      one.waiting();
    } else {
      one.full();
    }
  }

  /** Whether it was still waiting, and waits no more. */
  synchronized boolean giveUp(Waiting one) {
    return line.remove(one);
  }

  void leave() {
    Waiting next = null;
    synchronized (this) {
      var longest = line.iterator();
      if (longest.hasNext()) {
        next = longest.next();
        longest.remove();
      } else {
        inside--;
      }
    }
    if (next != null) {
      next.admittedLate();
    }
  }
}
