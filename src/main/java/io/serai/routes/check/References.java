package io.serai.routes.check;

import io.serai.request.Template;
import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * References in {@code backend:} calls that nothing can fill: a part no call of the route makes, a
 * path parameter its path doesn't have, a query parameter or header it doesn't let in; and names
 * that would hide a namespace.
 */
final class References {
  private static final List<String> TEMPLATES = List.of("query", "requestHeaders", "body");
  private static final Set<String> RESERVED =
      Set.of("part", "path", "query", "header", "cookie", "claim", "property", "item", "index");

  private References() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var route : outline.routes) {
      route.endpoints().forEach(call -> path(call, problems));
      var from = route.from();
      // What a direct: or a template can refer to is known by whoever calls it.
      if (from == null || !from.scheme().equals("gateway") || from.dynamic()) {
        continue;
      }
      var scope = Scope.of(route, from, outline);
      names(from.file(), from.at(), scope.path(), "path parameter", problems);
      for (var call : route.endpoints()) {
        if (call.scheme().equals("backend")) {
          var as = call.parameters().get("as");
          if (as != null && as.text() != null) {
            names(call.file(), as.value(), List.of(as.text()), "part", problems);
          }
          template(call, call.at(), pathOf(call), scope, problems);
          for (var name : TEMPLATES) {
            var parameter = call.parameters().get(name);
            if (parameter != null) {
              template(call, parameter.value(), parameter.text(), scope, problems);
            }
          }
        }
      }
    }
  }

  /** What no path can have, whoever calls. */
  private static void path(Endpoint call, Consumer<Problem> problems) {
    var path = call.scheme().equals("backend") && !call.dynamic() ? pathOf(call) : "";
    try {
      Template.parsePath(path);
    } catch (IllegalArgumentException e) {
      problems.accept(Yaml.error(call.file(), call.at(), "" + e.getMessage(), "", ""));
    }
  }

  private static String pathOf(Endpoint call) {
    int slash = call.rest().indexOf('/');
    return slash < 0 ? "" : call.rest().substring(slash);
  }

  private static void names(
      RouteFile file, Node at, Collection<String> names, String what, Consumer<Problem> problems) {
    for (var name : names) {
      if (RESERVED.contains(name)) {
        problems.accept(
            Yaml.error(
                file,
                at,
                "a " + what + " called '" + name + "' would hide {" + name + ".…}",
                "a name other than " + String.join(", ", new TreeSet<>(RESERVED)),
                "Rename it."));
      }
    }
  }

  private static void template(
      Endpoint call, Node at, @Nullable String text, Scope scope, Consumer<Problem> problems) {
    if (text == null || !text.contains("{") || text.contains("{{") || text.contains("${")) {
      return;
    }
    Template template;
    try {
      template = Template.parse(text);
    } catch (IllegalArgumentException e) {
      problems.accept(Yaml.error(call.file(), at, "'" + text + "': " + e.getMessage(), "", ""));
      return;
    }
    for (var reference : template.references()) {
      var name = reference.name();
      switch (reference.namespace()) {
        case "path" -> {
          if (!scope.path().contains(name)) {
            unknown(
                call, at, reference, "no parameter of the route's path", scope.path(), problems);
          }
        }
        case "part" -> {
          if (!scope.parts().contains(name)) {
            unknown(
                call,
                at,
                reference,
                "no call of this route is `as: " + name + "`",
                scope.partsFor(call),
                problems);
          }
        }
        case "query" -> let(call, at, reference, scope.query(), "query", problems);
        case "header" -> let(call, at, reference, scope.headers(), "requestHeaders", problems);
        default -> {
          // The others are known only when a request comes by.
        }
      }
    }
  }

  private static void let(
      Endpoint call,
      Node at,
      Template.Reference reference,
      @Nullable Set<String> letIn,
      String parameter,
      Consumer<Problem> problems) {
    if (letIn != null && letIn.stream().noneMatch(reference.name()::equalsIgnoreCase)) {
      problems.accept(
          Yaml.error(
              call.file(),
              at,
              "{" + reference.text() + "}: the route lets no such " + parameter + " in",
              "a name that from's `" + parameter + "` lists",
              "Add " + reference.name() + " to `" + parameter + "` of the route's from."));
    }
  }

  private static void unknown(
      Endpoint call,
      Node at,
      Template.Reference reference,
      String why,
      Set<String> known,
      Consumer<Problem> problems) {
    problems.accept(
        Yaml.error(
            call.file(),
            at,
            "{" + reference.text() + "}: " + why,
            known.isEmpty()
                ? ""
                : "one of " + String.join(", ", Nearest.first(reference.name(), known)),
            Nearest.question(reference.name(), known)));
  }

  /** The headers that a route lets in by name; null for all. */
  static @Nullable Set<String> headersLetIn(Endpoint from, Outline outline) {
    var names = list(from, "requestHeaders", outline.properties);
    if (names != null && IdempotencyKeys.letIn(from, outline.properties)) {
      names.add("Idempotency-Key");
    }
    return names;
  }

  static @Nullable Set<String> list(
      Endpoint from, String parameter, Map<String, String> properties) {
    var written = from.option(parameter);
    var text = written == null ? properties.getOrDefault("gateway." + parameter, "") : written;
    var names = new TreeSet<String>();
    for (var name : text.split(",", -1)) {
      if (name.strip().equals("*")) {
        return null;
      }
      names.add(name.strip());
    }
    return names;
  }

  /** What the calls of a route may refer to; null sets let everything in. */
  private record Scope(
      Set<String> path,
      Set<String> parts,
      @Nullable Set<String> query,
      @Nullable Set<String> headers) {

    /** What a call can refer to: any part but its own. */
    Set<String> partsFor(Endpoint call) {
      var others = new TreeSet<>(parts);
      var own = call.option("as");
      if (own != null) {
        others.remove(own);
      }
      return others;
    }

    static Scope of(Outline.Route route, Endpoint from, Outline outline) {
      var parts = new TreeSet<String>();
      reachable(route, outline, Collections.newSetFromMap(new IdentityHashMap<>()), parts);
      return new Scope(
          new TreeSet<>(Endpoint.pathParameters(from.rest())),
          parts,
          list(from, "query", outline.properties),
          headersLetIn(from, outline));
    }

    /** Parts made here and in the routes called by {@code direct:}. */
    private static void reachable(
        Outline.Route route, Outline outline, Set<Outline.Route> seen, Set<String> parts) {
      if (!seen.add(route)) {
        return;
      }
      // Not the ids of the route and its from: they name no part.
      steps(route.node(), parts);
      steps(Yaml.get(route.node(), "from"), parts);
      for (var endpoint : route.endpoints()) {
        var as = endpoint.option("as");
        if (as != null) {
          parts.add(as);
        }
        if (endpoint.scheme().equals("direct")) {
          for (var called : outline.routes) {
            var from = called.from();
            if (from != null
                && from.scheme().equals("direct")
                && from.rest().equals(endpoint.rest())) {
              reachable(called, outline, seen, parts);
            }
          }
        }
      }
    }

    private static void steps(@Nullable Node owner, Set<String> parts) {
      var steps = Yaml.get(owner, "steps");
      if (steps != null) {
        ids(steps, new HashSet<>(), parts);
      }
    }

    /** A branch without {@code as} is named by the id of its first step. */
    private static void ids(Node node, Set<Node> seen, Set<String> parts) {
      if (!seen.add(node)) {
        return;
      }
      for (var entry : Yaml.entries(node)) {
        var text = Yaml.text(entry.getValueNode());
        if (Yaml.key(entry).equals("id") && text != null) {
          parts.add(text);
        }
        ids(entry.getValueNode(), seen, parts);
      }
      Yaml.items(node).forEach(item -> ids(item, seen, parts));
    }
  }
}
