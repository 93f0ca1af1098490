package io.serai.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes put behind one another; what is spliced in is copied once and never looked at. */
public final class Splice {
  private byte[] bytes;
  private int size;

  /**
   * An empty one.
   *
   * @param capacity the bytes expected; when it is exact, nothing is copied at the end
   */
  public Splice(int capacity) {
    bytes = new byte[Math.max(capacity, 2)];
  }

  /** A member's name as it stands before its value, {@code "name":}, to be made once. */
  public static byte[] name(String name) {
    return (new String(JsonText.quote(name), StandardCharsets.UTF_8) + ":")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** One byte, such as a bracket. */
  public Splice add(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  public Splice add(byte[] text) {
    return add(text, 0, text.length);
  }

  public Splice add(byte[] text, int offset, int length) {
    room(length);
    System.arraycopy(text, offset, bytes, size, length);
    size += length;
    return this;
  }

  /** A comma unless it is the first of its object, then name and value. */
  public Splice member(byte[] name, byte[] value) {
    if (size > 0 && bytes[size - 1] != '{') {
      add(',');
    }
    return add(name).add(value);
  }

  public int size() {
    return size;
  }

  /** All of it; ends the splice. */
  public byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}
