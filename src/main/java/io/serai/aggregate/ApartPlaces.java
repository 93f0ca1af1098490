package io.serai.aggregate;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Places for completions that no client waits for. One that is due has its place from before the
 * shelf is asked for it until it has ended, or until the answer is another.
 *
 * <pre>
 *   ask --> had --begin--> under way --free--> free
 *            '--free, or not answered in time--> free --begin--> under way, beyond the number
 * </pre>
 */
final class ApartPlaces {
  /** Completions at a time that were due; those that callers began come on top. */
  static final int MOST = 64;

  /** A member that hangs isn't to hold places of what others would answer. */
  private static final long ANSWERED_WITHIN_MILLIS = 10_000;

  private final AtomicInteger taken = new AtomicInteger();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  /**
   * A place for one that is due; null if there is none, if it is asked for already, or if the
   * generation that would run it drains.
   *
   * @param runs of that generation; null if it isn't to be run here
   */
  @Nullable Place ask(String key, @Nullable ApartRuns runs) {
    if (!asked.add(key)) {
      return null;
    }
    if (taken.incrementAndGet() > MOST || (runs != null && !runs.enter())) {
      taken.decrementAndGet();
      asked.remove(key);
      return null;
    }
    return new Place(key, runs);
  }

  /** A place for one that a caller has completed and doesn't wait for: there is always one. */
  Place begun(ApartRuns runs) {
    taken.incrementAndGet();
    runs.begin();
    return new Place("", runs);
  }

  private enum State {
    HAD,
    UNDER_WAY,
    FREE
  }

  /** One of them; given back once. */
  final class Place {
    private final String key;
    private final @Nullable ApartRuns runs;
    private final AtomicReference<State> state = new AtomicReference<>(State.HAD);

    private Place(String key, @Nullable ApartRuns runs) {
      this.key = key;
      this.runs = runs;
    }

    /** What was asked for is to be run, in this place; in another if this one was given up. */
    Place begin() {
      asked.remove(key);
      boolean had = state.compareAndSet(State.HAD, State.UNDER_WAY);
      return had || runs == null ? this : begun(runs);
    }

    void free() {
      giveBack(state.getAndSet(State.FREE) != State.FREE);
    }

    private void giveBack(boolean had) {
      if (had) {
        asked.remove(key);
        taken.decrementAndGet();
        if (runs != null) {
          runs.leave();
        }
      }
    }

    /** The answer may still come, and what it gives out is run then. */
    void freeIfLate(CompletableFuture<?> answer) {
      var unused =
          answer
              .copy()
              .orTimeout(ANSWERED_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
              .whenComplete((done, late) -> giveBack(state.compareAndSet(State.HAD, State.FREE)));
    }
  }
}
