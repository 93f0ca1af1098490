package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.function.Consumer;

/** A route in {@code conf/common/}, which would be there once in every unit. */
final class SharedFiles {
  private SharedFiles() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var route : outline.routes) {
      if (route.file().shared() && route.from() != null && !route.templated()) {
        problems.accept(
            Yaml.error(
                route.file(),
                route.node(),
                "a route in conf/common/, which every unit loads",
                "templates, kamelets, route configurations and beans",
                "Move it into a unit of its own, or make it a routeTemplate."));
      }
    }
  }
}
