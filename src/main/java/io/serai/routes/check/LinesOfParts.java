package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * {@code produces: ndjson} where there are no parts to be told: they are those of a multicast that
 * makes the route's answer, and nothing behind it makes another of that.
 */
final class LinesOfParts {
  private static final String PARAMETER = "produces";
  private static final String LINES = "ndjson";

  /** Of theirs one element or the first part is the answer. */
  private static final Set<String> NOT_OF_PARTS = Set.of("#first", "#array", "#join");

  private LinesOfParts() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var route : outline.routes) {
      var from = route.from();
      if (from != null && from.scheme().equals("gateway") && isIn(from.option(PARAMETER))) {
        check(route, from, problems);
      }
    }
  }

  private static boolean isIn(@Nullable String formats) {
    if (formats != null) {
      for (var format : formats.split(",", -1)) {
        if (format.strip().equals(LINES)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void check(Outline.Route route, Endpoint from, Consumer<Problem> problems) {
    var multicast = Yaml.option(last(route), "multicast");
    var strategy = Yaml.text(Yaml.option(multicast, "aggregationStrategy"));
    if (strategy == null || NOT_OF_PARTS.contains(strategy)) {
      var parameter = from.parameters().get(PARAMETER);
      problems.accept(
          Yaml.error(
              route.file(),
              parameter == null ? from.at() : parameter.value(),
              PARAMETER + ": " + LINES + ", and the route's last step has no parts to tell",
              "a multicast with #keyed, #merge, #concat or a bean of theirs",
              "Shape the parts in their calls, or leave " + LINES + " out."));
    }
  }

  private static @Nullable Node last(Outline.Route route) {
    var steps = route.steps();
    return steps.isEmpty() ? null : steps.get(steps.size() - 1);
  }
}
