package io.serai.entry;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A loop's own byte array, in which the head of an answer is put together: one copy into the
 * outgoing buffer then, in place of a checked write per piece.
 */
final class Scratch {
  private static final FastThreadLocal<Scratch> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected Scratch initialValue() {
          return new Scratch();
        }
      };

  private byte[] bytes = new byte[1024];
  private int length;

  private Scratch() {}

  /** The calling thread's, empty. */
  static Scratch clean() {
    var scratch = OF_THREAD.get();
    scratch.length = 0;
    return scratch;
  }

  int length() {
    return length;
  }

  /** Forgets what was written from there on. */
  void cutTo(int to) {
    length = to;
  }

  Scratch put(byte[] piece) {
    room(piece.length);
    System.arraycopy(piece, 0, bytes, length, piece.length);
    length += piece.length;
    return this;
  }

  /** A text of Latin-1. */
  @SuppressWarnings("deprecation") // the one way to copy Latin-1 without a second array
  Scratch put(String latin1) {
    int count = latin1.length();
    room(count);
    latin1.getBytes(0, count, bytes, length);
    length += count;
    return this;
  }

  Scratch put(char latin1) {
    room(1);
    bytes[length++] = (byte) latin1;
    return this;
  }

  Scratch put(long number) {
    room(20);
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    int at = length + digits;
    long rest = number;
    do {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    length += digits;
    return this;
  }

  void copyTo(ByteBuf buffer) {
    buffer.writeBytes(bytes, 0, length);
  }

  String text() {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
