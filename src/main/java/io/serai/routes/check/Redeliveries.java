package io.serai.routes.check;

import io.serai.request.BeanName;
import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Camel's redelivery, where it would do a write once more: it knows steps, and neither what may be
 * repeated nor which branch of a multicast failed.
 */
final class Redeliveries {
  /** What catches a failed part. */
  private static final Set<String> CATCHING =
      Set.of(
          "io.serai.PartFailed",
          "java.lang.RuntimeException",
          "java.lang.Exception",
          "java.lang.Throwable");

  private final Outline outline;
  private final RepeatedSteps steps;
  private final Map<String, Node> policies = new HashMap<>();

  /** A route as the file writes it. */
  private record Place(RouteFile file, Node route) {}

  private Redeliveries(Outline outline) {
    this.outline = outline;
    this.steps = new RepeatedSteps(outline);
  }

  static void check(Outline outline, Consumer<Problem> problems) {
    // Most files say nothing of it, and a thousand of them are loaded at a start.
    if (outline.files.stream().anyMatch(file -> file.text().contains("edeliver"))) {
      new Redeliveries(outline).check(problems);
    }
  }

  private void check(Consumer<Problem> problems) {
    var all = new ArrayList<Place>();
    for (var file : outline.files) {
      var routes = routes(file);
      all.addAll(routes);
      for (var item : items(file)) {
        for (var bean : Yaml.items(Yaml.get(item, "beans"))) {
          var name = Yaml.text(Yaml.get(bean, "name"));
          var properties = Yaml.get(bean, "properties");
          if (name != null && properties != null) {
            policies.put(name, properties);
          }
        }
      }
    }
    for (var file : outline.files) {
      var routes = routes(file);
      routes.forEach(
          place -> handler(file, Yaml.get(place.route, "errorHandler"), List.of(place), problems));
      boolean caught = false;
      for (var item : items(file)) {
        var onException = Yaml.get(item, "onException");
        caught |= catches(onException);
        exception(file, onException, routes, problems);
        configuration(file, Yaml.get(item, "routeConfiguration"), all, problems);
      }
      if (!caught) {
        items(file)
            .forEach(item -> handler(file, Yaml.get(item, "errorHandler"), routes, problems));
      }
    }
  }

  private static List<Node> items(RouteFile file) {
    return Yaml.items(file.isKamelet() ? null : file.root());
  }

  private static List<Place> routes(RouteFile file) {
    var routes = new ArrayList<Place>();
    for (var item : items(file)) {
      var template = Yaml.get(item, "routeTemplate");
      var inner = Yaml.get(template, "route");
      var route = template == null ? Yaml.get(item, "route") : inner == null ? template : inner;
      if (route != null) {
        routes.add(new Place(file, route));
      } else if (Yaml.get(item, "from") != null) {
        routes.add(new Place(file, item));
      }
    }
    return routes;
  }

  /** One without an id is for every route, else a route says which it takes. */
  private void configuration(
      RouteFile file, @Nullable Node node, List<Place> all, Consumer<Problem> problems) {
    var id = Yaml.text(Yaml.get(node, "id"));
    var routes = all.stream().filter(place -> id == null || takes(place.route, id)).toList();
    handler(file, Yaml.get(node, "errorHandler"), routes, problems);
    for (var item : Yaml.items(Yaml.get(node, "onException"))) {
      exception(file, Yaml.get(item, "onException"), routes, problems);
    }
  }

  private static boolean takes(Node route, String id) {
    var wanted = Yaml.text(Yaml.get(route, "routeConfigurationId"));
    return wanted != null && PatternHelper.matchPatterns(id, wanted.split(","));
  }

  private void handler(
      RouteFile file, @Nullable Node handler, List<Place> routes, Consumer<Problem> problems) {
    for (var entry : Yaml.entries(handler)) {
      policy(file, entry.getValueNode(), routes, problems);
    }
  }

  private void exception(
      RouteFile file, @Nullable Node node, List<Place> routes, Consumer<Problem> problems) {
    if (node != null && catches(node)) {
      policy(file, node, routes, problems);
    }
  }

  private static boolean catches(@Nullable Node onException) {
    var names = Yaml.get(onException, "exception");
    var one = Yaml.text(names);
    return (one != null && CATCHING.contains(one))
        || Yaml.items(names).stream().map(Yaml::text).anyMatch(CATCHING::contains);
  }

  private void policy(RouteFile file, Node holder, List<Place> routes, Consumer<Problem> problems) {
    var reference = Yaml.get(holder, "redeliveryPolicyRef");
    var name = Yaml.text(reference);
    var policy =
        name == null ? Yaml.get(holder, "redeliveryPolicy") : policies.get(BeanName.of(name));
    var most = Yaml.get(policy, "maximumRedeliveries");
    var text = Yaml.text(most);
    if (most == null || text == null || isNone(text)) {
      return;
    }
    for (var place : routes) {
      var repeated = steps.first(Yaml.get(Yaml.get(place.route, "from"), "steps"));
      if (repeated != null) {
        problems.accept(warning(file, reference == null ? most : reference, text, place, repeated));
        return;
      }
    }
  }

  private boolean isNone(String text) {
    try {
      return Integer.parseInt(Placeholders.fill(text, outline.properties).text().strip()) == 0;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private static Problem warning(
      RouteFile file, Node at, String most, Place place, NodeTuple repeated) {
    var where = place.file.equals(file) ? "" : place.file.name() + ", ";
    var line = where + "line " + Yaml.line(repeated.getKeyNode());
    boolean whole = Yaml.key(repeated).equals("multicast");
    return Yaml.warning(
        file,
        at,
        "maximumRedeliveries: '"
            + most
            + (whole
                ? "' repeats the whole multicast (" + line + "), writes too"
                : "' repeats a write (" + line + ")"),
        "`retries` of a backend: call, which repeats only what may be repeated",
        "Take it out and set `retries` at the call.");
  }
}
