package io.serai.backend;

import java.util.Locale;
import java.util.Set;

/**
 * A Content-Type, read once.
 *
 * @param text as sent, empty if it wasn't
 * @param json whether it names JSON
 * @param plain whether it is {@code text/plain}
 * @param charset in lower case, empty if it wasn't said
 */
record ContentType(String text, boolean json, boolean plain, String charset) {
  static final ContentType NONE = new ContentType("", false, false, "");

  private static final Set<String> UTF_8 = Set.of("", "utf-8", "utf8", "us-ascii");

  static ContentType of(String text) {
    int semicolon = text.indexOf(';');
    var type = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
    type = type.toLowerCase(Locale.ROOT);
    return new ContentType(
        text,
        type.equals("application/json") || type.endsWith("+json"),
        type.equals("text/plain"),
        semicolon < 0 ? "" : charset(text.substring(semicolon).toLowerCase(Locale.ROOT)));
  }

  private static String charset(String parameters) {
    int at = parameters.indexOf("charset=");
    if (at < 0) {
      return "";
    }
    int end = parameters.indexOf(';', at);
    var value = parameters.substring(at + 8, end < 0 ? parameters.length() : end);
    return value.replace("\"", "").strip();
  }

  /** Whether its bytes are UTF-8, the only encoding RFC 8259 allows JSON between systems. */
  boolean isUtf8() {
    return UTF_8.contains(charset);
  }
}
