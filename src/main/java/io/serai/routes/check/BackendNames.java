package io.serai.routes.check;

import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.function.Consumer;

/** A {@code backend:} call to a backend without a URL. */
final class BackendNames {
  private BackendNames() {}

  static void check(Outline outline, Facts facts, Consumer<Problem> problems) {
    for (var endpoint : outline.endpoints()) {
      if (!endpoint.scheme().equals("backend")) {
        continue;
      }
      var rest = endpoint.rest();
      int slash = rest.indexOf('/');
      var name = slash < 0 ? rest : rest.substring(0, slash);
      if (name.contains("{") || facts.backends().contains(name)) {
        continue;
      }
      var nearest = Nearest.question(name, facts.backends());
      problems.accept(
          Yaml.error(
              endpoint.file(),
              endpoint.at(),
              "backend '" + name + "' has no URL",
              "backend." + name + ".url in conf/*.properties",
              nearest.isEmpty() ? "Set backend." + name + ".url=http://…" : nearest));
    }
  }
}
