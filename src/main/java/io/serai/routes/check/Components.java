package io.serai.routes.check;

import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A URI scheme that no jar at hand brings. */
final class Components {
  private static final List<String> OURS = List.of("gateway", "backend");

  private Components() {}

  static void check(Outline outline, Facts facts, Consumer<Problem> problems) {
    for (var endpoint : outline.endpoints()) {
      var scheme = endpoint.scheme();
      if (scheme.isEmpty() || scheme.contains("{") || scheme.contains("$")) {
        continue;
      }
      if (!facts.component().test(scheme)) {
        var artefact = Catalog.artefactOf(scheme);
        problems.accept(
            Yaml.error(
                endpoint.file(),
                endpoint.at(),
                "'" + scheme + ":' is no component at hand",
                "",
                artefact == null
                    ? nearest(scheme)
                    : "Put " + artefact + " and its dependencies into ext/ and restart."));
      }
    }
  }

  private static String nearest(String scheme) {
    var known = new ArrayList<>(OURS);
    known.addAll(Catalog.get().findComponentNames());
    return Nearest.question(scheme, known);
  }
}
