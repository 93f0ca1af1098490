package io.serai.json;

import java.util.Random;

/**
 * Documents with few names, so that paths meet them, and with everything a text may have: escaped
 * and repeated names, all of Unicode, lone surrogates, numbers of all forms.
 */
final class WildJson {
  private final Random random;
  private final boolean twins;
  private final StringBuilder text = new StringBuilder();

  static final String[] NAMES = {"id", "sku", "a", "b", "items", "ä", "x y", "\\", "0", ""};

  WildJson(Random random, boolean twins) {
    this.random = random;
    this.twins = twins;
  }

  String document() {
    value(0);
    return text.toString();
  }

  private void value(int depth) {
    space();
    int shape = random.nextInt(depth == 0 ? 11 : depth > 5 ? 2 : 6);
    if (shape < 2) {
      text.append(scalar());
    } else if (shape == 2 || shape == 3) {
      array(depth);
    } else {
      object(depth);
    }
    space();
  }

  private void array(int depth) {
    text.append('[');
    int size = random.nextInt(4);
    for (int k = 0; k < size; k++) {
      text.append(k > 0 ? "," : "");
      value(depth + 1);
    }
    close(size, ']');
  }

  private void object(int depth) {
    text.append('{');
    int size = random.nextInt(6);
    int from = random.nextInt(NAMES.length);
    for (int k = 0; k < size; k++) {
      text.append(k > 0 ? "," : "");
      space();
      int name = twins ? random.nextInt(NAMES.length) : (from + k) % NAMES.length;
      text.append(quoted(NAMES[name]));
      space();
      text.append(':');
      value(depth + 1);
    }
    close(size, '}');
  }

  private void close(int size, char bracket) {
    if (size == 0) {
      space();
    }
    text.append(bracket);
  }

  String scalar() {
    return switch (random.nextInt(6)) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2, 3 -> number();
      default -> quoted(string());
    };
  }

  private String number() {
    var number = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
    number.append(random.nextInt(4) == 0 ? "0" : (1 + random.nextInt(9)) + digits(0));
    if (random.nextInt(3) == 0) {
      number.append('.').append(digits(1));
    }
    if (random.nextInt(3) == 0) {
      number.append(random.nextBoolean() ? 'e' : 'E');
      number.append(new String[] {"", "+", "-"}[random.nextInt(3)]).append(digits(1));
    }
    return number.toString();
  }

  private String digits(int least) {
    int count = least + (random.nextInt(50) == 0 ? 40 : random.nextInt(3));
    var digits = new StringBuilder();
    for (int k = 0; k < count; k++) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  private String string() {
    var string = new StringBuilder();
    int length = random.nextInt(random.nextInt(5) == 0 ? 40 : 4);
    for (int k = 0; k < length; k++) {
      switch (random.nextInt(5)) {
        case 0 -> string.append("{}[],:\"\\/\b\t\n".charAt(random.nextInt(12)));
        case 1 -> string.append((char) random.nextInt(0x10000));
        case 2 -> string.appendCodePoint(0x10000 + random.nextInt(0x1000));
        default -> string.append((char) ('a' + random.nextInt(26)));
      }
    }
    return string.toString();
  }

  /** Written with or without escapes. */
  private String quoted(String value) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1));
      if (pair) {
        quoted.append(c).append(value.charAt(++i));
      } else if ((c == '"' || c == '\\' || c == '/') && random.nextBoolean()) {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
        quoted.append(escape(c));
      } else {
        quoted.append(random.nextInt(20) == 0 ? escape(c) : String.valueOf(c));
      }
    }
    return quoted.append('"').toString();
  }

  private String escape(char c) {
    var hex = Integer.toHexString(0x10000 | c).substring(1);
    return "\\u" + (random.nextBoolean() ? hex : hex.toUpperCase(java.util.Locale.ROOT));
  }

  private void space() {
    text.append(new String[] {"", "", "", " ", "\n            ", "\t\r"}[random.nextInt(6)]);
  }
}
