package io.serai.routes.check;

import io.serai.backend.BackendUri;
import io.serai.settings.Problem;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * {@code stream: true} where it can't be: both ends of a route stream or none does, and between
 * them no step looks into a body that isn't there.
 */
final class Streams {
  private static final String PARAMETER = "stream";

  /** Those that leave the body alone; their expressions are looked at apart. */
  private static final Set<String> BODY_STAYS =
      Set.of(
          "log",
          "removeHeader",
          "removeHeaders",
          "removeProperties",
          "removeProperty",
          "removeVariable",
          "setHeader",
          "setHeaders",
          "setProperty",
          "setVariable",
          "setVariables",
          "to");

  private final RouteFile file;
  private final Consumer<Problem> problems;

  private Streams(RouteFile file, Consumer<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var file : outline.files) {
      if (file.text().contains(PARAMETER)) {
        outline.routes.stream()
            .filter(route -> route.file().equals(file))
            .forEach(route -> new Streams(file, problems).route(route));
      }
    }
  }

  private void route(Outline.Route route) {
    var from = route.from();
    boolean streams = from != null && from.scheme().equals("gateway") && streams(from);
    int calls = 0;
    for (var call : route.endpoints()) {
      if (!call.scheme().equals("backend") || !streams(call)) {
        continue;
      }
      if (!streams) {
        error(at(call), "stream: true, and the route's from doesn't stream", "both or neither");
      } else if (++calls > 1) {
        error(at(call), "a second backend: step that streams", "one: a body comes once");
      }
      for (var name : BackendUri.notStreamed()) {
        var parameter = call.parameters().get(name);
        if (parameter != null) {
          error(parameter.value(), name + " at a call that streams", "no step reads its bodies");
        }
      }
    }
    if (from != null && streams) {
      if (calls == 0) {
        error(at(from), "stream: true, and no backend: step streams", "one with stream: true");
      }
      steps(route);
    }
  }

  private void steps(Outline.Route route) {
    for (var step : route.steps()) {
      for (var entry : Yaml.entries(step)) {
        var name = Yaml.option(entry);
        if (!BODY_STAYS.contains(name)) {
          error(entry.getKeyNode(), name + " in a route that streams", "steps that set headers");
        } else if (name.equals("to")) {
          target(entry.getValueNode());
        } else {
          body(entry.getValueNode());
        }
      }
    }
  }

  private void target(Node to) {
    var written = Yaml.text(to);
    var uri = written == null ? Yaml.text(Yaml.get(to, "uri")) : written;
    boolean streams = "true".equals(Yaml.text(Yaml.get(Yaml.get(to, "parameters"), PARAMETER)));
    if (uri != null && !uri.startsWith("log:") && !(uri.startsWith("backend:") && streams)) {
      error(to, uri + " in a route that streams", "one backend: step with stream: true");
    }
  }

  /** Simple is the language for headers; what else there is reads bodies, or may. */
  private void body(@Nullable Node node) {
    for (var entry : Yaml.entries(node)) {
      var name = Yaml.key(entry);
      var text = Yaml.text(entry.getValueNode());
      boolean reads = text != null && (text.contains("${body") || text.contains("${bodyAs"));
      if (reads || Set.of("jq", "jsonpath", "xpath", "tokenize").contains(name)) {
        error(entry.getValueNode(), "the body in a route that streams", "headers, properties");
      }
      body(entry.getValueNode());
    }
    Yaml.items(node).forEach(this::body);
  }

  private static boolean streams(Endpoint endpoint) {
    return "true".equals(endpoint.option(PARAMETER));
  }

  private static Node at(Endpoint endpoint) {
    var parameter = endpoint.parameters().get(PARAMETER);
    return parameter == null ? endpoint.at() : parameter.value();
  }

  private void error(Node at, String message, String expected) {
    problems.accept(
        Yaml.error(file, at, message, expected, "Remove it, or the stream: true of the route."));
  }
}
