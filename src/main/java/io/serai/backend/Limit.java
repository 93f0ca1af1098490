package io.serai.backend;

/**
 * How many calls of a backend may be under way at a time, and what it learns that from. The {@link
 * Limiter} keeps to it. All of it may be called by any thread, and none waits for another.
 *
 * <p>Times in nanoseconds on one scale of the caller's, which never goes back.
 */
interface Limit {

  /** Calls, one at least. */
  int calls();

  /** Whether it wants to know how long answers take. */
  boolean isLearning();

  /**
   * A call got an answer.
   *
   * @param begun when the call did
   * @param took from the sending of its request to the end of its answer
   * @param underWay calls, this one included
   */
  void answered(long now, long begun, long took, int underWay);

  /** A call was refused by its backend, or found it too busy to take it or to answer in time. */
  void dropped(long now, long begun, int underWay);

  /** A call was turned away, as there were as many. */
  void turnedAway(long now);
}
