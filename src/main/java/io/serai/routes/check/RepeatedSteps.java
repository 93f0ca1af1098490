package io.serai.routes.check;

import io.serai.request.BeanName;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds the step that would do a write once more if Camel's error handler redelivered it. */
final class RepeatedSteps {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  /** Under these a multicast is one step to the error handler, not its branches. */
  private final Set<String> strategies =
      new HashSet<>(Set.of("keyed", "merge", "concat", "join", "first", "array"));

  /** With the beans of these files that are strategies of ours. */
  RepeatedSteps(Outline outline) {
    strategies.addAll(outline.beansOf(type -> type.startsWith("io.serai.aggregate.")));
  }

  /** The first among a route's steps; null if there is none. */
  @Nullable NodeTuple first(@Nullable Node steps) {
    for (var step : Yaml.items(steps)) {
      for (var entry : Yaml.entries(step)) {
        var found = inStep(entry);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable NodeTuple inStep(NodeTuple step) {
    var value = step.getValueNode();
    return switch (Yaml.key(step)) {
      case "to" -> writes(value) ? step : null;
      case "multicast" -> isOneStep(value) ? step : within(value);
      // The error handler stands outside of both.
      case "doTry" -> null;
      case "circuitBreaker" -> isTrue(value, "inheritErrorHandler") ? within(value) : null;
      default -> within(value);
    };
  }

  /** Among the steps within it, of its {@code when} clauses and its {@code otherwise}. */
  private @Nullable NodeTuple within(Node step) {
    var found = first(Yaml.get(step, "steps"));
    for (var clause : Yaml.items(Yaml.get(step, "when"))) {
      found = found == null ? first(Yaml.get(clause, "steps")) : found;
    }
    return found == null ? first(Yaml.get(Yaml.get(step, "otherwise"), "steps")) : found;
  }

  private boolean isOneStep(Node multicast) {
    if ("false".equals(Yaml.text(Yaml.get(multicast, "inheritErrorHandler")))) {
      return false;
    }
    var strategy = Yaml.text(Yaml.get(multicast, "aggregationStrategy"));
    boolean ours = strategy != null && strategies.contains(BeanName.of(strategy));
    return ours || isTrue(multicast, "shareUnitOfWork");
  }

  /** Whether it calls a backend with a method that may not be repeated. */
  static boolean writes(Node to) {
    var uri = to instanceof ScalarNode scalar ? scalar : Yaml.get(to, "uri");
    var text = Yaml.text(uri);
    var parameters = Yaml.get(to, "parameters");
    var method = Yaml.text(Yaml.get(parameters, "method"));
    return text != null
        && text.startsWith("backend:")
        && method != null
        && !SAFE.contains(method)
        && !isTrue(parameters, "idempotent");
  }

  private static boolean isTrue(@Nullable Node node, String option) {
    return "true".equals(Yaml.text(Yaml.get(node, option)));
  }
}
