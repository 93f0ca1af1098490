package io.serai.entry;

/**
 * How long nothing has flowed, seen by looking now and then: what a socket takes of what is written
 * already, nobody is told of.
 */
final class Stillness {
  /** Looks within the time allowed: it may last so much longer than allowed. */
  private static final int LOOKS = 4;

  private final long patience;
  private long seen;
  private long since;

  /**
   * From now on.
   *
   * @param patience in nanoseconds, 0 for ever
   */
  Stillness(long patience, long now) {
    this.patience = patience;
    this.since = now;
  }

  /**
   * Whether it has lasted too long.
   *
   * @param passed bytes by now, either way
   */
  boolean isTooLong(long passed, long now) {
    if (passed != seen) {
      seen = passed;
      since = now;
    }
    return patience > 0 && now - since >= patience;
  }

  /** When to look again. */
  long next(long now) {
    return patience == 0 ? now + Long.MAX_VALUE / 4 : now + Math.max(1, patience / LOOKS);
  }
}
