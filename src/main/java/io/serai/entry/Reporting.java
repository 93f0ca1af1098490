package io.serai.entry;

import org.jspecify.annotations.Nullable;

/** Where an answer tells how its parts ended: {@code report} of {@code gateway:}. */
enum Reporting {
  /** Nowhere. */
  NONE,
  /** In {@code Proxy-Status} and {@code Server-Timing}. */
  HEADERS,
  /** In the headers, and in the member {@code _parts} of an answer that is a JSON object. */
  BODY;

  /** The reporting of that name in a route file, or null. */
  static @Nullable Reporting named(String written) {
    return switch (written) {
      case "none" -> NONE;
      case "headers" -> HEADERS;
      case "body" -> BODY;
      default -> null;
    };
  }
}
