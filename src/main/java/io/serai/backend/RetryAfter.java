package io.serai.backend;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** When to come back, RFC 9110 section 10.2.3: in so many seconds, or at a date. */
final class RetryAfter {
  private RetryAfter() {}

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
