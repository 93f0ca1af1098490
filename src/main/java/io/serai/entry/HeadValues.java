package io.serai.entry;

/**
 * Values of the headers by which messages are framed and connections kept, each between two places
 * in a head.
 */
final class HeadValues {

  private HeadValues() {}

  /** RFC 9112 section 3.2: anything but host and port is a 400. */
  static void checkHost(byte[] bytes, int from, int to) throws Malformed {
    if (from == to) {
      throw Malformed.bad("an empty Host header");
    }
    boolean literal = bytes[from] == '[';
    int colon = -1;
    for (int i = from; i < to; i++) {
      if (!Chars.isHost(bytes[i]) || bytes[i] == ',') {
        throw Malformed.bad("the Host header is no host and port");
      }
      if (bytes[i] == ']') {
        literal = false;
      } else if (bytes[i] == ':' && !literal) {
        if (colon >= 0) {
          throw Malformed.bad("the Host header is no host and port");
        }
        colon = i;
      } else if (colon >= 0 && !Chars.isDigit(bytes[i])) {
        throw Malformed.bad("the port in the Host header is no number");
      }
    }
    if (literal || colon == from) {
      throw Malformed.bad("the Host header is no host and port");
    }
  }

  /** That of a Content-Length header. */
  static long length(byte[] bytes, int from, int to) throws Malformed {
    if (from == to || to - from > 18) {
      throw Malformed.bad("the Content-Length is no length");
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      if (!Chars.isDigit(bytes[i])) {
        throw Malformed.bad("the Content-Length is no length");
      }
      value = 10 * value + bytes[i] - '0';
    }
    return value;
  }

  /** Whether a list, separated by commas, has an element, without regard to case. */
  static boolean lists(byte[] bytes, int from, int to, String lowerCase) {
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || bytes[i] == ',') {
        int first = start;
        int last = i;
        while (first < last && isBlank(bytes[first])) {
          first++;
        }
        while (last > first && isBlank(bytes[last - 1])) {
          last--;
        }
        if (Chars.isText(bytes, first, last, lowerCase)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
