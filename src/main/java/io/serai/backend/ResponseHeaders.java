package io.serai.backend;

import io.serai.request.HeaderRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which headers of an answer the route gets to see, and under what names: {@code ETag} as it is,
 * {@code X-Total=X-Count} the backend's {@code X-Count} as {@code X-Total}, {@code
 * X-Source="catalog"} whatever the backend said.
 */
final class ResponseHeaders {
  static final ResponseHeaders NONE = new ResponseHeaders(HeaderRules.NONE, Map.of(), Map.of());

  private final HeaderRules let;
  // By the backend's lower-case name, those the route sees.
  private final Map<String, List<String>> renamed;
  private final Map<String, List<String>> constants;

  private ResponseHeaders(
      HeaderRules let, Map<String, List<String>> renamed, Map<String, List<String>> constants) {
    this.let = let;
    this.renamed = renamed;
    this.constants = constants;
  }

  /**
   * Reads the rules.
   *
   * @param parameter whose value it is, for messages
   * @throws IllegalArgumentException with what is wrong, what was expected and the cure
   */
  static ResponseHeaders read(String parameter, String text) {
    var names = new ArrayList<String>();
    var renamed = new LinkedHashMap<String, List<String>>();
    var constants = new LinkedHashMap<String, List<String>>();
    for (var element : elements(text)) {
      int equals = element.indexOf('=');
      if (equals < 0) {
        names.add(element);
        continue;
      }
      var to = checked(parameter, element, element.substring(0, equals).strip());
      var from = element.substring(equals + 1).strip();
      if (constants.containsKey(to)
          || renamed.values().stream().anyMatch(all -> all.contains(to))) {
        throw wrong(parameter, element, "each name once");
      }
      if (from.length() >= 2 && from.startsWith("\"") && from.endsWith("\"")) {
        var value = from.substring(1, from.length() - 1);
        if (!HeaderRules.isSafeValue(value)) {
          throw wrong(parameter, element, "a text without control characters");
        }
        constants.put(to, List.of(value));
      } else {
        renamed
            .computeIfAbsent(checked(parameter, element, from), name -> new ArrayList<>(1))
            .add(to);
      }
    }
    var let = HeaderRules.parse(parameter, String.join(",", names));
    return let.isNone() && renamed.isEmpty() && constants.isEmpty()
        ? NONE
        : new ResponseHeaders(let, renamed, constants);
  }

  /** A comma within quotes separates nothing. */
  private static List<String> elements(String text) {
    var elements = new ArrayList<String>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      quoted ^= i < text.length() && text.charAt(i) == '"';
      if (i == text.length() || (text.charAt(i) == ',' && !quoted)) {
        var element = text.substring(from, i).strip();
        if (!element.isEmpty()) {
          elements.add(element);
        }
        from = i + 1;
      }
    }
    return elements;
  }

  private static String checked(String parameter, String element, String name) {
    if (name.isEmpty() || name.equals("*") || name.contains("{") || name.contains("\"")) {
      throw wrong(
          parameter,
          element,
          "Name=Name of the backend, or Name=\"text\"; references can't be used");
    }
    HeaderRules.parse(parameter, name); // or throws
    if (name.equalsIgnoreCase("Content-Type")) {
      throw wrong(parameter, element, "a header other than Content-Type, which goes with the body");
    }
    return name.toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException wrong(String parameter, String text, String expected) {
    return new IllegalArgumentException(parameter + ": " + text + " (expected: " + expected + ")");
  }

  /** Whether any header of an answer is of interest. */
  boolean keepsAny() {
    return !let.isNone() || !renamed.isEmpty();
  }

  /** Whether one of this lower-case name is. */
  boolean keeps(String name) {
    // Of a body that is packed no more by then.
    return (let.lets(name) && !name.equals("content-encoding")) || renamed.containsKey(name);
  }

  /** What was kept, under the names the route sees. */
  Map<String, List<String>> named(Map<String, List<String>> kept) {
    if (renamed.isEmpty() && constants.isEmpty()) {
      return kept;
    }
    var named = new LinkedHashMap<String, List<String>>();
    kept.forEach(
        (name, lines) -> {
          if (let.lets(name)) {
            named.put(name, lines);
          }
        });
    renamed.forEach(
        (name, names) -> {
          var lines = kept.get(name);
          if (lines != null) {
            names.forEach(to -> named.put(to, lines));
          }
        });
    named.putAll(constants);
    return named;
  }
}
