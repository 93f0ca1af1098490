package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.HashMap;
import java.util.function.Consumer;

/** One route id twice in a unit. */
final class RouteIds {
  private RouteIds() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    var first = new HashMap<String, Outline.Route>();
    for (var route : outline.routes) {
      if (route.id().isEmpty() || route.templated()) {
        continue;
      }
      var before = first.putIfAbsent(route.id(), route);
      if (before != null) {
        problems.accept(
            Yaml.error(
                route.file(),
                route.node(),
                "route id '" + route.id() + "' is taken by " + before.place(),
                "each id once in an instance",
                "Rename one of the two."));
      }
    }
  }
}
