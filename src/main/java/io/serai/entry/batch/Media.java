package io.serai.entry.batch;

import io.serai.formats.JsonLines;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a Content-Type says of a body, and an Accept of the answer. */
final class Media {
  static final String JSON = "application/json";

  private Media() {}

  static boolean isJson(String contentType) {
    var type = type(contentType);
    return type.equals(JSON) || type.endsWith("+json");
  }

  static boolean isLines(String contentType) {
    return JsonLines.TYPES.contains(type(contentType));
  }

  /**
   * The name of JSON Lines by which a client is answered; null if it gets JSON.
   *
   * @param likes how much it likes a media type
   * @param sent whether it has sent JSON Lines, and so gets them if it likes both the same
   */
  static @Nullable String lines(ToDoubleFunction<String> likes, boolean sent) {
    var best = JsonLines.TYPES.get(0);
    for (var type : JsonLines.TYPES) {
      if (likes.applyAsDouble(type) > likes.applyAsDouble(best)) {
        best = type;
      }
    }
    double lines = likes.applyAsDouble(best);
    double json = likes.applyAsDouble(JSON);
    return lines > json || (sent && lines >= json) ? best : null;
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
