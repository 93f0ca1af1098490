package io.serai.entry;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Which names may pass: none, the listed ones, or all.
 *
 * @param all whether any may
 * @param names the listed ones, as they are compared
 */
record NameRule(boolean all, List<String> names) {
  static final NameRule NONE = new NameRule(false, List.of());
  static final NameRule ALL = new NameRule(true, List.of());

  /** Names of query parameters: case matters. */
  static NameRule ofParameters(List<String> names) {
    return names.contains("*") ? ALL : new NameRule(false, List.copyOf(new TreeSet<>(names)));
  }

  /**
   * Names of headers: case doesn't matter.
   *
   * @throws IllegalArgumentException for one that can't be a header, in words for the operator
   */
  static NameRule ofHeaders(List<String> names) {
    if (names.contains("*")) {
      return ALL;
    }
    var lower = new TreeSet<String>();
    for (var name : names) {
      if (!Chars.isToken(name)) {
        throw new IllegalArgumentException("'" + name + "' can't be the name of a header");
      }
      if (HeaderNames.isNeverLet(name)) {
        throw new IllegalArgumentException(
            "'" + name + "' belongs to one connection or to Camel and never passes the gateway");
      }
      lower.add(name.toLowerCase(Locale.ROOT));
    }
    return new NameRule(false, List.copyOf(lower));
  }

  boolean letsNone() {
    return !all && names.isEmpty();
  }

  boolean lets(String name) {
    return all || names.contains(name);
  }
}
