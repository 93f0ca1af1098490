package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** {@code format: bytes} in a multicast, whose parts are JSON. */
final class RawParts {
  private RawParts() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var route : outline.routes) {
      Set<Node> within = Collections.newSetFromMap(new IdentityHashMap<>());
      boolean gathered = false;
      for (var call : route.endpoints()) {
        var format = call.parameters().get("format");
        if (format == null || !call.scheme().equals("backend") || !"bytes".equals(format.text())) {
          continue;
        }
        if (!gathered) {
          gather(route.node(), false, Collections.newSetFromMap(new IdentityHashMap<>()), within);
          gathered = true;
        }
        if (within.contains(call.at())) {
          problems.accept(
              Yaml.error(
                  call.file(),
                  format.value(),
                  "format: bytes in a multicast, whose parts are JSON",
                  "json or text",
                  "Use text, or call it outside of the multicast."));
        }
      }
    }
  }

  /** The scalars within a multicast. */
  private static void gather(Node node, boolean inside, Set<Node> seen, Set<Node> within) {
    if (node instanceof ScalarNode) {
      if (inside) {
        within.add(node);
      }
      return;
    }
    if (!seen.add(node)) {
      return;
    }
    for (var entry : Yaml.entries(node)) {
      gather(entry.getValueNode(), inside || Yaml.key(entry).equals("multicast"), seen, within);
    }
    Yaml.items(node).forEach(item -> gather(item, inside, seen, within));
  }
}
