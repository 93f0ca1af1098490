package io.serai.routes.check;

import io.serai.backend.BackendUri;
import io.serai.settings.Problem;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** What Camel throws at load, brought back to the line that it is about. */
final class LoadErrors {
  private LoadErrors() {}

  static Problem explain(Throwable thrown, Outline outline) {
    String route = null;
    String uri = null;
    Throwable deepest = thrown;
    for (Throwable e = thrown; e != null; e = e.getCause() == e ? null : e.getCause()) {
      deepest = e;
      if (e instanceof MarkedYamlEngineException marked) {
        var mark = marked.getProblemMark().or(marked::getContextMark);
        return Problem.error(
            fileNamed(
                mark.map(org.snakeyaml.engine.v2.exceptions.Mark::getName).orElse(""), outline),
            mark.map(m -> m.getLine() + 1).orElse(0),
            mark.map(m -> m.getColumn() + 1).orElse(0),
            text(marked.getProblem()),
            "",
            "");
      }
      if (e instanceof FailedToCreateRouteException create) {
        route = create.getRouteId();
      }
      if (e instanceof FailedToStartRouteException start) {
        route = start.getRouteId();
      }
      if (e instanceof ResolveEndpointFailedException resolve) {
        uri = resolve.getUri();
      }
    }
    var step = StepPlace.of(thrown, outline);
    if (step != null) {
      return Yaml.error(step.file(), step.at(), text(step.message()), "", "");
    }
    var message = text(deepest.getMessage() == null ? deepest.toString() : deepest.getMessage());
    var endpoint = uri == null ? null : endpoint(uri, outline);
    if (endpoint != null) {
      return Yaml.error(endpoint.file(), place(endpoint, message), message, "", "");
    }
    var named = Mention.in(thrown, outline);
    if (named != null) {
      return Yaml.error(named.file(), named.node(), named.describe(message), "", "");
    }
    if (route != null) {
      return at(route, outline, message, "", "");
    }
    return Problem.error(
        outline.files.isEmpty() ? "" : outline.files.get(0).name(), 0, 0, message, "", "");
  }

  static Problem at(String routeId, Outline outline, String message, String expected, String cure) {
    for (var route : outline.routes) {
      if (route.id().equals(routeId)) {
        return Yaml.error(route.file(), route.node(), message, expected, cure);
      }
    }
    // Without an id of its own: Camel counted route1, route2 as it found them.
    Outline.Route first = outline.routes.isEmpty() ? null : outline.routes.get(0);
    return first == null
        ? Problem.error("", 0, 0, "route " + routeId + ": " + message, expected, cure)
        : Problem.error(
            first.file().name(), 0, 0, "route " + routeId + ": " + message, expected, cure);
  }

  /** The endpoint whose URI Camel couldn't resolve; Camel has added the parameters to it. */
  private static @Nullable Endpoint endpoint(String uri, Outline outline) {
    Endpoint best = null;
    int most = -1;
    var base = base(uri);
    for (var endpoint : outline.endpoints()) {
      if (base(BackendUri.escape(endpoint.uri())).equals(base)) {
        int hits = 0;
        for (var parameter : endpoint.parameters().values()) {
          hits += uri.contains(parameter.name() + "=") ? 1 : 0;
        }
        hits -= endpoint.parameters().size() - hits;
        if (hits > most || best == null) {
          most = hits;
          best = endpoint;
        }
      }
    }
    return best;
  }

  /** Components begin a message with the parameter it is about. */
  private static Node place(Endpoint endpoint, String message) {
    var parameter =
        endpoint.parameters().get(message.substring(0, Math.max(0, message.indexOf(':'))));
    return parameter == null ? endpoint.at() : parameter.value();
  }

  private static String base(String uri) {
    int question = uri.indexOf('?');
    return (question < 0 ? uri : uri.substring(0, question)).replace("://", ":");
  }

  private static String fileNamed(String label, Outline outline) {
    for (var file : outline.files) {
      if (label.endsWith(file.name())) {
        return file.name();
      }
    }
    return label;
  }

  /** One line without Camel's class names. */
  private static String text(@Nullable String message) {
    if (message == null) {
      return "";
    }
    var line = message.replace('\n', ' ').strip();
    return line.length() > 400 ? line.substring(0, 400) + "…" : line;
  }
}
