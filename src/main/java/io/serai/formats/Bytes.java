package io.serai.formats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are being written, up to a bound. */
final class Bytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final long most;
  private byte[] bytes;
  private int size;

  /**
   * None yet.
   *
   * @param expected how many there may be
   * @param most how many there can be
   */
  Bytes(int expected, long most) {
    this.most = most;
    this.bytes = new byte[(int) Math.max(16, Math.min(expected, most))];
  }

  int size() {
    return size;
  }

  /** Room for so many more. */
  private void room(int more) throws Unreadable {
    if (more <= bytes.length - size) {
      return;
    }
    long needed = (long) size + more;
    if (needed > most) {
      throw Unreadable.tooLong(most);
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(needed, 2L * bytes.length)));
  }

  void add(int b) throws Unreadable {
    room(1);
    bytes[size++] = (byte) b;
  }

  void add(byte[] in, int from, int length) throws Unreadable {
    room(length);
    System.arraycopy(in, from, bytes, size, length);
    size += length;
  }

  void add(byte[] in) throws Unreadable {
    add(in, 0, in.length);
  }

  void add(Bytes other, int from, int to) throws Unreadable {
    add(other.bytes, from, to - from);
  }

  @SuppressWarnings("deprecation") // which is for texts that aren't ASCII
  void ascii(String text) throws Unreadable {
    room(text.length());
    text.getBytes(0, text.length(), bytes, size);
    size += text.length();
  }

  /** A text without half a surrogate pair, in UTF-8. */
  void utf8(String text) throws Unreadable {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A JSON string, with its quotes. */
  void quoted(CharSequence text) throws Unreadable {
    add('"');
    inQuotes(text, 0, text.length());
    add('"');
  }

  /** What stands between the quotes of a JSON string; half a surrogate pair becomes an escape. */
  void inQuotes(CharSequence text, int from, int to) throws Unreadable {
    for (int i = plain(text, from, to); i < to; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        add('\\');
        add(c);
      } else if (c < ' ') {
        control(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < to
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, text.charAt(++i)));
      } else if (Character.isSurrogate(c)) {
        escape(c);
      } else {
        utf8(c);
      }
    }
  }

  /** Writes what needs no thought, most of most texts; where it ends. */
  private int plain(CharSequence text, int from, int to) throws Unreadable {
    room(to - from);
    int at = size;
    int i = from;
    for (; i < to; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
        break;
      }
      bytes[at++] = (byte) c;
    }
    size = at;
    return i;
  }

  private void control(char c) throws Unreadable {
    int letter = c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : 0;
    if (letter == 0) {
      escape(c);
    } else {
      add('\\');
      add(letter);
    }
  }

  private void escape(char c) throws Unreadable {
    add('\\');
    add('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      add(HEX[(c >> shift) & 15]);
    }
  }

  /** A character, in UTF-8. */
  void utf8(int point) throws Unreadable {
    if (point < 0x80) {
      add(point);
      return;
    }
    if (point < 0x800) {
      add(0xC0 | (point >> 6));
    } else {
      if (point < 0x10000) {
        add(0xE0 | (point >> 12));
      } else {
        add(0xF0 | (point >> 18));
        add(0x80 | ((point >> 12) & 0x3F));
      }
      add(0x80 | ((point >> 6) & 0x3F));
    }
    add(0x80 | (point & 0x3F));
  }

  /** Exactly what was written. */
  byte[] toArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
