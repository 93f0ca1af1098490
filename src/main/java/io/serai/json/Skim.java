package io.serai.json;

/** Steps over the parts of a text already known to be valid. */
final class Skim {
  private Skim() {}

  static int space(byte[] t, int i) {
    return i < t.length && t[i] > ' ' ? i : JsonScan.skipSpace(t, i, t.length);
  }

  /** From an opening quote to behind the closing one. */
  static int string(byte[] t, int i) {
    i++;
    while (true) {
      if (i + 8 <= t.length) {
        long word = (long) Octets.LONGS.get(t, i);
        long quotes = word ^ Octets.QUOTES;
        long slashes = word ^ Octets.BACKSLASHES;
        long marks =
            (((quotes - Octets.ONES) & ~quotes) | ((slashes - Octets.ONES) & ~slashes))
                & Octets.HIGH_BITS;
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
    i++; // goes on even over what isn't valid, so that no caller stands still
    while (i < t.length && t[i] > ' ' && t[i] != ',' && t[i] != '}' && t[i] != ']') {
      i++;
    }
    return i;
  }

  /** From behind a member's name to its value. */
  static int colon(byte[] t, int i) {
    return space(t, space(t, i) + 1);
  }

  /** From behind an element or member to the next one, or to the closing bracket. */
  static int next(byte[] t, int i) {
    i = space(t, i);
    return t[i] == ',' ? space(t, i + 1) : i;
  }

  /** Whether a value nests deeper than so many levels; a scalar has none. */
  static boolean deeper(byte[] t, int start, int end, int levels) {
    int depth = 0;
    // Every level takes two bytes: most values are too short to be looked at.
    for (int i = end - start <= 2L * levels ? end : start; i < end; i++) {
      byte c = t[i];
      if (c == '"') {
        i = string(t, i) - 1;
      } else if ((c | 0x20) == '{') {
        if (++depth > levels) {
          return true;
        }
      } else if ((c | 0x20) == '}') {
        depth--;
      }
    }
    return false;
  }
}
