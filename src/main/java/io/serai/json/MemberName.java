package io.serai.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A member's name to compare with what stands in a document, where it may have escapes. */
final class MemberName {
  private final String name;
  private final byte[] bytes;
  private final boolean plain;

  MemberName(String name) {
    this.name = name;
    this.bytes = name.getBytes(StandardCharsets.UTF_8);
    this.plain = name.indexOf('\\') < 0;
  }

  /** Whether what stands between the quotes, from {@code start} to {@code end}, means this name. */
  boolean is(byte[] t, int start, int end) {
    if (plain && Arrays.equals(t, start, end, bytes, 0, bytes.length)) {
      return true;
    }
    for (int k = start; k < end; k++) {
      if (t[k] == '\\') {
        return JsonText.decode(t, start, end).equals(name);
      }
    }
    return false;
  }
}
