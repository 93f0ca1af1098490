package io.serai.entry;

import io.netty.channel.Channel;

/** What of the answers the socket hasn't taken yet, and whether the client takes it. */
final class Unsent {
  private final Channel channel;
  private final long patience;
  private long bytes;
  private long takenAt;

  /**
   * Of one connection.
   *
   * @param patience nanoseconds in which the client must take some of it, {@code
   *     listener.writeTimeout}
   */
  Unsent(Channel channel, long patience) {
    this.channel = channel;
    this.patience = patience;
  }

  long pending() {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Looks anew; whether there is any. */
  boolean look() {
    bytes = pending();
    takenAt = System.nanoTime();
    return bytes > 0;
  }

  /** The last answer is on its way: whatever the client takes of it counts. */
  void all() {
    bytes = Long.MAX_VALUE;
  }

  /** Whether there is something that the client takes, however slowly. */
  boolean isTaken(long now) {
    long left = pending();
    if (left > 0 && left < bytes) {
      bytes = left;
      takenAt = now;
    }
    return left > 0 && now - takenAt < patience;
  }

  /** When it has waited long enough. */
  long due() {
    return takenAt + patience;
  }
}
