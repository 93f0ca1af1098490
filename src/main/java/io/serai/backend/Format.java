package io.serai.backend;

import java.util.Locale;

/** As what the body of an answer is read, the parameter {@code format}. */
enum Format {
  /** By its Content-Type: JSON, XML, CSV or text/plain. */
  BY_TYPE,
  /** JSON, whatever the Content-Type says. */
  JSON,
  /** XML, made JSON. */
  XML,
  /** CSV, made a JSON array of objects. */
  CSV,
  /** Text, which becomes a JSON string. */
  TEXT,
  /** Handed on as they are; no part can be that. */
  BYTES;

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
      case "xml" -> XML;
      case "csv" -> CSV;
      case "text" -> TEXT;
      case "bytes" -> BYTES;
      default ->
          throw texts.wrong(
              "format", text, "json, xml, csv, text or bytes, or nothing for the Content-Type");
    };
  }
}
