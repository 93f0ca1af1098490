package io.serai.json;

import java.util.ArrayList;
import java.util.List;

/** Takes a path as an operator wrote it apart, {@code items[].sku}. */
final class PathText {
  private PathText() {}

  /** The step over every element of an array. No name: those have no brackets. */
  static final String EACH = "[]";

  /**
   * Names and {@link #EACH}, from the root down; none for the empty text. Brackets may open a path,
   * {@code [].id}.
   *
   * @param whole what the path stands in, for the complaint
   * @param from where the path begins in it
   */
  static List<String> steps(String whole, int from, String path) {
    var steps = new ArrayList<String>();
    int at = 0;
    while (at < path.length()) {
      int dot = path.indexOf('.', at);
      int end = dot < 0 ? path.length() : dot;
      int name = end;
      while (name - 2 >= at && path.startsWith(EACH, name - 2)) {
        name -= 2;
      }
      if (name > at) {
        checkName(whole, from + at, path.substring(at, name));
        steps.add(path.substring(at, name));
      } else if (name == end || at > 0) {
        throw empty(whole, from + at);
      }
      for (; name < end; name += 2) {
        steps.add(EACH);
      }
      at = end + 1;
    }
    if (path.endsWith(".")) {
      throw empty(whole, from + path.length());
    }
    return steps;
  }

  private static IllegalArgumentException empty(String whole, int at) {
    return bad(
        "a name is empty", whole, at, "names joined by dots, such as address.0.zip or items[].id");
  }

  private static void checkName(String whole, int from, String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '[' || c == ']') {
        throw bad(
            "a bracket stands alone",
            whole,
            from + i,
            "name[] for every element of an array, name.0 for the first");
      }
    }
  }

  /** The complaint with the text and the position, counted from 1. */
  static IllegalArgumentException bad(String what, String whole, int at, String expected) {
    return new IllegalArgumentException(
        what + " at character " + (at + 1) + " of '" + whole + "' (expected: " + expected + ")");
  }
}
