package io.serai.routes.check;

import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A {@code direct:} that no route of the unit answers, so that every call would fail. */
final class DirectCalls {
  private DirectCalls() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    Set<String> answered = new TreeSet<>();
    boolean unknown = false;
    for (var route : outline.routes) {
      var from = route.from();
      if (from != null && from.scheme().equals("direct")) {
        unknown |= from.dynamic();
        answered.add(from.rest());
      }
    }
    // A template may make the route that answers.
    if (unknown) {
      return;
    }
    for (var route : outline.routes) {
      for (var endpoint : route.endpoints()) {
        if (endpoint.scheme().equals("direct")
            && !endpoint.dynamic()
            && !"false".equals(endpoint.option("failIfNoConsumers"))
            && !answered.contains(endpoint.rest())) {
          var nearest = Nearest.question(endpoint.rest(), answered);
          problems.accept(
              Yaml.error(
                  endpoint.file(),
                  endpoint.at(),
                  "direct:" + endpoint.rest() + " is answered by no route of this unit",
                  "a route from direct:" + endpoint.rest() + " in the same unit",
                  nearest.isEmpty() ? "Units can't call each other's direct:." : nearest));
        }
      }
    }
  }
}
