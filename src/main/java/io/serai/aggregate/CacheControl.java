package io.serai.aggregate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Several parts' {@code Cache-Control}, RFC 9111 section 5.2.2, as that of a document of them. */
final class CacheControl {
  /** Forbids or demands something: one part's is all parts'. */
  private static final List<String> DEMANDS =
      List.of("must-revalidate", "proxy-revalidate", "must-understand", "no-transform");

  /** Seconds: the fewest that a part allows. */
  private static final List<String> LIFETIMES = List.of("max-age", "s-maxage");

  /** Allows something: only if every part allows it. */
  private static final List<String> PERMITS =
      List.of("stale-while-revalidate", "stale-if-error", "immutable");

  private CacheControl() {}

  /**
   * One value for all: {@code no-store} beats {@code no-cache}, that {@code private}; then the
   * shortest lifetime.
   *
   * @param parts the lines of each
   */
  static String strictest(List<List<String>> parts) {
    var all = parts.stream().map(CacheControl::directives).toList();
    if (any(all, "no-store")) {
      return "no-store";
    }
    var out = new StringBuilder();
    if (any(all, "private")) {
      add(out, "private");
    } else if (every(all, "public")) {
      add(out, "public");
    }
    if (any(all, "no-cache")) {
      add(out, "no-cache");
    }
    for (var lifetime : LIFETIMES) {
      if (any(all, lifetime)) {
        add(out, lifetime + "=" + fewest(all, lifetime));
      }
    }
    for (var demand : DEMANDS) {
      if (any(all, demand)) {
        add(out, demand);
      }
    }
    for (var permit : PERMITS) {
      if (every(all, permit)) {
        add(out, permit.equals("immutable") ? permit : permit + "=" + fewest(all, permit));
      }
    }
    return out.isEmpty() ? parts.get(0).get(0) : out.toString();
  }

  private static void add(StringBuilder out, String directive) {
    out.append(out.isEmpty() ? "" : ", ").append(directive);
  }

  private static boolean any(List<Map<String, String>> all, String directive) {
    return all.stream().anyMatch(part -> part.containsKey(directive));
  }

  private static boolean every(List<Map<String, String>> all, String directive) {
    return all.stream().allMatch(part -> part.containsKey(directive));
  }

  /** What is no number has expired, RFC 9111 section 4.2.1. */
  private static long fewest(List<Map<String, String>> all, String directive) {
    long fewest = Long.MAX_VALUE;
    for (var part : all) {
      var text = part.get(directive);
      if (text != null) {
        fewest = Math.min(fewest, seconds(text));
      }
    }
    return fewest;
  }

  private static long seconds(String text) {
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** By lower-case name, without quotes; of one given twice the first, as RFC 9111 advises. */
  private static Map<String, String> directives(List<String> lines) {
    var directives = new LinkedHashMap<String, String>();
    for (var line : lines) {
      int start = 0;
      boolean quoted = false;
      for (int i = 0; i <= line.length(); i++) {
        char c = i < line.length() ? line.charAt(i) : ',';
        quoted ^= c == '"';
        if (i == line.length() || (c == ',' && !quoted)) {
          put(line.substring(start, i).strip(), directives);
          start = i + 1;
        }
      }
    }
    return directives;
  }

  private static void put(String directive, Map<String, String> directives) {
    if (!directive.isEmpty()) {
      int equals = directive.indexOf('=');
      var name = equals < 0 ? directive : directive.substring(0, equals).strip();
      var value = equals < 0 ? "" : directive.substring(equals + 1).strip().replace("\"", "");
      directives.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
    }
  }
}
