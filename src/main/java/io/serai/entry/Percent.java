package io.serai.entry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding and -decoding, RFC 3986 section 2.1. */
final class Percent {
  private static final String PLAIN = "-._~";

  private Percent() {}

  /** A value as it may stand in a path or query: what RFC 3986 calls unreserved stays. */
  static String encode(String value) {
    var encoded = new StringBuilder(value.length());
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        encoded.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return encoded.toString();
  }

  /**
   * One segment of a path.
   *
   * @throws Malformed for a broken encoding, for text that isn't UTF-8, and for an encoded slash,
   *     backslash or control character, which the next decoder down the line would see as another
   *     path
   */
  static String decodeSegment(String text, int from, int to) throws Malformed {
    if (text.indexOf('%', from) < 0 || text.indexOf('%', from) >= to) {
      return text.substring(from, to);
    }
    var bytes = new byte[to - from];
    int count = 0;
    for (int i = from; i < to; i++) {
      int c = text.charAt(i);
      if (c == '%') {
        c = octet(text, i, to);
        i += 2;
        if (c == '/' || c == '\\' || c < 0x20 || c == 0x7f) {
          throw Malformed.bad("an encoded slash, backslash or control character in the path");
        }
      }
      bytes[count++] = (byte) c;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, count))
          .toString();
    } catch (CharacterCodingException e) {
      throw Malformed.bad("the path isn't UTF-8");
    }
  }

  /** A name or value of a query; a plus is a space. Bytes that aren't UTF-8 become U+FFFD. */
  static String decodeQuery(String text, int from, int to) {
    boolean plain = true;
    for (int i = from; i < to && plain; i++) {
      plain = text.charAt(i) != '%' && text.charAt(i) != '+';
    }
    if (plain) {
      return text.substring(from, to);
    }
    var bytes = new byte[to - from];
    int count = 0;
    for (int i = from; i < to; i++) {
      int c = text.charAt(i);
      if (c == '+') {
        c = ' ';
      } else if (c == '%' && i + 2 < to && Chars.hex(text.charAt(i + 1)) >= 0) {
        c = 16 * Chars.hex(text.charAt(i + 1)) + Chars.hex(text.charAt(i + 2));
        i += 2;
      }
      bytes[count++] = (byte) c;
    }
    return new String(bytes, 0, count, StandardCharsets.UTF_8);
  }

  /** Every percent sign begins an octet. */
  static void check(String text) throws Malformed {
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
      octet(text, i, text.length());
    }
  }

  private static int octet(String text, int at, int to) throws Malformed {
    boolean room = at + 2 < to;
    int high = room ? Chars.hex(text.charAt(at + 1)) : -1;
    int low = room ? Chars.hex(text.charAt(at + 2)) : -1;
    if (high < 0 || low < 0) {
      throw Malformed.bad("a percent sign without two hexadecimal digits");
    }
    return 16 * high + low;
  }
}
