package io.serai.entry.batch;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a Content-Type says of a body. */
final class Media {
  static final String JSON = "application/json";

  /** JSON Lines has no registered name; these are what it goes by. */
  private static final List<String> LINES =
      List.of("application/x-ndjson", "application/jsonl", "application/ndjson");

  private Media() {}

  static boolean isJson(String contentType) {
    var type = type(contentType);
    return type.equals(JSON) || type.endsWith("+json");
  }

  static boolean isLines(String contentType) {
    return LINES.contains(type(contentType));
  }

  /** The name of JSON Lines that an Accept header has; null if it has none. */
  static @Nullable String lines(String accept) {
    var taken = accept.toLowerCase(Locale.ROOT);
    for (var type : LINES) {
      if (taken.contains(type)) {
        return type;
      }
    }
    return null;
  }

  private static String type(String contentType) {
    int semicolon = contentType.indexOf(';');
    var type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  /** What text is in: UTF-8 if it doesn't say; null if it says what isn't known here. */
  static @Nullable Charset charset(String contentType) {
    var lower = contentType.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("charset=");
    if (at < 0) {
      return StandardCharsets.UTF_8;
    }
    int end = lower.indexOf(';', at);
    var name = lower.substring(at + 8, end < 0 ? lower.length() : end).replace("\"", "").strip();
    return switch (name) {
      case "utf-8", "utf8", "us-ascii" -> StandardCharsets.UTF_8;
      case "iso-8859-1", "latin1" -> StandardCharsets.ISO_8859_1;
      default -> null;
    };
  }
}
