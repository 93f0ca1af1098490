package io.serai.formats;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The elements of an XML document that are arrays even where there is one of them: {@code
 * items.item, items.item.tag}, from the root element down. One node of the tree these paths make.
 */
public final class ArrayPaths {
  /** No element is. */
  public static final ArrayPaths NONE = new ArrayPaths();

  private static final Pattern PATH = Pattern.compile("[^.\\s\\[\\]]+(\\.[^.\\s\\[\\]]+)*");

  private final Map<String, ArrayPaths> below = new HashMap<>(4);
  private boolean always;

  private ArrayPaths() {}

  /**
   * Reads the parameter.
   *
   * @throws IllegalArgumentException with the path that is none and what was expected
   */
  public static ArrayPaths parse(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    var root = new ArrayPaths();
    for (var each : text.split(",", -1)) {
      var path = each.strip();
      if (!PATH.matcher(path).matches()) {
        throw new IllegalArgumentException(
            "'"
                + path
                + "' (expected: names of elements from the root down, joined by dots, such as"
                + " items.item)");
      }
      var at = root;
      for (var name : path.split("\\.", -1)) {
        at = at.below.computeIfAbsent(name, any -> new ArrayPaths());
      }
      at.always = true;
    }
    return root;
  }

  /** What is said of a child and of those in it. */
  ArrayPaths child(String name) {
    return below.isEmpty() ? NONE : below.getOrDefault(name, NONE);
  }

  /** Whether this element is one of an array, always. */
  boolean isAlways() {
    return always;
  }
}
