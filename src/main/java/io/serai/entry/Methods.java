package io.serai.entry;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * The methods a route names. HEAD comes with GET.
 *
 * @param names in upper case and in order; empty for all
 */
record Methods(List<String> names) {
  static final Methods ALL = new Methods(List.of());

  /** What a route that takes any method is said to allow. */
  private static final List<String> ANY =
      List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

  /**
   * Reads {@code GET}, {@code PUT,PATCH} or {@code *}.
   *
   * @throws IllegalArgumentException in words for the operator
   */
  static Methods parse(String text) {
    if (text.strip().equals("*")) {
      return ALL;
    }
    var names = new TreeSet<String>();
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      var name = text.substring(from, to).strip().toUpperCase(Locale.ROOT);
      if (!Chars.isToken(name) || name.equals("CONNECT") || name.equals("TRACE")) {
        throw new IllegalArgumentException(
            "'" + text + "' is no list of methods (expected: GET, a list such as PUT,PATCH, or *)");
      }
      names.add(name);
      from = to + 1;
    }
    return new Methods(List.copyOf(names));
  }

  boolean has(String method) {
    return names.isEmpty() || names.contains(method);
  }

  /**
   * A method that both name, or an empty string; OPTIONS only if there is no other. The HEAD that
   * comes with GET gives way to one that is named.
   */
  String common(Methods other) {
    if (names.isEmpty()) {
      return other.names.isEmpty() ? "*" : other.names.get(0);
    }
    var common = "";
    for (var name : names) {
      if (other.has(name) && (common.isEmpty() || common.equals("OPTIONS"))) {
        common = name;
      }
    }
    return common;
  }

  /** All that are answered, as an {@code Allow} header lists them. */
  List<String> listed() {
    if (names.isEmpty()) {
      return ANY;
    }
    var listed = new TreeSet<>(names);
    if (listed.contains("GET")) {
      listed.add("HEAD");
    }
    return List.copyOf(listed);
  }
}
