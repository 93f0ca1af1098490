package io.serai.backend;

import java.util.Set;
import java.util.TreeSet;

/** The names that may stand under {@code parameters:} of a {@code backend:} call. */
final class Parameters {
  private Parameters() {}

  /** Free texts; Camel has to keep its hands off their {@code &}, {@code +} and {@code %}. */
  static final Set<String> FREE_TEXT =
      Set.of(
          "as",
          "method",
          "query",
          "requestHeaders",
          "responseHeaders",
          "body",
          "fallback",
          "schema",
          "expect",
          "passStatus",
          "pick",
          "drop",
          "rename",
          "unwrap",
          "format",
          "arrays",
          "csvSeparator",
          "retryOn");

  private static final Set<String> OTHERS =
      Set.of(
          "timeout",
          "attemptTimeout",
          "retries",
          "idempotent",
          "idempotencyKey",
          "optional",
          "deadline",
          "maxBody",
          "circuit",
          "gzip",
          "hedge",
          "stream");

  /** What would have to look into a body, or wait for all of it. */
  static final Set<String> NOT_STREAMED =
      new TreeSet<>(
          Set.of(
              "as",
              "body",
              "drop",
              "expect",
              "fallback",
              "format",
              "maxBody",
              "optional",
              "passStatus",
              "pick",
              "rename",
              "schema",
              "unwrap"));

  static final Set<String> ALL = all();

  private static Set<String> all() {
    var all = new TreeSet<>(FREE_TEXT);
    all.addAll(OTHERS);
    return all;
  }

  /**
   * Refuses what isn't known, or not yet.
   *
   * @throws IllegalArgumentException with name, value, what was expected and the cure
   */
  static void check(String name, String value) {
    if (!ALL.contains(name)) {
      throw new IllegalArgumentException(
          name
              + ": "
              + value
              + " (expected: one of "
              + String.join(", ", ALL)
              + "). Did you mean "
              + nearest(name)
              + "? A )& in an earlier value also splits it there");
    }
  }

  /**
   * Whether bodies go on as they come: said by a route file alone, as both ends of the route must.
   *
   * @throws IllegalArgumentException with name and value of what goes with it in no way
   */
  static boolean stream(Texts texts) {
    var own = texts.own().get("stream");
    if (own == null) {
      return false;
    }
    boolean stream = texts.flag("stream", false);
    for (var name : NOT_STREAMED) {
      if (stream && texts.own().containsKey(name)) {
        throw texts.wrong(name, texts.own().get(name), "nothing, for a streamed body isn't read");
      }
    }
    return stream;
  }

  private static String nearest(String name) {
    var nearest = "";
    int least = Integer.MAX_VALUE;
    for (var candidate : ALL) {
      int distance = distance(name, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** Levenshtein's. */
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
