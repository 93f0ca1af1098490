package io.serai.json;

/**
 * Validates JSON text (RFC 8259) in one pass over its bytes, building nothing.
 *
 * <p>Strict: UTF-8 without overlong forms and surrogates, no control characters in strings, nothing
 * after the value, no empty text. A byte order mark is invalid: RFC 8259 section 8.1 forbids
 * sending one, and in the middle of a spliced document it would break the whole. Members of one
 * name twice are valid here, as in the RFC; what reads them counts the last. A lone surrogate
 * written as an escape is valid, as in the grammar.
 */
public final class JsonScan {
  private JsonScan() {}

  /** What {@link #check} answers for a valid document. */
  public static final int VALID = -1;

  /** How deep arrays and objects may nest; deeper is invalid at the bracket that goes too deep. */
  public static final int MAX_DEPTH = 512;

  /** How deep a part may nest, so that the document it becomes a member or element of is valid. */
  public static final int PART_DEPTH = MAX_DEPTH - 1;

  /** What a document is at its root. */
  public enum Kind {
    OBJECT,
    ARRAY,
    /** A string, number, boolean or null. */
    SCALAR
  }

  /** Scans one whole array of bytes, {@link #check(byte[], int, int)}. */
  public static int check(byte[] text) {
    return check(text, 0, text.length);
  }

  /**
   * Scans one whole document.
   *
   * @return {@link #VALID}, or the offset of the first byte that breaks the document, relative to
   *     {@code offset}; its length if it ends too early
   */
  public static int check(byte[] text, int offset, int length) {
    return check(text, offset, length, MAX_DEPTH);
  }

  /** The same for a part, which nests {@link #PART_DEPTH} levels deep at most. */
  public static int checkPart(byte[] text) {
    return check(text, 0, text.length, PART_DEPTH);
  }

  private static int check(byte[] text, int offset, int length, int most) {
    int fault = scan(text, offset, offset + length, most);
    return fault < 0 ? VALID : fault - offset;
  }

  /** The kind of a valid document; scalar for an empty text. */
  public static Kind kind(byte[] text) {
    int i = skipSpace(text, 0, text.length);
    if (i == text.length) {
      return Kind.SCALAR;
    }
    return text[i] == '{' ? Kind.OBJECT : text[i] == '[' ? Kind.ARRAY : Kind.SCALAR;
  }

  /** Whether a valid document is {@code {}} or {@code []}. */
  public static boolean isEmpty(byte[] text) {
    int i = skipSpace(text, 0, text.length);
    if (i == text.length || (text[i] != '{' && text[i] != '[')) {
      return false;
    }
    i = skipSpace(text, i + 1, text.length);
    return text[i] == '}' || text[i] == ']';
  }

  /** The absolute offset of the fault, negative if there is none. */
  private static int scan(byte[] t, int start, int end, int most) {
    // One bit a level, set for an object; the innermost 64 at hand, the others put away.
    long levels = 0;
    long[] outer = NONE;
    int depth = 0;
    int i = skipSpace(t, start, end);
    while (true) {
      if (i == end) {
        return end;
      }
      byte c = t[i];
      if (c == '"') {
        i = ScanString.end(t, i + 1, end);
        if (i < 0) {
          return ~i;
        }
      } else if (c == '{' || c == '[') {
        if (depth == most) {
          return i;
        }
        if ((depth & 63) == 0 && depth > 0) {
          outer = outer.length == 0 ? new long[MAX_DEPTH / 64] : outer;
          outer[(depth >> 6) - 1] = levels;
        }
        depth++;
        levels = levels << 1 | (c == '{' ? 1 : 0);
        i = skipSpace(t, i + 1, end);
        if (i == end) {
          return end;
        }
        if (t[i] != c + 2) { // the closing bracket is two after the opening one in ASCII
          if (c == '{') {
            i = name(t, i, end);
            if (i < 0) {
              return ~i;
            }
          }
          continue;
        }
        // Empty: closed below, where every other is closed too.
      } else {
        i = ScanScalar.end(t, i, end);
        if (i < 0) {
          return ~i;
        }
      }
      while (true) {
        if (i == end || t[i] <= ' ') {
          i = skipSpace(t, i, end);
        }
        if (depth == 0) {
          return i == end ? VALID : i;
        }
        if (i == end) {
          return end;
        }
        c = t[i];
        boolean object = (levels & 1) != 0;
        if (c == ',') {
          i = skipSpace(t, i + 1, end);
          if (object) {
            i = name(t, i, end);
            if (i < 0) {
              return ~i;
            }
          }
          break;
        }
        if (c != (object ? '}' : ']')) {
          return i;
        }
        i++;
        depth--;
        levels >>>= 1;
        if ((depth & 63) == 0 && depth > 0) {
          levels = outer[(depth >> 6) - 1];
        }
      }
    }
  }

  private static final long[] NONE = {};

  static int skipSpace(byte[] t, int i, int end) {
    while (i < end) {
      byte c = t[i];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return i;
      }
      i++;
      // Indented documents: a line feed and many spaces.
      while (i + 8 <= end && (long) Octets.LONGS.get(t, i) == Octets.SPACES) {
        i += 8;
      }
    }
    return end;
  }

  /** From a member's opening quote to its value, or ~fault. */
  private static int name(byte[] t, int i, int end) {
    if (i == end || t[i] != '"') {
      return ~i;
    }
    i = ScanString.end(t, i + 1, end);
    if (i < 0) {
      return i;
    }
    if (i == end || t[i] != ':') {
      i = skipSpace(t, i, end);
      if (i == end || t[i] != ':') {
        return ~i;
      }
    }
    i++;
    return i < end && t[i] > ' ' ? i : skipSpace(t, i, end);
  }
}
