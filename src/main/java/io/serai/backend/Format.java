package io.serai.backend;

import java.util.Locale;
import java.util.Set;

/** As what the body of an answer is read, the parameter {@code format}. */
enum Format {
  /** By its Content-Type: JSON, or text/plain. */
  BY_TYPE,
  /** JSON, whatever the Content-Type says. */
  JSON,
  /** Text, which becomes a JSON string. */
  TEXT,
  /** Handed on as they are; no part can be that. */
  BYTES;

  private static final Set<String> LATER = Set.of("xml", "csv");

  /**
   * Reads the parameter.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static Format read(Texts texts) {
    var text = texts.get("format", "");
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "" -> BY_TYPE;
      case "json" -> JSON;
      case "text" -> TEXT;
      case "bytes" -> BYTES;
      default ->
          throw LATER.contains(text.toLowerCase(Locale.ROOT))
              ? new IllegalArgumentException(
                  texts.name("format")
                      + ": "
                      + text
                      + " is not available yet in this version (expected: json, text or bytes)")
              : texts.wrong("format", text, "json, text or bytes, or nothing for the Content-Type");
    };
  }
}
