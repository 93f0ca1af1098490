package io.serai.json;

/** Says in words what {@link JsonScan#check(byte[])} found wrong. */
public final class JsonFault {
  private JsonFault() {}

  /** The reason for a fault in a whole array, {@link #reason(byte[], int, int, int)}. */
  public static String reason(byte[] text, int fault) {
    return reason(text, 0, text.length, fault);
  }

  /**
   * Such as {@code invalid JSON at byte 512: nested deeper than 512 levels}. Shows at most one byte
   * of the document.
   *
   * @param fault what {@link JsonScan#check(byte[], int, int)} answered for the same range, not
   *     {@link JsonScan#VALID}
   */
  public static String reason(byte[] text, int offset, int length, int fault) {
    return "invalid JSON at byte " + fault + ": " + why(text, offset, offset + length, fault);
  }

  private static String why(byte[] t, int start, int end, int fault) {
    int at = start + fault;
    if (start == end) {
      return "the text is empty";
    }
    if (at == end) {
      return JsonScan.skipSpace(t, start, end) == end
          ? "the text is nothing but white space"
          : "the text ends too early";
    }
    if (at == start && end - start >= 2) {
      int mark = (t[at] & 0xFF) << 8 | (t[at + 1] & 0xFF);
      if (mark == 0xEFBB) {
        return "a byte order mark, which RFC 8259 forbids";
      }
      if (mark == 0xFEFF || mark == 0xFFFE || mark >>> 8 == 0 || (mark & 0xFF) == 0) {
        return "UTF-16 or UTF-32 where UTF-8 was expected";
      }
    }
    return place(t, start, at);
  }

  /** What stands before the fault is sound, so its quotes and brackets can be counted. */
  private static String place(byte[] t, int start, int at) {
    int depth = 0;
    boolean string = false;
    for (int i = start; i < at; i++) {
      byte c = t[i];
      if (string) {
        i += c == '\\' ? 1 : 0;
        string = c != '"';
      } else if (c == '"') {
        string = true;
      } else if ((c | 0x20) == '{') {
        depth++;
      } else if ((c | 0x20) == '}') {
        depth--;
      }
    }
    int c = t[at] & 0xFF;
    if (string && isEscape(t, start, at)) {
      return "an escape that JSON doesn't know";
    }
    // A byte that may only follow another is at fault if it doesn't.
    if (c >= 0x80 || (at > start && t[at - 1] < 0)) {
      return "not UTF-8 (byte 0x" + hex(c) + ")";
    }
    if (string) {
      return "a control character in a string (byte 0x" + hex(c) + ")";
    }
    if (depth >= JsonScan.PART_DEPTH && (c == '[' || c == '{')) {
      return "nested deeper than " + depth + " levels";
    }
    if (depth == 0 && c == '<') {
      return "a '<', as in HTML or XML";
    }
    return c > ' ' && c < 0x7F ? "an unexpected '" + (char) c + "'" : "an unexpected 0x" + hex(c);
  }

  /** Whether the fault stands in an escape: at most five bytes behind an odd backslash. */
  private static boolean isEscape(byte[] t, int start, int at) {
    for (int i = at - 1; i >= start && i >= at - 5; i--) {
      if (t[i] == '\\') {
        int from = i;
        while (from > start && t[from - 1] == '\\') {
          from--;
        }
        return (i - from) % 2 == 0 && (i == at - 1 || t[i + 1] == 'u');
      }
    }
    return false;
  }

  private static String hex(int octet) {
    return octet < 16 ? "0" + Integer.toHexString(octet) : Integer.toHexString(octet);
  }
}
