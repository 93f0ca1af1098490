package io.serai.backend;

import io.serai.request.Holding;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects a body into one array, copied once if its length was announced. */
final class Body {
  private static final byte[] NONE = {};

  /** What is believed of an announced length before the bytes are there. */
  private static final int BELIEVED = 64 << 10;

  private long max;
  private Holding holding = Holding.NONE;
  private byte[] bytes = NONE;
  private int size;
  private long held;
  private long end;

  void reset(long max, Holding holding) {
    this.max = max;
    this.holding = holding;
    bytes = NONE;
    size = 0;
    held = 0;
    end = max;
  }

  /** The fault, or null. */
  @Nullable String expect(long length) {
    if (length > max) {
      return tooLong();
    }
    end = length;
    // Memory is taken for all of it now: of many that come at once some shall come whole.
    return length == 0 || hold(length) ? grow((int) Math.min(length, BELIEVED)) : Holding.SPENT;
  }

  /** The fault, or null. */
  @Nullable String add(byte[] in, int from, int length) {
    if ((long) size + length > max) {
      return tooLong();
    }
    if (size + length > bytes.length) {
      var fault = grow(Math.max(size + length, Math.min(2 * size, (int) end)));
      if (fault != null) {
        return fault;
      }
    }
    System.arraycopy(in, from, bytes, size, length);
    size += length;
    return null;
  }

  private @Nullable String grow(int to) {
    if (!hold(to)) {
      return Holding.SPENT;
    }
    bytes = to == 0 ? NONE : Arrays.copyOf(bytes, to);
    return null;
  }

  private boolean hold(long whole) {
    if (whole > held) {
      if (!holding.take(whole - held)) {
        return false;
      }
      held = whole;
    }
    return true;
  }

  private String tooLong() {
    return "answered more than " + max + " bytes";
  }

  /** Exactly what came. */
  byte[] bytes() {
    var whole = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    bytes = NONE;
    size = 0;
    return whole;
  }
}
