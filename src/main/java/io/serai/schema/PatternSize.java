package io.serai.schema;

import java.util.ArrayDeque;

/**
 * About how many steps a pattern compiles to. {@code ((a{1000}){1000}){1000}} is short to write and
 * fills any memory; a client may write one where the schema says {@code "format":"regex"}.
 */
final class PatternSize {
  static final long MOST = 10_000;

  private PatternSize() {}

  static long of(String pattern) {
    var groups = new ArrayDeque<Long>();
    long size = 0;
    long last = 0;
    for (int i = 0; i < pattern.length() && size <= MOST; i++) {
      char c = pattern.charAt(i);
      if (c == '(') {
        groups.push(size);
        size = 0;
      } else if (c == ')' && !groups.isEmpty()) {
        last = size + 1;
        size = groups.pop() + last;
      } else if (c == '{') {
        long times = times(pattern, i + 1);
        size += last * Math.max(0, times - 1);
        last *= Math.max(1, times);
      } else {
        i += c == '\\' ? 1 : 0;
        last = 1;
        size++;
      }
    }
    // What is still open when it grew too long counts too.
    return size + groups.stream().mapToLong(Long::longValue).sum();
  }

  /** The larger of the bounds in braces. */
  private static long times(String pattern, int from) {
    long most = 0;
    long number = 0;
    for (int i = from; i < pattern.length() && pattern.charAt(i) != '}'; i++) {
      char c = pattern.charAt(i);
      number = c >= '0' && c <= '9' ? Math.min(number * 10 + (c - '0'), MOST) : 0;
      most = Math.max(most, number);
    }
    return most;
  }
}
