package io.serai.entry;

/**
 * How many requests one event loop has in flight, and how many it may: fewer as soon as it doesn't
 * keep up with those it has, and again more when it does. What is in flight on a busy loop only
 * waits for its turn, and holds memory and connections meanwhile. Additive growth and
 * multiplicative decrease, as TCP finds its share (RFC 5681 section 3.1). Confined to its loop.
 */
final class LoopWindow {
  /** A loop does as many at once on the slowest of machines. */
  static final int LEAST = 32;

  private static final double NARROWER = 0.7;
  private static final int STEPS = 20;

  private final int most;
  private int limit;
  private int inside;
  private int peak;

  /**
   * Wide open.
   *
   * @param most of all loops together
   */
  LoopWindow(int most) {
    this.most = most;
    this.limit = most;
  }

  boolean isFull() {
    return inside >= limit;
  }

  /** Whether it is less wide than it can be. */
  boolean isNarrow() {
    return limit < most;
  }

  void enter() {
    inside++;
    peak = Math.max(peak, inside);
  }

  void leave() {
    inside--;
  }

  /** It was too much: what counts is what there was, not what there might have been. */
  void narrow() {
    int too = Math.min(limit, peak);
    limit = Math.min(most, Math.max(LEAST, (int) (too * NARROWER)));
    peak = inside;
  }

  void widen() {
    limit = Math.min(most, limit + 1 + limit / STEPS);
    peak = inside;
  }
}
