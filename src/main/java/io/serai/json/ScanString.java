package io.serai.json;

/** Validates what stands in a string: escapes, UTF-8, no control characters. */
final class ScanString {
  private ScanString() {}

  /** From behind the opening quote to behind the closing one, or ~fault. */
  static int end(byte[] t, int i, int end) {
    while (true) {
      int c;
      if (i + 8 <= end) {
        long word = (long) Octets.LONGS.get(t, i);
        // A high bit marks a byte that is a quote, a backslash, below a space, or not ASCII.
        // Borrows run upwards only, so the lowest mark is exact.
        long marks =
            (((word ^ Octets.QUOTES) - Octets.ONES)
                    | ((word ^ Octets.BACKSLASHES) - Octets.ONES)
                    | (word - Octets.SPACES)
                    | word)
                & Octets.HIGH_BITS;
        if (marks == 0) {
          i += 8;
          continue;
        }
        i += Long.numberOfTrailingZeros(marks) >>> 3;
        c = t[i];
      } else {
        if (i >= end) {
          return ~end;
        }
        c = t[i];
      }
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i = escape(t, i, end);
      } else if (c < 0) {
        i = utf8(t, i, end);
      } else if (c < ' ') {
        return ~i;
      } else {
        i++;
      }
      if (i < 0) {
        return i;
      }
    }
  }

  private static int escape(byte[] t, int i, int end) {
    if (i + 1 >= end) {
      return ~end;
    }
    int kind = t[i + 1];
    if (kind != 'u') {
      return kind >= '"' && ESCAPES.indexOf(kind) >= 0 ? i + 2 : ~(i + 1);
    }
    for (int k = i + 2; k < i + 6; k++) {
      if (k >= end || hex(t[k]) < 0) {
        return ~k;
      }
    }
    return i + 6;
  }

  private static final String ESCAPES = "\"\\/bfnrt";

  static int hex(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /** Over a run of multi-byte characters, RFC 3629 section 4, or ~fault. */
  private static int utf8(byte[] t, int i, int end) {
    while (i < end && t[i] < 0) {
      int lead = t[i] & 0xFF;
      int size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
      if (lead < 0xC2 || lead > 0xF4) {
        return ~i;
      }
      if (i + size > end) {
        return ~end;
      }
      int second = t[i + 1] & 0xFF;
      int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (second < least || second > most) {
        return ~(i + 1);
      }
      for (int k = i + 2; k < i + size; k++) {
        if ((t[k] & 0xC0) != 0x80) {
          return ~k;
        }
      }
      i += size;
    }
    return i;
  }
}
