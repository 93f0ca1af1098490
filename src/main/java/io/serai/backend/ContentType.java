package io.serai.backend;

import java.util.Locale;

/**
 * A Content-Type, read once.
 *
 * @param text as sent, empty if it wasn't
 * @param json whether it names JSON in UTF-8, the only encoding RFC 8259 allows between systems
 */
record ContentType(String text, boolean json) {
  static final ContentType NONE = new ContentType("", false);

  static ContentType of(String text) {
    int semicolon = text.indexOf(';');
    var type = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
    type = type.toLowerCase(Locale.ROOT);
    boolean json = type.equals("application/json") || type.endsWith("+json");
    if (json && semicolon >= 0) {
      var parameters = text.substring(semicolon).toLowerCase(Locale.ROOT).replace("\"", "");
      int charset = parameters.indexOf("charset=");
      json =
          charset < 0
              || parameters.startsWith("utf-8", charset + 8)
              || parameters.startsWith("us-ascii", charset + 8);
    }
    return new ContentType(text, json);
  }
}
