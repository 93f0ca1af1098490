package io.serai.circuit;

/** A circuit's state with all that belongs to it; immutable, so that it changes by one swap. */
sealed interface Phase {

  State state();

  /** When it began, on the timing's scale. */
  long since();

  /** How often in a row it has opened. */
  default int attempt() {
    return 0;
  }

  /** Why it began. */
  String reason();

  /** Calls pass by this permit and are counted in it. */
  record Closed(Window window, long since, String reason) implements Phase {
    @Override
    public State state() {
      return State.CLOSED;
    }
  }

  /**
   * Calls are rejected.
   *
   * @param until when a probe may be asked for
   * @param asked whether it has been asked for
   * @param askedAt when
   */
  record Open(int attempt, long since, long until, boolean asked, long askedAt, String reason)
      implements Phase {
    @Override
    public State state() {
      return State.OPEN;
    }

    Open asked(long now) {
      return new Open(attempt, since, until, true, now, reason);
    }

    Open askAgain(long at) {
      return new Open(attempt, since, at, false, 0, reason);
    }
  }

  /**
   * Probes pass by the lease.
   *
   * @param granted how many may
   * @param taken how many have set out
   * @param ended how many have come to an end that says something
   * @param movedAt when a permission was last granted, renewed or taken
   * @param takenAt when one was last taken
   */
  record HalfOpen(
      int attempt,
      Lease lease,
      int granted,
      int taken,
      int ended,
      int failed,
      int slow,
      long since,
      long movedAt,
      long takenAt)
      implements Phase {

    /** What probes of one half-open time pass by. */
    static final class Lease implements Permit {}

    @Override
    public State state() {
      return State.HALF_OPEN;
    }

    @Override
    public String reason() {
      return "probing";
    }

    HalfOpen granting(int more, long now) {
      return with(granted + more, taken, ended, failed, slow, now, takenAt);
    }

    HalfOpen taking(long now) {
      return with(granted, taken + 1, ended, failed, slow, now, now);
    }

    HalfOpen givingBack() {
      return with(granted, Math.max(ended, taken - 1), ended, failed, slow, movedAt, takenAt);
    }

    /** What set out and never came to an end may set out once more. */
    HalfOpen forgetting() {
      return with(granted, ended, ended, failed, slow, movedAt, takenAt);
    }

    HalfOpen ending(boolean isFailure, boolean isSlow) {
      return with(
          granted,
          Math.max(taken, ended + 1),
          ended + 1,
          failed + (isFailure ? 1 : 0),
          slow + (isSlow ? 1 : 0),
          movedAt,
          takenAt);
    }

    private HalfOpen with(
        int granted, int taken, int ended, int failed, int slow, long movedAt, long takenAt) {
      return new HalfOpen(
          attempt, lease, granted, taken, ended, failed, slow, since, movedAt, takenAt);
    }
  }

  /**
   * An operator holds it.
   *
   * @param pass calls pass by it where it is forced closed
   */
  record Forced(State state, Pass pass, long since, String by) implements Phase {

    /** What calls of one forced time pass by. */
    static final class Pass implements Permit {}

    @Override
    public String reason() {
      return "forced by " + by;
    }
  }
}
