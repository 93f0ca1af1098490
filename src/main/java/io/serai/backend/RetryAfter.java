package io.serai.backend;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** When to come back, RFC 9110 section 10.2.3: in so many seconds, or at a date. */
final class RetryAfter {
  /** No call takes longer. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /** Nanoseconds that a retry after this answer waits at least: a backend that says so means it. */
  static long pause(Answer answer) {
    var after = read(answer.retryAfter());
    return after == null ? 0 : after.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : after.toNanos();
  }

  /** From now; null if it says nothing of use, which isn't worth failing for. */
  static @Nullable Duration read(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      if (Character.isDigit(text.charAt(0))) {
        return Duration.ofSeconds(Integer.parseInt(text));
      }
      var at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      var left = Duration.between(ZonedDateTime.now(at.getZone()), at);
      return left.isNegative() ? Duration.ZERO : left;
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }
}
