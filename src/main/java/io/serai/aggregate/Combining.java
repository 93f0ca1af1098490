package io.serai.aggregate;

import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How several parts' values of one header become one. */
enum Combining {
  /** The first in the file. */
  FIRST {
    @Override
    List<String> of(List<List<String>> parts) {
      return parts.get(0);
    }
  },

  /** All lines of all parts, in the order of the file, each by itself; equal ones once. */
  ALL {
    @Override
    List<String> of(List<List<String>> parts) {
      var all = new ArrayList<String>();
      for (var part : parts) {
        for (var line : part) {
          if (!all.contains(line)) {
            all.add(line);
          }
        }
      }
      return all;
    }
  },

  /** The largest number or latest date. */
  MAX {
    @Override
    List<String> of(List<List<String>> parts) {
      return extreme(parts, 1);
    }
  },

  /** The smallest number or earliest date. */
  MIN {
    @Override
    List<String> of(List<List<String>> parts) {
      return extreme(parts, -1);
    }
  },

  /** Of {@code Cache-Control}: what holds for the most demanding part holds for all. */
  STRICTEST {
    @Override
    List<String> of(List<List<String>> parts) {
      return List.of(CacheControl.strictest(parts));
    }
  };

  /**
   * Combines them.
   *
   * @param parts the lines of each part that has the header, in the order of the file
   */
  abstract List<String> of(List<List<String>> parts);

  /** What an operator calls so, null if there is none. */
  static @Nullable Combining named(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "first" -> FIRST;
      case "all" -> ALL;
      case "max" -> MAX;
      case "min" -> MIN;
      default -> null;
    };
  }

  private static List<String> extreme(List<List<String>> parts, int sign) {
    var best = parts.get(0).get(0);
    var bestValue = value(best);
    for (var part : parts.subList(1, parts.size())) {
      var value = value(part.get(0));
      if (compare(value, bestValue) * sign > 0) {
        best = part.get(0);
        bestValue = value;
      }
    }
    return List.of(best);
  }

  /**
   * What can't be read is less than anything: an Expires of 0 has expired, RFC 9111 section 5.3.
   */
  private static int compare(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    if (one == null || other == null) {
      return one == null ? other == null ? 0 : -1 : 1;
    }
    return one.compareTo(other);
  }

  private static @Nullable BigDecimal value(String text) {
    if (text.indexOf(' ') < 0) {
      try {
        // A number of a thousand digits is a joke.
        return text.length() > 32 ? null : new BigDecimal(text);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    try {
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return BigDecimal.valueOf(date.toEpochSecond());
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
