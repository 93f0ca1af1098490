package io.serai.backend;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Which answers are worth another attempt, and after how long. */
final class Retries {
  private Retries() {}

  /** A backend that says when to come back means it. */
  static boolean isWorth(Answer answer, CallOptions options) {
    int status = answer.status();
    return (status == 502 || status == 503 || status == 504)
        && answer.retryAfter().isEmpty()
        && !options.expect().has(status);
  }

  /** Nanoseconds before the next attempt: 8 ms, doubled each time, and up to as much again. */
  static long pause(int attempts) {
    long pause = TimeUnit.MILLISECONDS.toNanos(4L << Math.min(attempts, 5));
    return pause + ThreadLocalRandom.current().nextLong(pause);
  }
}
