package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;

/** A {@code backend:} URI with <code>${…}</code> in it, wherever it stands. */
final class BackendExpressions {
  private BackendExpressions() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var file : outline.files) {
      if (file.root() != null && file.text().contains("backend:")) {
        walk(file, file.root(), Collections.newSetFromMap(new IdentityHashMap<>()), problems);
      }
    }
  }

  private static void walk(RouteFile file, Node node, Set<Node> seen, Consumer<Problem> problems) {
    if (!seen.add(node)) {
      return;
    }
    var text = Yaml.text(node);
    if (text != null && text.strip().startsWith("backend:") && text.contains("${")) {
      problems.accept(
          Yaml.error(
              file,
              node,
              "'" + text.strip() + "': ${…} could write path and options of a backend: call",
              "references, which are encoded: {id}, {part.member}, {query.q}, {property.p}",
              "Write {property.p} for ${exchangeProperty.p}; choose between backends by choice."));
    }
    Yaml.entries(node).forEach(entry -> walk(file, entry.getValueNode(), seen, problems));
    Yaml.items(node).forEach(item -> walk(file, item, seen, problems));
  }
}
