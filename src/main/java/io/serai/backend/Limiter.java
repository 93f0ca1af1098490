package io.serai.backend;

import io.serai.circuit.Timing;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the calls of a backend within its {@link Limit}: whoever finds it reached is turned away at
 * once, and none waits. There as long as the backend, whatever the settings say, as it knows what
 * is under way. Called by any thread, without a lock.
 */
final class Limiter {
  /** What the end of a call says of how much its backend can take. */
  enum Says {
    /** It had an answer for it, of whatever kind. */
    ANSWERED,
    /** Too busy: it refused it, took no connection, or didn't answer in time. */
    DROPPED,
    /** Nobody waited for it, it was never sent, or the connection broke. */
    NOTHING;

    /**
     * Of one that ended so.
     *
     * @param answer what it got, if anything
     * @param hurried whether it came too late to be answered in time
     */
    static Says of(Figures.End end, @Nullable Answer answer, boolean hurried) {
      if (answer != null) {
        return answer.status() == 429 || answer.status() == 503 ? DROPPED : ANSWERED;
      }
      boolean dropped = end == Figures.End.CONNECT || (end == Figures.End.TIMEOUT && !hurried);
      return dropped ? DROPPED : NOTHING;
    }
  }

  private final AtomicInteger underWay = new AtomicInteger();
  private final TurnedAway turnedAway;
  private volatile @Nullable Limit limit;
  private Concurrency settings = Concurrency.OFF;

  /**
   * One without a limit.
   *
   * @param backend its name, for the log
   */
  Limiter(String backend, Timing timing) {
    this.turnedAway = new TurnedAway(backend, this, timing);
  }

  /** As the settings say from now on; calls under way are counted on. */
  synchronized void become(Concurrency wanted) {
    if (!wanted.equals(settings)) {
      limit = wanted.limit(limit);
      settings = wanted;
    }
  }

  /** Whether there is a limit; calls aren't counted without one. */
  boolean isOn() {
    return limit != null;
  }

  /** Whether it is of use to know how long answers take. */
  boolean isLearning() {
    var current = limit;
    return current != null && current.isLearning();
  }

  /**
   * One more call, if there is a place for it; it has to leave.
   *
   * @param owed whether it is let in all the same
   */
  boolean enter(long now, boolean owed) {
    var current = limit;
    if (owed || current == null) {
      underWay.getAndIncrement();
      return true;
    }
    int most = current.calls();
    for (int there = underWay.get(); there < most; there = underWay.get()) {
      if (underWay.compareAndSet(there, there + 1)) {
        return true;
      }
    }
    current.turnedAway(now);
    turnedAway.count();
    return false;
  }

  /**
   * A call that was let in has ended.
   *
   * @param begun when it was, on the scale of {@code now}
   * @param took nanoseconds from the sending of its request to the end of its answer, 0 if unknown
   */
  void leave(long now, long begun, long took, Says says) {
    heard(now, begun, took, says, underWay.getAndDecrement());
  }

  /** Of one that stays: its answer has begun, and goes on as it comes. */
  void heard(long now, long begun, long took, Says says) {
    heard(now, begun, took, says, underWay.get());
  }

  private void heard(long now, long begun, long took, Says says, int there) {
    var current = limit;
    if (current == null) {
      return;
    }
    switch (says) {
      case ANSWERED -> {
        // 0 of one that nobody measured: it began before there was anything to learn.
        if (took > 0) {
          current.answered(now, begun, took, there);
        }
      }
      case DROPPED -> current.dropped(now, begun, there);
      case NOTHING -> {}
    }
  }

  /** Whether one more would be turned away. */
  boolean isFull() {
    var current = limit;
    return current != null && underWay.get() >= current.calls();
  }

  int underWay() {
    return underWay.get();
  }

  /** Calls, 0 for no limit. */
  int calls() {
    var current = limit;
    return current == null ? 0 : current.calls();
  }

  /** How it stands, null if there is no limit. */
  @Nullable ConcurrencyStats stats() {
    return isOn() ? new ConcurrencyStats(calls(), underWay(), turnedAway.total()) : null;
  }
}
