package io.serai.entry;

/** The character classes of RFC 9110 section 5.6 and RFC 3986, as table look-ups. */
final class Chars {
  private static final byte TOKEN = 1;
  private static final byte VALUE = 2;
  private static final byte TARGET = 4;
  private static final byte HOST = 8;
  private static final byte[] CLASS = new byte[256];

  static {
    mark("!#$%&'*+-.^_`|~", TOKEN);
    mark("-._~!$&'()*+,;=:[]%", HOST);
    for (char c = '0'; c <= 'z'; c++) {
      if (Character.isLetterOrDigit(c)) {
        CLASS[c] |= TOKEN | HOST;
      }
    }
    for (int c = 0x20; c < 0x100; c++) {
      if (c != 0x7f) {
        CLASS[c] |= VALUE;
      }
    }
    CLASS['\t'] |= VALUE;
    for (int c = 0x21; c < 0x7f; c++) {
      // A fragment never goes over the wire. Browsers leave other marks unencoded in queries.
      if (c != '#') {
        CLASS[c] |= TARGET;
      }
    }
  }

  private Chars() {}

  private static void mark(String chars, byte bit) {
    for (int i = 0; i < chars.length(); i++) {
      CLASS[chars.charAt(i)] |= bit;
    }
  }

  static boolean isToken(int c) {
    return (CLASS[c & 0xff] & TOKEN) != 0;
  }

  /** A field value: visible, space, tab, obs-text; never CR, LF, NUL. */
  static boolean isValue(int c) {
    return (CLASS[c & 0xff] & VALUE) != 0;
  }

  static boolean isTarget(int c) {
    return (CLASS[c & 0xff] & TARGET) != 0;
  }

  static boolean isHost(int c) {
    return (CLASS[c & 0xff] & HOST) != 0;
  }

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff || !isToken(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static boolean isValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      // A char above 255 cut to its low byte could become a line feed.
      if (text.charAt(i) > 0xff || !isValue(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The value of a hexadecimal digit, -1 for any other character. */
  static int hex(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Whether that stands between two places, without regard to case. */
  static boolean isText(byte[] bytes, int from, int to, String lowerCase) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (lower(bytes[i]) != lowerCase.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 0x20 : c;
  }
}
