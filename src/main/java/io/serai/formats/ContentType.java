package io.serai.formats;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A Content-Type, read once.
 *
 * @param text as sent, empty if it wasn't
 * @param kind what it names
 * @param charset in lower case, empty if it wasn't said
 */
public record ContentType(String text, Kind kind, String charset) {
  public static final ContentType NONE = new ContentType("", Kind.NONE, "");

  /** What a body is. */
  public enum Kind {
    /** {@code application/json}, {@code …+json}. */
    JSON,
    /** {@code application/xml}, {@code text/xml}, {@code …+xml}. */
    XML,
    /** {@code text/csv}. */
    CSV,
    /** {@code text/plain}. */
    TEXT,
    /** {@code application/x-www-form-urlencoded}. */
    FORM,
    /** {@code multipart/form-data}. */
    MULTIPART,
    /** Not said. */
    NONE,
    OTHER
  }

  /** Reads it; any text is one. */
  public static ContentType of(String text) {
    int semicolon = text.indexOf(';');
    var type = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
    var charset = semicolon < 0 ? null : parameter(text, "charset");
    return new ContentType(
        text,
        kind(type.toLowerCase(Locale.ROOT)),
        charset == null ? "" : charset.toLowerCase(Locale.ROOT));
  }

  private static Kind kind(String type) {
    return switch (type) {
      case "" -> Kind.NONE;
      case "application/json" -> Kind.JSON;
      case "application/xml", "text/xml" -> Kind.XML;
      case "text/csv" -> Kind.CSV;
      case "text/plain" -> Kind.TEXT;
      case "application/x-www-form-urlencoded" -> Kind.FORM;
      case "multipart/form-data" -> Kind.MULTIPART;
      default -> type.endsWith("+json") ? Kind.JSON : type.endsWith("+xml") ? Kind.XML : Kind.OTHER;
    };
  }

  /** The value of a parameter such as {@code boundary}, without quotes; null if it has none. */
  public @Nullable String parameter(String name) {
    return parameter(text, name);
  }

  /** RFC 9110 section 5.6.6: a token or a quoted string; the first of a name counts. */
  static @Nullable String parameter(String text, String name) {
    int at = text.indexOf(';');
    while (at >= 0 && at < text.length()) {
      int equals = at + 1;
      while (equals < text.length() && text.charAt(equals) != '=' && text.charAt(equals) != ';') {
        equals++;
      }
      var value = new StringBuilder();
      boolean quoted = false;
      int i = equals + 1;
      for (; i < text.length() && (quoted || text.charAt(i) != ';'); i++) {
        char c = text.charAt(i);
        if (c == '"') {
          quoted = !quoted;
        } else if (c == '\\' && quoted && i + 1 < text.length()) {
          value.append(text.charAt(++i));
        } else {
          value.append(c);
        }
      }
      boolean has = equals < text.length() && text.charAt(equals) == '=';
      if (has && text.substring(at + 1, equals).strip().equalsIgnoreCase(name)) {
        return value.toString().strip();
      }
      at = has ? i : equals;
    }
    return null;
  }

  /** Whether it names JSON. */
  public boolean json() {
    return kind == Kind.JSON;
  }

  /** Whether its bytes are UTF-8, the only encoding RFC 8259 allows JSON between systems. */
  public boolean isUtf8() {
    return Charsets.isUtf8(charset);
  }
}
