package io.serai.json;

/** Steps over the parts of a text already known to be valid. */
final class Skim {
  private Skim() {}

  private static final long QUOTES = '"' * JsonScan.ONES;
  private static final long BACKSLASHES = '\\' * JsonScan.ONES;

  static int space(byte[] t, int i) {
    return i < t.length && t[i] > ' ' ? i : JsonScan.skipSpace(t, i, t.length);
  }

  /** From an opening quote to behind the closing one. */
  static int string(byte[] t, int i) {
    i++;
    while (true) {
      if (i + 8 <= t.length) {
        long word = (long) JsonScan.LONGS.get(t, i);
        long quotes = word ^ QUOTES;
        long slashes = word ^ BACKSLASHES;
        long marks =
            (((quotes - JsonScan.ONES) & ~quotes) | ((slashes - JsonScan.ONES) & ~slashes))
                & JsonScan.HIGH_BITS;
        if (marks == 0) {
          i += 8;
          continue;
        }
        i += Long.numberOfTrailingZeros(marks) >>> 3;
      }
      if (t[i] == '"') {
        return i + 1;
      }
      i += t[i] == '\\' ? 2 : 1;
    }
  }

  /** From the first byte of a value to behind its last. */
  static int value(byte[] t, int i) {
    byte c = t[i];
    if (c == '"') {
      return string(t, i);
    }
    if (c != '{' && c != '[') {
      return scalar(t, i);
    }
    int depth = 0;
    while (true) {
      c = t[i];
      if (c == '"') {
        i = string(t, i);
        continue;
      }
      i++;
      int bracket = c | 0x20; // [ and { and their closing ones differ by this bit only
      if (bracket == '{') {
        depth++;
      } else if (bracket == '}' && --depth == 0) {
        return i;
      }
    }
  }

  private static int scalar(byte[] t, int i) {
    while (i < t.length && t[i] > ' ' && t[i] != ',' && t[i] != '}' && t[i] != ']') {
      i++;
    }
    return i;
  }

  /** From behind a member's name to its value. */
  static int colon(byte[] t, int i) {
    return space(t, space(t, i) + 1);
  }
}
