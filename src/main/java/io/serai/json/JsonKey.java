package io.serai.json;

import org.jspecify.annotations.Nullable;

/**
 * What a scalar says, so that two that say the same are equal however they are written: a string
 * without escapes, {@code 1}, {@code 1.0} and {@code 10e-1} as {@code 1}. A number equals the
 * string that says it in its shortest form, since many a backend puts its ids in quotes: {@code 7}
 * and {@code "7"}, but not {@code "7.0"} nor {@code "07"}.
 */
public final class JsonKey {
  private JsonKey() {}

  /** Numbers with more digits before or behind the point are told with an exponent. */
  private static final int PLAIN = 64;

  /**
   * What that raw JSON text says; null for {@code null}, objects and arrays, which equal nothing.
   */
  public static @Nullable String of(byte[] raw) {
    var text = JsonText.scalar(raw);
    return text == null || raw[0] == '"' || raw[0] == 't' || raw[0] == 'f' ? text : number(text);
  }

  private static String number(String text) {
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    int dot = text.indexOf('.');
    if (e < 0 && dot < 0 && text.length() <= PLAIN) {
      return text.equals("-0") ? "0" : text;
    }
    int sign = text.charAt(0) == '-' ? 1 : 0;
    int end = e < 0 ? text.length() : e;
    var digits =
        dot < 0
            ? text.substring(sign, end)
            : text.substring(sign, dot) + text.substring(dot + 1, end);
    int from = 0;
    int to = digits.length();
    while (from < to && digits.charAt(from) == '0') {
      from++;
    }
    while (to > from && digits.charAt(to - 1) == '0') {
      to--;
    }
    if (from == to) {
      return "0";
    }
    if (e >= 0 && text.length() - e > 12) {
      return text; // nothing real; equals what is written the same
    }
    long exponent;
    try {
      exponent = e < 0 ? 0 : Long.parseLong(text.substring(e + 1));
    } catch (NumberFormatException none) {
      return text; // never scanned
    }
    // The value is the digits with no point, times ten to this power.
    long power = exponent + digits.length() - to - (dot < 0 ? 0 : end - dot - 1);
    return (sign > 0 ? "-" : "") + plain(digits.substring(from, to), power);
  }

  private static String plain(String digits, long power) {
    long point = digits.length() + power;
    if (power >= 0 && point <= PLAIN) {
      return digits + "0".repeat((int) power);
    }
    if (power < 0 && power >= -PLAIN && point <= PLAIN) {
      return point > 0
          ? digits.substring(0, (int) point) + "." + digits.substring((int) point)
          : "0." + "0".repeat((int) -point) + digits;
    }
    return digits + "E" + power;
  }
}
