package io.serai.backend;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How often, after what and after how long a call is tried again.
 *
 * @param most further attempts
 * @param base the longest pause before the first of them in nanoseconds, doubled for each other
 * @param cap the longest pause before any, in nanoseconds
 */
record Retries(int most, RetryOn on, long base, long cap) {

  /**
   * Reads the parameters.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static Retries read(Texts texts) {
    return new Retries(
        texts.count("retries", 1),
        RetryOn.read(texts),
        texts.nanos("retryBackoff", "25ms"),
        texts.nanos("retryBackoffMax", "1s"));
  }

  /**
   * Nanoseconds before the next attempt: any time up to the longest, so that those who failed
   * together don't come back together.
   *
   * @param attempts made so far, 1 to 11
   */
  long pause(int attempts) {
    long longest = Math.min(cap, base << (attempts - 1));
    return longest <= 0 ? 0 : ThreadLocalRandom.current().nextLong(longest + 1);
  }
}
