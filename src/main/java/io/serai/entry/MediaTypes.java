package io.serai.entry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether one list of media types meets another. */
final class MediaTypes {
  private MediaTypes() {}

  /**
   * Compares without parameters and weights.
   *
   * @param offered as a route writes them; null or empty for all
   * @param asked as a client sends them
   */
  static boolean match(@Nullable String offered, String asked) {
    if (offered == null || offered.isBlank()) {
      return true;
    }
    for (int a = 0; a <= offered.length(); a = next(offered, a)) {
      var mine = type(offered, a);
      for (int b = 0; b <= asked.length(); b = next(asked, b)) {
        if (meet(mine, type(asked, b))) {
          return true;
        }
      }
    }
    return false;
  }

  private static int next(String list, int from) {
    int comma = list.indexOf(',', from);
    return (comma < 0 ? list.length() : comma) + 1;
  }

  private static String type(String list, int from) {
    int comma = list.indexOf(',', from);
    var type = list.substring(from, comma < 0 ? list.length() : comma);
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private static boolean meet(String one, String other) {
    if (one.equals(other) || one.equals("*/*") || other.equals("*/*")) {
      return true;
    }
    return isRange(one, other) || isRange(other, one);
  }

  private static boolean isRange(String range, String type) {
    return range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
  }
}
