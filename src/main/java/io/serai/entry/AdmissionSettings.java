package io.serai.entry;

import io.serai.settings.Key;
import io.serai.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How much is let in, read once at start.
 *
 * @param maxLag zero for any
 * @param maxMemory percent, 0 for any
 * @param maxBuffered bytes
 * @param retryAfter the least that a client is told
 */
record AdmissionSettings(
    int maxInFlight, Duration maxLag, int maxMemory, long maxBuffered, Duration retryAfter) {
  private static final int SHARE_OF_HEAP = 5;

  static final Key<Integer> MAX_IN_FLIGHT =
      Key.integer(
          "admission.maxInFlight",
          1000,
          1,
          1000000,
          "Requests in flight; one more gets a 503 at once. Each takes some 30 KB of the heap, and"
              + " its calls have to find room in the backends' maxConnections and maxQueue.");
  static final Key<Duration> MAX_LAG =
      Key.duration(
          "admission.maxLag",
          "0",
          "0",
          "1m",
          "How late an event loop may be. One that has been later for half a second lets fewer"
              + " requests in, down to 32 at a time, until it keeps up again; 0 for never. A machine that is too"
              + " busy otherwise looks the same.");
  static final Key<Integer> MAX_MEMORY =
      Key.integer(
          "admission.maxMemory",
          85,
          0,
          100,
          "Percent of the heap's old generation that a collection may leave in use, or soon will if"
              + " it goes on so, and of Netty's direct memory. Above it new requests are refused; 0"
              + " for never.");
  static final Key<Long> MAX_BUFFERED =
      Key.size(
          "admission.maxBuffered",
          "0",
          "0",
          "1024GiB",
          "What the bodies of all requests and parts in flight may take together, and the answers"
              + " that clients haven't taken yet. A body beyond it fails with a 503; answers beyond"
              + " half of it are cut short. 0 for a fifth of the heap.");
  static final Key<Duration> RETRY_AFTER =
      Key.duration(
          "admission.retryAfter",
          "1s",
          "1s",
          "1h",
          "The least that a refused client is told to wait. Each is told between this and three"
              + " times this, so that they don't all come back at once.");

  static final List<Key<?>> KEYS =
      List.of(MAX_IN_FLIGHT, MAX_LAG, MAX_MEMORY, MAX_BUFFERED, RETRY_AFTER);

  static AdmissionSettings of(Settings settings) {
    long buffered = settings.get(MAX_BUFFERED);
    return new AdmissionSettings(
        settings.get(MAX_IN_FLIGHT),
        settings.get(MAX_LAG),
        settings.get(MAX_MEMORY),
        buffered > 0 ? buffered : Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
        settings.get(RETRY_AFTER));
  }
}
