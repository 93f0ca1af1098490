package io.serai.launcher;

import java.io.IOException;
import java.time.Duration;

/** Waiting for another process, which sends no word: by asking again. */
final class Pause {

  /** What is waited for. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException;
  }

  private Pause() {}

  static void aMoment() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it held in time. */
  static boolean until(Condition condition, Duration atMost) throws IOException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      aMoment();
    }
    return true;
  }
}
