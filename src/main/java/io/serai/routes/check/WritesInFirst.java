package io.serai.routes.check;

import io.serai.request.BeanName;
import io.serai.settings.Problem;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A write in a branch of {@code #first}: it isn't cancelled when another branch wins, and one that
 * failed may have been done before the next is tried.
 */
final class WritesInFirst {
  private final Set<String> names = new HashSet<>(Set.of("first"));
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private WritesInFirst() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    // Most files have none, and a thousand of them are loaded at a start.
    if (outline.files.stream().anyMatch(file -> file.text().contains("irst"))) {
      new WritesInFirst().files(outline, problems);
    }
  }

  private void files(Outline outline, Consumer<Problem> problems) {
    names.addAll(outline.beansOf("io.serai.aggregate.First"::equals));
    for (var file : outline.files) {
      if (file.root() != null) {
        walk(file, file.root(), false, problems);
      }
    }
  }

  private void walk(RouteFile file, Node node, boolean inFirst, Consumer<Problem> problems) {
    if (!seen.add(node)) {
      return;
    }
    for (var entry : Yaml.entries(node)) {
      var step = Yaml.key(entry);
      var value = entry.getValueNode();
      if (inFirst && step.equals("to") && RepeatedSteps.writes(value)) {
        problems.accept(
            Yaml.warning(
                file,
                value,
                "a write in a branch of #first: more than one branch may do it",
                "reads, or calls marked `idempotent: true`",
                "Take it out of the multicast, or mark it if it may be done twice."));
      }
      boolean isFirst = step.equals("multicast") && isFirst(value);
      walk(file, value, inFirst || isFirst, problems);
    }
    Yaml.items(node).forEach(item -> walk(file, item, inFirst, problems));
  }

  private boolean isFirst(Node multicast) {
    var strategy = Yaml.text(Yaml.get(multicast, "aggregationStrategy"));
    return strategy != null && names.contains(BeanName.of(strategy));
  }
}
