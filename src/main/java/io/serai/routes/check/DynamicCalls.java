package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Endpoints made of a message: what a client sends must not choose where a call goes, nor write
 * options into its URI.
 */
final class DynamicCalls {
  private static final Set<String> STEPS =
      Set.of("recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich");

  /** Schemes and slashes only. */
  private static final Pattern NO_HOST_YET = Pattern.compile("\\s*([a-zA-Z0-9+.-]+:)*/*");

  private final Consumer<Problem> problems;
  private final Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  private DynamicCalls(Consumer<Problem> problems) {
    this.problems = problems;
  }

  static void check(Outline outline, Consumer<Problem> problems) {
    var calls = new DynamicCalls(problems);
    for (var file : outline.files) {
      if (file.root() != null) {
        calls.gather(file.root(), Collections.newSetFromMap(new IdentityHashMap<>()));
      }
    }
    for (var file : outline.files) {
      if (file.root() != null) {
        calls.walk(file, file.root(), Collections.newSetFromMap(new IdentityHashMap<>()));
      }
    }
  }

  /** The headers that some step sets. */
  private void gather(Node node, Set<Node> seen) {
    if (!seen.add(node)) {
      return;
    }
    for (var entry : Yaml.entries(node)) {
      var name = Yaml.text(Yaml.get(entry.getValueNode(), "name"));
      if (Yaml.key(entry).equals("setHeader") && name != null) {
        set.add(name);
      }
      gather(entry.getValueNode(), seen);
    }
    for (var item : Yaml.items(node)) {
      var name = Yaml.text(Yaml.get(item, "name"));
      if (name != null) {
        set.add(name); // of setHeaders; a bean's name does no harm
      }
      gather(item, seen);
    }
  }

  private void walk(RouteFile file, Node node, Set<Node> seen) {
    if (!seen.add(node)) {
      return;
    }
    if (node instanceof ScalarNode scalar) {
      written(file, scalar);
    }
    for (var entry : Yaml.entries(node)) {
      if (STEPS.contains(Yaml.key(entry))) {
        chosen(file, entry.getValueNode());
      }
      if (Yaml.key(entry).equals("toD")) {
        sent(file, entry.getValueNode());
      }
      walk(file, entry.getValueNode(), seen);
    }
    Yaml.items(node).forEach(item -> walk(file, item, seen));
  }

  private void written(RouteFile file, ScalarNode scalar) {
    var text = scalar.getValue().strip();
    if (text.startsWith("backend:") && text.contains("${")) {
      problems.accept(
          Yaml.error(
              file,
              scalar,
              "'" + text + "': ${…} could write path and options of a backend: call",
              "references, which are encoded: {id}, {part.member}, {query.q}, {property.p}",
              "Write {property.p} for ${exchangeProperty.p}; choose between backends by choice."));
    }
  }

  private void chosen(RouteFile file, Node step) {
    var expression = Yaml.get(step, "expression");
    for (var holder : expression == null ? new Node[] {step} : new Node[] {step, expression}) {
      var header = Yaml.get(holder, "header");
      by(file, header, text(header));
      var simple = Yaml.get(holder, "simple");
      var text = text(simple);
      if (text != null) {
        for (int at = text.indexOf("${header"); at >= 0; at = text.indexOf("${header", at + 1)) {
          int dot = text.indexOf('.', at);
          int end = text.indexOf('}', at);
          by(file, simple, dot < 0 || end < dot ? null : text.substring(dot + 1, end));
        }
      }
    }
  }

  private void by(RouteFile file, @Nullable Node at, @Nullable String header) {
    if (at != null
        && header != null
        && !header.toLowerCase(Locale.ROOT).startsWith("camel")
        && !set.contains(header)) {
      problems.accept(
          Yaml.error(
              file,
              at,
              "header '" + header + "' says where the call goes, and a client could send it",
              "a header that a step of this unit sets",
              "Set it in the route by setHeader, or write a constant with references."));
    }
  }

  /** A header in the path behind a host is the route's business; one that names the host isn't. */
  private void sent(RouteFile file, Node step) {
    var uri = step instanceof ScalarNode ? step : Yaml.get(step, "uri");
    var text = Yaml.text(uri);
    // Of a backend: call it is told already.
    int at = text == null || text.startsWith("backend:") ? -1 : text.indexOf("${header");
    if (text != null && at >= 0 && NO_HOST_YET.matcher(text.substring(0, at)).matches()) {
      int dot = text.indexOf('.', at);
      int end = text.indexOf('}', at);
      by(file, uri, dot < 0 || end < dot ? null : text.substring(dot + 1, end));
    }
  }

  private static @Nullable String text(@Nullable Node language) {
    var text = Yaml.text(language);
    return text != null ? text : Yaml.text(Yaml.get(language, "expression"));
  }
}
