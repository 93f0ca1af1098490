package io.serai.routes.check;

import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.tooling.model.EipModel.EipOptionModel;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Durations, flags, numbers and choices of steps that are none: {@code timeout: abc}. */
final class OptionValues {
  private OptionValues() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var file : outline.files) {
      if (file.root() != null) {
        walk(
            file,
            file.root(),
            outline,
            Collections.newSetFromMap(new IdentityHashMap<>()),
            problems);
      }
    }
  }

  private static void walk(
      RouteFile file, Node node, Outline outline, Set<Node> seen, Consumer<Problem> problems) {
    if (!seen.add(node)) {
      return;
    }
    for (var entry : Yaml.entries(node)) {
      var step = Yaml.key(entry);
      if (step.equals("parameters") || step.equals("properties")) {
        continue;
      }
      var options = Catalog.optionsOf(step);
      if (!options.isEmpty()) {
        for (var option : Yaml.entries(entry.getValueNode())) {
          value(file, step, options, Yaml.key(option), option.getValueNode(), outline, problems);
        }
      }
      walk(file, entry.getValueNode(), outline, seen, problems);
    }
    Yaml.items(node).forEach(item -> walk(file, item, outline, seen, problems));
  }

  private static void value(
      RouteFile file,
      String step,
      List<EipOptionModel> options,
      String name,
      Node node,
      Outline outline,
      Consumer<Problem> problems) {
    if (!(node instanceof ScalarNode scalar)) {
      return;
    }
    var text = Placeholders.fill(scalar.getValue(), outline.properties).text();
    for (var option : options) {
      if (option.getName().equals(name) && "attribute".equals(option.getKind())) {
        var expected =
            text.contains("{{") || text.startsWith("#") ? null : wrong(step, option, text);
        if (expected != null) {
          problems.accept(
              Yaml.error(
                  file,
                  node,
                  step + "." + name + ": '" + text + "'",
                  expected,
                  option.getEnums() == null ? "" : Nearest.question(text, option.getEnums())));
        }
      }
    }
  }

  /** Camel's catalog calls the times of a circuit breaker numbers; ours may have units. */
  private static @Nullable String wrong(String step, EipOptionModel option, String text) {
    if (!step.equals(BreakerSteps.OPTIONS) || !BreakerSteps.TIMES.containsKey(option.getName())) {
      return OptionTypes.wrong(option, text);
    }
    return OptionTypes.isDuration(text)
        ? null
        : BreakerSteps.TIMES.get(option.getName()) + ", or a number and a unit such as 500ms or 2s";
  }
}
