package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** An expression language or data format that no jar at hand brings. */
final class Languages {
  private Languages() {}

  static void check(Outline outline, Facts facts, Consumer<Problem> problems) {
    for (var file : outline.files) {
      if (file.root() != null && !file.isKamelet()) {
        var seen = Collections.<Node>newSetFromMap(new IdentityHashMap<>());
        walk(file, "", file.root(), facts, seen, problems);
      }
    }
  }

  private static void walk(
      RouteFile file,
      String owner,
      Node node,
      Facts facts,
      Set<Node> seen,
      Consumer<Problem> problems) {
    if (!seen.add(node)) {
      return;
    }
    boolean formats = owner.equals("marshal") || owner.equals("unmarshal");
    for (var entry : Yaml.entries(node)) {
      var key = Yaml.key(entry);
      if (key.equals("parameters") || key.equals("properties")) {
        continue;
      }
      if (formats && Catalog.isDataFormat(key) && !facts.dataFormat().test(key)) {
        problems.accept(
            missing(
                file, entry.getKeyNode(), key, "data format", Catalog.artefactOfDataFormat(key)));
      } else if (!formats
          && !Catalog.optionsOf(owner).isEmpty()
          && Catalog.isLanguage(key)
          && !facts.language().test(key)) {
        problems.accept(
            missing(file, entry.getKeyNode(), key, "language", Catalog.artefactOfLanguage(key)));
      }
      walk(file, key, entry.getValueNode(), facts, seen, problems);
    }
    for (var item : Yaml.items(node)) {
      walk(file, owner, item, facts, seen, problems);
    }
  }

  private static Problem missing(
      RouteFile file, Node at, String name, String what, @Nullable String artefact) {
    return Yaml.error(
        file,
        at,
        "'" + name + "' is no " + what + " at hand",
        "",
        artefact == null ? "" : "Put " + artefact + " and its dependencies into ext/ and restart.");
  }
}
