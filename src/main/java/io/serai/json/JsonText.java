package io.serai.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Between raw JSON text and Java strings. Raw text is valid and has no space around it. */
public final class JsonText {
  private JsonText() {}

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  /** The four bytes {@code null}; a new array each time. */
  public static byte[] nullText() {
    return NULL.clone();
  }

  /** Whether it is {@code null}. */
  public static boolean isNull(byte[] raw) {
    return raw.length == 4 && raw[0] == 'n';
  }

  /** Whether it is a string, with its quotes. */
  public static boolean isString(byte[] raw) {
    return raw.length > 0 && raw[0] == '"';
  }

  /** Whether it is neither an object nor an array. */
  public static boolean isScalar(byte[] raw) {
    return raw.length > 0 && raw[0] != '{' && raw[0] != '[';
  }

  /**
   * What a scalar says: a string without quotes and escapes, a number or boolean as written; null
   * for {@code null}, an object or an array.
   */
  public static @Nullable String scalar(byte[] raw) {
    if (!isScalar(raw) || isNull(raw)) {
      return null;
    }
    return isString(raw) ? decode(raw) : new String(raw, StandardCharsets.US_ASCII);
  }

  /** The value of a raw string, quotes included; an escaped lone surrogate stays one. */
  public static String decode(byte[] raw) {
    return decode(raw, 1, raw.length - 1);
  }

  /** The value of what stands between quotes from {@code start} to {@code end}. */
  static String decode(byte[] t, int start, int end) {
    int slash = backslash(t, start, end);
    if (slash == end) {
      return new String(t, start, end - start, StandardCharsets.UTF_8);
    }
    var value = new StringBuilder(end - start);
    int from = start;
    while (slash < end) {
      value.append(new String(t, from, slash - from, StandardCharsets.UTF_8));
      from = slash + 2;
      byte c = t[slash + 1];
      if (c == 'u') {
        int unit = 0;
        for (int k = from; k < from + 4; k++) {
          unit = unit << 4 | ScanString.hex(t[k]);
        }
        value.append((char) unit);
        from += 4;
      } else {
        value.append(
            switch (c) {
              case 'b' -> '\b';
              case 'f' -> '\f';
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              default -> (char) c;
            });
      }
      slash = backslash(t, from, end);
    }
    return value.append(new String(t, from, end - from, StandardCharsets.UTF_8)).toString();
  }

  private static int backslash(byte[] t, int i, int end) {
    while (i < end && t[i] != '\\') {
      i++;
    }
    return i;
  }

  /** The string as JSON text in UTF-8, with quotes; a lone surrogate is written as an escape. */
  public static byte[] quote(String value) {
    if (isPlain(value)) {
      var text = new byte[value.length() + 2];
      text[0] = '"';
      for (int i = 0; i < value.length(); i++) {
        text[i + 1] = (byte) value.charAt(i);
      }
      text[text.length - 1] = '"';
      return text;
    }
    var text = new ByteArrayOutputStream(value.length() + 16);
    text.write('"');
    for (int i = 0; i < value.length(); ) {
      int point = value.codePointAt(i);
      i += Character.charCount(point);
      if (point == '"' || point == '\\') {
        text.write('\\');
        text.write(point);
      } else if (point < ' ' || (point >= 0xD800 && point <= 0xDFFF)) {
        text.writeBytes(unicodeEscape(point));
      } else {
        text.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
      }
    }
    text.write('"');
    return text.toByteArray();
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static byte[] unicodeEscape(int unit) {
    var text = new byte[] {'\\', 'u', 0, 0, 0, 0};
    for (int k = 5; k > 1; k--) {
      text[k] = (byte) Character.forDigit(unit & 15, 16);
      unit >>>= 4;
    }
    return text;
  }

  /** The same bytes on one line: between the tokens of a valid text a space does as well. */
  public static byte[] unbroken(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '\n' || json[i] == '\r') {
        json[i] = ' ';
      }
    }
    return json;
  }
}
