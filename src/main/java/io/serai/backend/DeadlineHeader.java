package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.serai.request.HeaderRules;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The header that tells a backend for how long its answer is waited for: whole milliseconds, 1 to
 * 86400000. Requests are written once and sent by several attempts, so its value has a place of
 * fixed width and stands at the end of it; space before a value is none of it, RFC 9110 section
 * 5.5.
 */
record DeadlineHeader(String name) {
  /** A day, the longest timeout, in milliseconds. */
  private static final int WIDTH = 8;

  /**
   * Reads the setting; null for none.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static @Nullable DeadlineHeader read(Texts texts) {
    var name = texts.get("deadlineHeader", "");
    if (name.isEmpty()) {
      return null;
    }
    var rules = HeaderRules.parse("deadlineHeader", name);
    if (rules.all() || rules.names().size() != 1 || !rules.added().isEmpty()) {
      throw texts.wrong("deadlineHeader", name, "the name of one header");
    }
    OurHeaders.checked("deadlineHeader", rules, IdempotencyKey.NONE, null, false);
    return new DeadlineHeader(rules.names().get(0));
  }

  boolean is(String header) {
    return name.equalsIgnoreCase(header);
  }

  /** Writes the line with an empty place for the value. */
  int write(ByteBuf out) {
    out.writeCharSequence(name, StandardCharsets.US_ASCII);
    out.writeByte(':');
    int place = out.writerIndex();
    out.writeBytes("        \r\n".getBytes(StandardCharsets.US_ASCII));
    return place;
  }

  /** Fills in the value; what is less than a millisecond is one. */
  static void fill(ByteBuf bytes, int place, long nanos) {
    long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
    for (int i = place + WIDTH - 1; i >= place; i--) {
      bytes.setByte(i, left == 0 ? ' ' : (int) ('0' + left % 10));
      left /= 10;
    }
  }
}
