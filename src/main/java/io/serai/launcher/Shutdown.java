package io.serai.launcher;

import io.serai.settings.Key;
import io.serai.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How an instance ends.
 *
 * @param delay serving goes on, not ready any more
 * @param timeout for what is in flight then
 */
record Shutdown(Duration delay, Duration timeout) {
  private static final Key<Duration> DELAY =
      Key.duration(
          "shutdown.delay",
          "0s",
          "0s",
          "1h",
          "How long serving goes on after a stop was asked for and readiness turned 503. Give it"
              + " a little more than your balancer needs to notice; 0 without one.");
  private static final Key<Duration> TIMEOUT =
      Key.duration(
          "shutdown.timeout",
          "30s",
          "0s",
          "1d",
          "How long requests in flight may take after that; then they are cut.");

  static final List<Key<?>> KEYS = List.of(DELAY, TIMEOUT);

  /** What a machine under load needs beyond the two. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  static Shutdown of(Settings settings) {
    return new Shutdown(settings.get(DELAY), settings.get(TIMEOUT));
  }

  /** After this long a process that was asked to stop is late. */
  Duration atMost() {
    return delay.plus(timeout).plus(GRACE);
  }
}
