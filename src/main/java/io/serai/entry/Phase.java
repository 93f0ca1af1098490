package io.serai.entry;

/** What a {@link Conversation} waits for. */
enum Phase {
  /** Between requests; ends after {@code listener.idleTimeout}. */
  QUIET,
  /** Part of a head is there; ends after {@code listener.headerTimeout}. */
  HEAD,
  /** The head is there and the body isn't whole; ends after {@code listener.bodyTimeout}. */
  BODY,
  /** The route has the request; ends with its deadline. */
  WORKING,
  /** The answer goes out as it comes; ends after {@code gateway.streamIdle} without a byte. */
  STREAMING,
  /** The client doesn't take its answer; ends after {@code listener.writeTimeout}. */
  WRITING,
  /** The last answer goes out; what still comes is thrown away, so that no reset overtakes it. */
  LINGERING
}
