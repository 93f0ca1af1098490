package io.serai.request;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Percent-encoding, RFC 3986 section 2. */
final class Percent {
  private Percent() {}

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final boolean[] UNRESERVED = new boolean[128];
  private static final boolean[] LITERAL = new boolean[128];

  static {
    for (char c = '0'; c <= 'z'; c++) {
      UNRESERVED[c] = Character.isLetterOrDigit(c);
    }
    for (char c : "-._~".toCharArray()) {
      UNRESERVED[c] = true;
    }
    System.arraycopy(UNRESERVED, 0, LITERAL, 0, 128);
    // What an operator may write in a path or query by itself; # would start a fragment.
    for (char c : "/:@!$&'()*+,;=?".toCharArray()) {
      LITERAL[c] = true;
    }
  }

  /** Appends one segment or query value; false if there is a control character in it. */
  static boolean encode(String value, ByteBuf out) {
    return encode(value, false, out);
  }

  /** Appends one value, of a form perhaps, in which lines may break. */
  static boolean encode(String value, boolean form, ByteBuf out) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 128 && UNRESERVED[c]) {
        out.writeByte(c);
      } else if (Character.isISOControl(c) && !form) {
        return false;
      } else if (c < 128) {
        escape(c, out);
      } else {
        i += beyondAscii(value, i, out) - 1;
      }
    }
    return true;
  }

  private static int beyondAscii(String value, int at, ByteBuf out) {
    int size = Character.charCount(value.codePointAt(at));
    for (var b : value.substring(at, at + size).getBytes(StandardCharsets.UTF_8)) {
      escape(b, out);
    }
    return size;
  }

  private static void escape(int b, ByteBuf out) {
    out.writeByte('%');
    out.writeByte(HEX[b >> 4 & 15]);
    out.writeByte(HEX[b & 15]);
  }

  /**
   * An operator's own text: what is encoded already stays, what can't stand in a URI is encoded.
   */
  static byte[] literal(String text) {
    var out = Unpooled.buffer(text.length() + 16);
    literal(text, out);
    var bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  static void literal(String text, ByteBuf out) {
    for (var b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b == '%' || (b >= 0 && LITERAL[b])) {
        out.writeByte(b);
      } else {
        escape(b, out);
      }
    }
  }

  /** Whether a segment of the path written from {@code start} on is {@code .} or {@code ..}. */
  static boolean hasDotSegment(ByteBuf path, int start) {
    int end = path.writerIndex();
    for (int i = start; i < end; i++) {
      if (path.getByte(i) != '.' || (i > start && path.getByte(i - 1) != '/')) {
        continue;
      }
      int after = i + 1 < end && path.getByte(i + 1) == '.' ? i + 2 : i + 1;
      if (after == end || path.getByte(after) == '/') {
        return true;
      }
    }
    return false;
  }
}
