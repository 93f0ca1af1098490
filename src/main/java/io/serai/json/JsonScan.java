package io.serai.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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

  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final long ONES = 0x0101010101010101L;
  static final long HIGH_BITS = 0x8080808080808080L;
  private static final long SPACES = ' ' * ONES;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;

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
    int end = offset + length;
    int fault = scan(text, offset, end);
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
  private static int scan(byte[] t, int start, int end) {
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
        i = string(t, i + 1, end);
        if (i < 0) {
          return ~i;
        }
      } else if (c == '{' || c == '[') {
        if (depth == MAX_DEPTH) {
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
        i = c == '-' || (c >= '0' && c <= '9') ? number(t, i, end) : literal(t, i, end);
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
      while (i + 8 <= end && (long) LONGS.get(t, i) == SPACES) {
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
    i = string(t, i + 1, end);
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

  /** From behind the opening quote to behind the closing one, or ~fault. */
  private static int string(byte[] t, int i, int end) {
    while (true) {
      int c;
      if (i + 8 <= end) {
        long word = (long) LONGS.get(t, i);
        // A high bit marks a byte that is a quote, a backslash, below a space, or not ASCII.
        // Borrows
        // run upwards only, so the lowest mark is exact.
        long marks =
            (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES) | word)
                & HIGH_BITS;
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

  private static int number(byte[] t, int i, int end) {
    if (t[i] == '-') {
      i++;
    }
    if (i < end && t[i] == '0') {
      i++;
    } else {
      int from = i;
      i = digits(t, i, end);
      if (i == from) {
        return ~i;
      }
    }
    if (i < end && t[i] == '.') {
      int from = i + 1;
      i = digits(t, from, end);
      if (i == from) {
        return ~i;
      }
    }
    if (i < end && (t[i] | 0x20) == 'e') {
      i++;
      if (i < end && (t[i] == '+' || t[i] == '-')) {
        i++;
      }
      int from = i;
      i = digits(t, from, end);
      if (i == from) {
        return ~i;
      }
    }
    return i;
  }

  private static int digits(byte[] t, int i, int end) {
    while (i < end && t[i] >= '0' && t[i] <= '9') {
      i++;
    }
    return i;
  }

  private static int literal(byte[] t, int i, int end) {
    byte[] word = t[i] == 't' ? TRUE : t[i] == 'f' ? FALSE : NULL;
    for (int k = 0; k < word.length; k++) {
      if (i + k >= end || t[i + k] != word[k]) {
        return ~(i + k);
      }
    }
    return i + word.length;
  }

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
}
