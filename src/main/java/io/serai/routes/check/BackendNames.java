package io.serai.routes.check;

import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@code backend:} call to a backend without a URL. */
final class BackendNames {
  private BackendNames() {}

  static SortedSet<String> in(Outline outline) {
    var names = new TreeSet<String>();
    for (var endpoint : outline.endpoints()) {
      var name = name(endpoint);
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  /** Null if it isn't a call to a backend, or to one that isn't named yet. */
  private static @Nullable String name(Endpoint endpoint) {
    if (!endpoint.scheme().equals("backend")) {
      return null;
    }
    var rest = endpoint.rest();
    int slash = rest.indexOf('/');
    var name = slash < 0 ? rest : rest.substring(0, slash);
    return name.contains("{") ? null : name;
  }

  static void check(Outline outline, Facts facts, Consumer<Problem> problems) {
    for (var endpoint : outline.endpoints()) {
      var name = name(endpoint);
      if (name == null || facts.backends().contains(name)) {
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
