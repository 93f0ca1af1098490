package io.serai.routes.check;

import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.List;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A map at the top, which Camel takes for a file without routes; an item that is none. */
final class TopLevel {
  static final List<String> KINDS =
      List.of(
          "route",
          "from",
          "beans",
          "routeTemplate",
          "templatedRoute",
          "routeConfiguration",
          "onException",
          "onCompletion",
          "errorHandler",
          "intercept",
          "interceptFrom",
          "interceptSendToEndpoint",
          "rest",
          "restConfiguration",
          "dataFormats",
          "transformers",
          "validators");

  private TopLevel() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var file : outline.files) {
      var root = file.root();
      if (root == null) {
        continue;
      }
      if (file.isKamelet()) {
        if (Yaml.get(Yaml.get(root, "spec"), "template") == null) {
          problems.accept(
              Yaml.error(file, root, "a kamelet without spec.template", "spec: template: …", ""));
        }
      } else if (!(root instanceof SequenceNode list)) {
        problems.accept(
            Yaml.error(
                file,
                root,
                "the file holds " + Yaml.kind(root) + ", so Camel would find no route in it",
                "a list",
                root instanceof MappingNode
                    ? "Put '- ' before the first line and indent the rest by two."
                    : ""));
      } else {
        items(file, list, problems);
      }
    }
  }

  private static void items(RouteFile file, SequenceNode list, Consumer<Problem> problems) {
    for (var item : list.getValue()) {
      if (!(item instanceof MappingNode map)) {
        problems.accept(
            Yaml.error(file, item, "an item that is " + Yaml.kind(item), "- route: …", ""));
      } else if (map.getValue().size() > 1) {
        var second = map.getValue().get(1).getKeyNode();
        var key = Yaml.key(map.getValue().get(1));
        problems.accept(
            Yaml.error(
                file,
                second,
                "'" + key + "' stands beside '" + Yaml.key(map.getValue().get(0)) + "'",
                "one key in an item",
                KINDS.contains(key)
                    ? "Put '- ' before " + key + "."
                    : "Indent it under " + Yaml.key(map.getValue().get(0)) + "."));
      } else if (map.getValue().size() == 1 && !KINDS.contains(Yaml.key(map.getValue().get(0)))) {
        var key = Yaml.key(map.getValue().get(0));
        problems.accept(
            Yaml.error(
                file,
                map,
                "'" + key + "' is nothing that a route file holds",
                "route, beans, onException, …",
                Nearest.question(key, KINDS)));
      }
    }
  }
}
