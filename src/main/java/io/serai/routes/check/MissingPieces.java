package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A route without {@code from}, a {@code from} or {@code to} without a URI, empty steps. */
final class MissingPieces {
  private MissingPieces() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var file : outline.files) {
      for (var item : Yaml.items(file.isKamelet() ? null : file.root())) {
        var route = Yaml.get(item, "route");
        if (route != null) {
          from(file, route, Yaml.get(route, "from"), problems);
        }
        var from = Yaml.get(item, "from");
        if (from != null) {
          from(file, item, from, problems);
        }
        steps(file, item, Collections.newSetFromMap(new IdentityHashMap<>()), problems);
      }
    }
  }

  private static void from(
      RouteFile file,
      Node route,
      @org.jspecify.annotations.Nullable Node from,
      Consumer<Problem> problems) {
    if (from == null) {
      problems.accept(
          Yaml.error(
              file,
              route,
              "a route without from",
              "from: { uri: \"gateway:/…\", steps: […] }",
              "Add from, or put the steps into another route."));
      return;
    }
    if (from instanceof ScalarNode || !(Yaml.get(from, "uri") instanceof ScalarNode)) {
      problems.accept(Yaml.error(file, from, "from has no uri", "uri: \"gateway:/…\"", ""));
    }
    if (Yaml.get(from, "steps") == null) {
      var outside = Yaml.get(route, "steps");
      problems.accept(
          Yaml.error(
              file,
              outside == null ? from : outside,
              outside == null ? "from has no steps" : "steps stand beside from, not in it",
              "steps: a list under from",
              outside == null ? "" : "Indent steps under from."));
    }
  }

  private static void steps(RouteFile file, Node node, Set<Node> seen, Consumer<Problem> problems) {
    if (!seen.add(node)) {
      return;
    }
    for (var entry : Yaml.entries(node)) {
      var value = entry.getValueNode();
      boolean steps = Yaml.key(entry).equals("steps");
      if (steps && !(value instanceof SequenceNode list && !list.getValue().isEmpty())) {
        problems.accept(
            Yaml.error(
                file,
                entry.getKeyNode(),
                value instanceof SequenceNode || "".equals(Yaml.text(value))
                    ? "empty steps"
                    : "steps is " + Yaml.kind(value),
                "a list of steps",
                value instanceof SequenceNode || "".equals(Yaml.text(value))
                    ? "Add a step, or remove what holds them."
                    : "Put '- ' before each step."));
      }
      if (Yaml.key(entry).equals("to")
          && Yaml.entries(value).size() > 0
          && Yaml.get(value, "uri") == null) {
        problems.accept(Yaml.error(file, value, "to has no uri", "uri: \"backend:…\"", ""));
      }
      if (!Yaml.key(entry).equals("parameters") && !Yaml.key(entry).equals("properties")) {
        steps(file, value, seen, problems);
      }
    }
    Yaml.items(node).forEach(item -> steps(file, item, seen, problems));
  }
}
