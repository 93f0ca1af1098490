package io.serai.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A route's path: literal segments, {@code {name}} for one segment that isn't empty, and at the end
 * {@code *} for the rest.
 *
 * @param text as written, with a slash in front
 * @param literals per segment its text, or empty string at a parameter's place
 * @param names per segment its parameter's name, or empty string for a literal
 * @param rest whether a trailing {@code *} takes further segments
 */
record PathPattern(String text, List<String> literals, List<String> names, boolean rest) {
  /** The namespaces of references: a parameter of such a name would be shadowed by them. */
  static final Set<String> RESERVED =
      Set.of("part", "query", "header", "cookie", "claim", "property", "item", "index");

  /**
   * Reads a path as written in a route.
   *
   * @throws IllegalArgumentException in words for the operator
   */
  static PathPattern parse(String written) {
    var text = written.startsWith("/") ? written : "/" + written;
    var literals = new ArrayList<String>();
    var names = new ArrayList<String>();
    boolean rest = false;
    int from = 1;
    while (from <= text.length()) {
      int slash = text.indexOf('/', from);
      int to = slash < 0 ? text.length() : slash;
      var segment = text.substring(from, to);
      if (segment.equals("*")) {
        require(slash < 0, text, "* stands for the rest and can only be the last segment");
        rest = true;
      } else if (segment.startsWith("{") && segment.endsWith("}")) {
        var name = segment.substring(1, segment.length() - 1);
        checkName(text, name);
        require(!names.contains(name), text, "the parameter {" + name + "} is there twice");
        literals.add("");
        names.add(name);
      } else {
        checkLiteral(text, segment);
        literals.add(segment);
        names.add("");
      }
      from = to + 1;
    }
    return new PathPattern(text, List.copyOf(literals), List.copyOf(names), rest);
  }

  private static void checkName(String path, String name) {
    boolean sound = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      sound &= c < 0x7f && (Character.isLetterOrDigit(c) || c == '_' || (i > 0 && c == '-'));
    }
    require(sound, path, "{" + name + "} is no name of letters, digits, _ and -");
    require(
        !RESERVED.contains(name),
        path,
        "{" + name + "} is a reserved word of references, call the parameter otherwise");
  }

  private static void checkLiteral(String path, String segment) {
    require(
        segment.indexOf('{') < 0 && segment.indexOf('}') < 0 && segment.indexOf('*') < 0,
        path,
        "the segment '" + segment + "' is neither all literal nor {name} nor a trailing *");
    require(
        !segment.equals(".") && !segment.equals("..") && segment.indexOf('\\') < 0,
        path,
        "the segment '"
            + segment
            + "' can't be asked for, dot segments and backslashes are refused");
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      require(
          c > 0x20 && c != 0x7f && c != '?' && c != '#',
          path,
          "the segment '" + segment + "' holds a space, control character, ? or #");
    }
  }

  private static void require(boolean sound, String path, String message) {
    if (!sound) {
      throw new IllegalArgumentException("path " + path + ": " + message);
    }
  }

  /** What it answers, whatever its parameters are called: equal for two that are the same path. */
  String shape() {
    var shape = new StringBuilder();
    for (int i = 0; i < literals.size(); i++) {
      shape.append('/').append(names.get(i).isEmpty() ? literals.get(i) : "{}");
    }
    return shape.append(rest ? "/*" : "").toString();
  }
}
