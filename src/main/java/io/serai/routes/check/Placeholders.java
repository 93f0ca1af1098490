package io.serai.routes.check;

import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A {@code {{name}}} that no setting fills. */
final class Placeholders {
  private Placeholders() {}

  /** A text with its placeholders filled in, and the names that nothing fills. */
  record Filled(String text, List<String> missing) {}

  /** Fills in {@code {{name}}}, {@code {{name:default}}} and {@code {{?name}}}. */
  static Filled fill(String text, Map<String, String> properties) {
    if (!text.contains("{{")) {
      return new Filled(text, List.of());
    }
    var missing = new ArrayList<String>();
    var filled = new StringBuilder();
    int from = 0;
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
      int close = text.indexOf("}}", open);
      if (close < 0) {
        break;
      }
      filled.append(text, from, open);
      var name = text.substring(open + 2, close);
      int colon = name.indexOf(':');
      var key = key(name);
      var value = properties.get(key);
      // env:X, sys:X, bean:x and the like are functions of Camel's, not settings.
      if (value != null) {
        filled.append(value);
      } else if (colon >= 0) {
        filled.append(name.substring(colon + 1));
      } else {
        if (!name.startsWith("?")) {
          missing.add(key);
        }
        filled.append(text, open, close + 2);
      }
      from = close + 2;
    }
    return new Filled(filled.append(text.substring(from)).toString(), missing);
  }

  /** The names of all placeholders in a text, filled or not, with a default or not. */
  static Set<String> names(String text) {
    var names = new HashSet<String>();
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", open + 2)) {
      int close = text.indexOf("}}", open);
      if (close > 0) {
        names.add(key(text.substring(open + 2, close)));
      }
    }
    return names;
  }

  private static String key(String inner) {
    int colon = inner.indexOf(':');
    var key = (colon < 0 ? inner : inner.substring(0, colon)).strip();
    return key.startsWith("?") || key.startsWith("!") ? key.substring(1) : key;
  }

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var file : outline.files) {
      if (file.root() == null || file.isKamelet()) {
        continue;
      }
      for (var item : Yaml.items(file.root())) {
        // A template's placeholders are its parameters, known when it is used.
        if (Yaml.get(item, "routeTemplate") == null) {
          walk(file, item, outline.properties, new HashSet<>(), problems);
        }
      }
    }
  }

  private static void walk(
      RouteFile file,
      Node node,
      Map<String, String> properties,
      Set<Node> seen,
      Consumer<Problem> problems) {
    if (!seen.add(node)) {
      return;
    }
    if (node instanceof ScalarNode scalar) {
      for (var name : fill(scalar.getValue(), properties).missing()) {
        problems.accept(
            Yaml.error(
                file,
                node,
                "{{" + name + "}}: no setting of that name",
                "a key of conf/*.properties",
                cure(name, properties)));
      }
    }
    Yaml.entries(node)
        .forEach(entry -> walk(file, entry.getValueNode(), properties, seen, problems));
    Yaml.items(node).forEach(item -> walk(file, item, properties, seen, problems));
  }

  private static String cure(String name, Map<String, String> properties) {
    var nearest = Nearest.question(name, properties.keySet());
    return nearest.isEmpty() ? "Set " + name + ", or write {{" + name + ":default}}." : nearest;
  }
}
