package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;

/** One key twice in one map, of which Camel silently takes the last. */
final class DuplicateKeys {
  private DuplicateKeys() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var file : outline.files) {
      if (file.root() != null) {
        walk(file, file.root(), Collections.newSetFromMap(new IdentityHashMap<>()), problems);
      }
    }
  }

  private static void walk(RouteFile file, Node node, Set<Node> seen, Consumer<Problem> problems) {
    if (!seen.add(node)) {
      return;
    }
    var first = new HashMap<String, Node>();
    for (var entry : Yaml.entries(node)) {
      var key = Yaml.key(entry);
      var before = first.putIfAbsent(key, entry.getKeyNode());
      if (before != null) {
        problems.accept(
            Yaml.error(
                file,
                entry.getKeyNode(),
                "'" + key + "' is already there in line " + Yaml.line(before),
                "each key once",
                "Remove one of the two, or make them two items with '- '."));
      }
      walk(file, entry.getValueNode(), seen, problems);
    }
    Yaml.items(node).forEach(item -> walk(file, item, seen, problems));
  }
}
