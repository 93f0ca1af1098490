package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Map;
import java.util.function.Consumer;

/** {@code idempotencyKey: forward} in a route whose requests have no key to forward. */
final class IdempotencyKeys {
  private static final String PARAMETER = "idempotencyKey";
  private static final String HEADER = "Idempotency-Key";

  private IdempotencyKeys() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var route : outline.routes) {
      var from = route.from();
      // A direct: is called by whoever has a key, or hasn't.
      if (from == null || !from.scheme().equals("gateway") || from.dynamic()) {
        continue;
      }
      if (letIn(from, outline.properties)) {
        continue;
      }
      for (var call : route.endpoints()) {
        var forward = call.parameters().get(PARAMETER);
        if (forward != null
            && call.scheme().equals("backend")
            && "forward".equalsIgnoreCase(forward.text())) {
          problems.accept(
              Yaml.error(
                  call.file(),
                  forward.value(),
                  "idempotencyKey: forward, and the route lets no Idempotency-Key in",
                  "idempotencyKey: optional, required or generate at the route's from",
                  "Add it there, or use generate here."));
        }
      }
    }
  }

  /** Whether requests of a way in can have one. */
  static boolean letIn(Endpoint from, Map<String, String> properties) {
    var rule = written(from, PARAMETER, properties);
    if (rule.contains("{{") || !(rule.isBlank() || rule.strip().equalsIgnoreCase("none"))) {
      return true;
    }
    for (var name : written(from, "requestHeaders", properties).split(",", -1)) {
      if (name.strip().equals("*")
          || name.contains("{{")
          || name.strip().equalsIgnoreCase(HEADER)) {
        return true;
      }
    }
    return false;
  }

  private static String written(Endpoint from, String parameter, Map<String, String> properties) {
    var written = from.option(parameter);
    return written == null ? properties.getOrDefault("gateway." + parameter, "") : written;
  }
}
