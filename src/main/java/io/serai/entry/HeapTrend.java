package io.serai.entry;

import java.util.concurrent.TimeUnit;

/**
 * What collections leave in use, and where that leads. Between two of them nobody knows what of the
 * heap is garbage; so one reading holds for two seconds. After that requests are let in again: if
 * memory is short in truth, the next collection is near and says so.
 */
final class HeapTrend {
  private static final long HOLDS = TimeUnit.SECONDS.toNanos(2);
  private static final double AHEAD = TimeUnit.SECONDS.toNanos(1);

  private long used = -1;
  private long at;
  private double percent;
  private double predicted;

  /**
   * Looks at the last collection.
   *
   * @param left bytes in use after it, 0 or less if there was none yet
   * @param most bytes there may be
   * @return percent that are in use a second after it if it goes on so, 0 if it was long ago
   */
  int look(long left, long most, long now) {
    if (left <= 0 || most <= 0) {
      return 0;
    }
    // To the byte the same: it is the same collection.
    if (left != used) {
      double before = percent;
      double took = now - at;
      percent = 100.0 * left / most;
      // Of two close to each other the difference is chance.
      double rise = used < 0 ? 0 : Math.max(0, percent - before);
      predicted = percent + rise * AHEAD / Math.max(took, AHEAD / 2);
      used = left;
      at = now;
    }
    return now - at < HOLDS ? (int) Math.min(100, predicted) : 0;
  }
}
