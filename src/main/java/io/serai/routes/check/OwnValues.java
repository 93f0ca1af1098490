package io.serai.routes.check;

import io.serai.backend.BackendUri;
import io.serai.entry.GatewayEndpointUriFactory;
import io.serai.settings.Problem;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values of parameters of {@code gateway:} and {@code backend:} that are none, all at once and each
 * at its line: when the endpoints are made, the first one ends it.
 */
final class OwnValues {
  private OwnValues() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var endpoint : outline.endpoints()) {
      for (var parameter : endpoint.parameters().values()) {
        var text = parameter.text();
        var wrong = text == null || isLater(text) ? null : wrong(endpoint, parameter.name(), text);
        if (wrong != null) {
          problems.accept(Yaml.error(endpoint.file(), parameter.value(), wrong, "", ""));
        }
      }
    }
  }

  private static @Nullable String wrong(Endpoint endpoint, String name, String text) {
    var parameter = EndpointOptions.camelCase(name);
    return switch (endpoint.scheme()) {
      // References tells of a part's name, with the reason.
      case "backend" -> parameter.equals("as") ? null : BackendUri.wrong(parameter, text);
      case "gateway" -> GatewayEndpointUriFactory.wrong(endpoint.consumes(), parameter, text);
      default -> null;
    };
  }

  /** Whether it becomes a value only in Camel: by a placeholder, a bean, an expression, RAW(). */
  private static boolean isLater(String text) {
    return text.contains("{{")
        || text.contains("${")
        || text.startsWith("#")
        || text.startsWith("RAW");
  }
}
