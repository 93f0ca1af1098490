package io.serai.routes.check;

import io.serai.backend.Backends;
import io.serai.request.HeaderRules;
import io.serai.settings.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A header that a {@code backend:} call passes on and the route's {@code gateway:} doesn't let in:
 * unless a step sets it, the backend never gets it.
 */
final class HeadersLetIn {
  private static final String PARAMETER = "requestHeaders";

  private final Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Whether code of the operator's may set any. */
  private boolean anyMayBeSet;

  private HeadersLetIn() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    var headers = new HeadersLetIn();
    for (var file : outline.files) {
      if (file.root() != null && file.text().contains(PARAMETER)) {
        headers.gather(file.root());
      }
    }
    if (headers.anyMayBeSet) {
      return;
    }
    for (var route : outline.routes) {
      var from = route.from();
      var letIn =
          from == null || !from.scheme().equals("gateway") || from.dynamic()
              ? null
              : References.headersLetIn(from, outline);
      if (from != null && letIn != null) {
        // Path and query parameters are headers of the message as well.
        letIn.addAll(Endpoint.pathParameters(from.rest()));
        var query = References.list(from, "query", outline.properties);
        letIn.addAll(query == null ? Set.of() : query);
        headers.route(route, from, letIn, problems);
      }
    }
  }

  /** Headers set by steps of the unit, or brought by other calls. */
  private void gather(Node node) {
    if (!seen.add(node)) {
      return;
    }
    for (var entry : Yaml.entries(node)) {
      var value = entry.getValueNode();
      switch (Yaml.key(entry)) {
        case "setHeader" -> name(value);
        case "headers" -> Yaml.items(value).forEach(this::name);
        case "bean", "process" -> anyMayBeSet = true;
        case "convertHeaderTo" -> {
          var name = Yaml.text(Yaml.option(value, "toName"));
          if (name != null) {
            set.add(name);
          }
        }
        case "responseHeaders" -> set.addAll(names("responseHeaders", Yaml.text(value)));
        default -> {
          // Nothing else names a header that it sets.
        }
      }
      gather(value);
    }
    Yaml.items(node).forEach(this::gather);
  }

  private void name(Node setter) {
    var name = Yaml.text(Yaml.get(setter, "name"));
    if (name != null) {
      set.add(name);
    }
  }

  private void route(
      Outline.Route route, Endpoint from, Set<String> letIn, Consumer<Problem> problems) {
    for (var call : route.endpoints()) {
      var parameter = call.parameters().get(PARAMETER);
      if (parameter == null || !call.scheme().equals("backend")) {
        continue;
      }
      for (var name : names(PARAMETER, parameter.text())) {
        if (!set.contains(name)
            && !name.equalsIgnoreCase("Content-Type")
            && !Backends.settles(name)
            && letIn.stream().noneMatch(name::equalsIgnoreCase)) {
          problems.accept(
              Yaml.warning(
                  call.file(),
                  parameter.value(),
                  "header '" + name + "' is passed on, and " + from.uri() + " doesn't let it in",
                  "a name that from's `requestHeaders` lists, or that a step sets",
                  "Add " + name + " to `requestHeaders` of the route's from."));
        }
      }
    }
  }

  /** Those passed on as they are; what isn't right is told of elsewhere. */
  private static List<String> names(String parameter, @Nullable String text) {
    try {
      return text == null || text.contains("{{")
          ? List.of()
          : HeaderRules.parse(parameter, text).names();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }
}
