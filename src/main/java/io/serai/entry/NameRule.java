package io.serai.entry;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which names may pass: none, the listed ones, or all.
 *
 * @param all whether any may
 * @param names the listed ones, as written
 * @param compared the same, as they are compared
 */
record NameRule(boolean all, List<String> names, List<String> compared) {
  static final NameRule NONE = new NameRule(false, List.of(), List.of());
  static final NameRule ALL = new NameRule(true, List.of(), List.of());

  /** Names of query parameters: case matters. */
  static NameRule ofParameters(List<String> names) {
    if (names.contains("*")) {
      return ALL;
    }
    var sorted = List.copyOf(new TreeSet<>(names));
    return new NameRule(false, sorted, sorted);
  }

  /**
   * Names of headers: case doesn't matter, but for eyes and old clients, who get to see the names
   * as written.
   *
   * @throws IllegalArgumentException for one that can't be a header, in words for the operator
   */
  static NameRule ofHeaders(List<String> names) {
    if (names.contains("*")) {
      return ALL;
    }
    var written = new TreeMap<String, String>();
    for (var name : names) {
      if (!Chars.isToken(name)) {
        throw new IllegalArgumentException("'" + name + "' can't be the name of a header");
      }
      if (HeaderNames.isNeverLet(name)) {
        throw new IllegalArgumentException(
            "'" + name + "' belongs to one connection or to Camel and never passes the gateway");
      }
      written.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
    }
    return new NameRule(false, List.copyOf(written.values()), List.copyOf(written.keySet()));
  }

  boolean letsNone() {
    return !all && names.isEmpty();
  }

  /** Whether this one may; a header's in lower case. */
  boolean lets(String name) {
    return all || compared.contains(name);
  }

  /** A header as the rule spells it, else as whoever sent it did. */
  String spelt(String sent) {
    int listed = compared.indexOf(sent.toLowerCase(Locale.ROOT));
    return listed < 0 ? sent : names.get(listed);
  }
}
