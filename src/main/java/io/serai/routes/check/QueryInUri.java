package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A {@code ?} in a URI where Camel takes none: beside {@code parameters:}, and in our own URIs for
 * a query string, as in every other URL.
 */
final class QueryInUri {
  private QueryInUri() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var endpoint : outline.endpoints()) {
      if (endpoint.question() < 0 || endpoint.dynamic()) {
        continue;
      }
      var known = EndpointOptions.ours(endpoint);
      boolean query =
          known != null && !known.containsAll(EndpointOptions.camelCased(endpoint.query()));
      if (query || !endpoint.parameters().isEmpty()) {
        problems.accept(
            Yaml.error(
                endpoint.file(),
                endpoint.at(),
                "'"
                    + endpoint.uri()
                    + "': what follows ? are options"
                    + (endpoint.parameters().isEmpty() ? "" : ", and here beside parameters:"),
                "options in one place, under parameters:",
                cure(endpoint, query)));
      }
    }
  }

  private static String cure(Endpoint endpoint, boolean query) {
    var text = endpoint.uri().substring(endpoint.question() + 1);
    if (query && endpoint.scheme().equals("backend")) {
      return "A query goes there too: query: '" + text + "'.";
    }
    if (query) {
      return "A route's path has no query: parameters: { query: '"
          + String.join(",", endpoint.query().keySet())
          + "' } lets parameters in.";
    }
    var moved = new StringBuilder();
    for (Map.Entry<String, String> option : endpoint.query().entrySet()) {
      moved.append(moved.isEmpty() ? "" : ", ").append(option.getKey()).append(": ");
      moved.append('\'').append(option.getValue().replace("'", "''")).append('\'');
    }
    return "Move it there: " + moved + ".";
  }
}
