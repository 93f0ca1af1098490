package io.serai.routes.check;

import io.serai.jq.Jq;
import io.serai.settings.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Programs of the language {@code jq} that can't be run, where they stand. */
final class JqPrograms {
  private JqPrograms() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var file : outline.files) {
      if (file.root() != null && !file.isKamelet() && file.text().contains("jq")) {
        var seen = Collections.<Node>newSetFromMap(new IdentityHashMap<>());
        walk(file, "", "", file.root(), seen, problems);
      }
    }
  }

  private static void walk(
      RouteFile file,
      String route,
      String owner,
      Node node,
      Set<Node> seen,
      Consumer<Problem> problems) {
    if (!seen.add(node)) {
      return;
    }
    var id = Yaml.text(Yaml.get(node, "id"));
    var within = owner.equals("route") && id != null ? id : route;
    for (var entry : Yaml.entries(node)) {
      var key = Yaml.key(entry);
      if (key.equals("jq") && !Catalog.optionsOf(owner).isEmpty()) {
        program(file, within, owner, entry.getValueNode(), problems);
      } else if (!key.equals("parameters") && !key.equals("properties")) {
        // `expression:` is only a longer way to write what it stands in.
        var step = key.equals("expression") ? owner : key;
        walk(file, within, step, entry.getValueNode(), seen, problems);
      }
    }
    for (var item : Yaml.items(node)) {
      walk(file, within, owner, item, seen, problems);
    }
  }

  private static void program(
      RouteFile file, String route, String step, Node value, Consumer<Problem> problems) {
    var inner = Yaml.get(value, "expression");
    var at = inner == null ? value : inner;
    var fault = fault(Yaml.text(at));
    if (fault != null) {
      var place = route.isEmpty() ? step : "route " + route + ", " + step;
      problems.accept(
          Yaml.error(
              file,
              at,
              place + ": " + fault,
              "a program of jq",
              "docs/jq.md has what a program may say."));
    }
  }

  /** What only loading can know, placeholders and files, is left to it. */
  private static @Nullable String fault(@Nullable String program) {
    return program == null || program.contains("{{") || program.startsWith("resource:")
        ? null
        : Jq.fault(program);
  }
}
