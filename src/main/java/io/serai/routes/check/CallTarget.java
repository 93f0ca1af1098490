package io.serai.routes.check;

import io.serai.entry.VanillaCalls;
import io.serai.entry.WrittenUri;
import io.serai.settings.Problem;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A URI that is made when a message comes by: whether the message may say what it says in it. */
final class CallTarget {
  /** Schemes and slashes only. */
  private static final Pattern NO_HOST_YET = Pattern.compile("\\s*([a-zA-Z0-9+.-]+:)*/*");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");

  private CallTarget() {}

  /** Of a {@code toD}, whose values over HTTP are encoded; null if nothing is wrong. */
  static @Nullable Problem ofTo(
      RouteFile file, Node step, Given given, Map<String, String> properties) {
    var uri = step instanceof ScalarNode ? step : Yaml.get(step, "uri");
    var text = Yaml.text(uri);
    if (text == null || uri == null) {
      return null;
    }
    // A URI with ${…} for a backend: is refused already.
    if (text.startsWith("backend:") && text.contains("${")) {
      return null;
    }
    var filled = filled(step, properties);
    return isEncoded(filled) ? null : of(file, place(step, uri, text, given), filled, given, true);
  }

  /** Of a {@code wireTap} or {@code poll}, to whose URI Camel joins the parameters as they are. */
  static @Nullable Problem ofJoined(
      RouteFile file, Node step, Given given, Map<String, String> properties) {
    var uri = step instanceof ScalarNode ? step : Yaml.get(step, "uri");
    var text = Yaml.text(uri);
    return text == null || uri == null
        ? null
        : of(file, place(step, uri, text, given), filled(step, properties), given, false);
  }

  /** The URI of a step and its parameters as one text, empty if there is none. */
  static String joined(Node step) {
    var text = Yaml.text(step instanceof ScalarNode ? step : Yaml.get(step, "uri"));
    var whole = new StringBuilder(text == null ? "" : text.strip());
    for (var parameter : Yaml.entries(Yaml.get(step, "parameters"))) {
      var value = Yaml.text(parameter.getValueNode());
      whole.append(whole.indexOf("?") < 0 ? '?' : '&').append(Yaml.option(parameter));
      whole.append('=').append(value == null ? "" : value);
    }
    return whole.toString();
  }

  private static String filled(Node step, Map<String, String> properties) {
    var filled = Placeholders.fill(joined(step), properties).text();
    // Those of a template are filled in when it is used, by the operator too.
    return PLACEHOLDER.matcher(filled).replaceAll("x");
  }

  /** The URI, or the parameter that isn't the route's own. */
  private static Node place(Node step, Node uri, String text, Given given) {
    Node at = uri;
    for (var parameter : Yaml.entries(Yaml.get(step, "parameters"))) {
      var value = Yaml.text(parameter.getValueNode());
      if (Said.in(value == null ? "" : value, given) != null && Said.in(text, given) == null) {
        at = parameter.getValueNode();
      }
    }
    return at;
  }

  /** Of any other text that becomes a URI. */
  static @Nullable Problem of(RouteFile file, Node at, String text, Given given) {
    return of(file, at, text, given, false);
  }

  private static @Nullable Problem of(
      RouteFile file, Node at, String text, Given given, boolean inTo) {
    if (text.startsWith("language:")) {
      int colon = text.indexOf(':', "language:".length());
      var language = text.substring("language:".length(), Math.max(colon, "language:".length()));
      var said = Said.in(language, text.substring(colon + 1), given);
      return said == null ? null : where(file, at, said);
    }
    int from = 0;
    for (var piece : WrittenUri.pieces(text)) {
      var said = piece.isExpression() ? Said.of(piece, given) : null;
      if (said != null) {
        var before = text.substring(0, from);
        return !NO_HOST_YET.matcher(before.substring(before.lastIndexOf(',') + 1)).matches()
            ? options(file, at, said, VanillaCalls.isHttp(scheme(text)), inTo)
            : where(file, at, said);
      }
      from += piece.text().length();
    }
    return null;
  }

  /** Whether values in it go into path and query by themselves, see {@link WrittenUri}. */
  private static boolean isEncoded(String uri) {
    var scheme = scheme(uri);
    var model =
        VanillaCalls.isHttp(scheme) && uri.contains("${")
            ? Catalog.get().componentModel(scheme)
            : null;
    return model != null
        && WrittenUri.of(
                uri, name -> model.getEndpointOptions().stream().anyMatch(of -> takes(of, name)))
            != null;
  }

  private static boolean takes(BaseOptionModel option, String name) {
    var prefix = option.getPrefix();
    return option.getName().equals(name)
        || (prefix != null && !prefix.isEmpty() && name.startsWith(prefix));
  }

  private static String scheme(String uri) {
    int colon = uri.indexOf(':');
    return colon < 0 ? "" : uri.substring(0, colon);
  }

  /** That it is the message that chooses. */
  static Problem where(RouteFile file, Node at, String said) {
    return Yaml.error(
        file,
        at,
        said + " says where the call goes, and a client could send it",
        "a constant, or what a step of this route has set to one before",
        "Set it in the route by setHeader, or choose between calls by choice.");
  }

  private static Problem options(RouteFile file, Node at, String said, boolean http, boolean inTo) {
    return Yaml.error(
        file,
        at,
        said + " could write options into the call's URI, and a client could send it",
        http
            ? "a toD with values in path and query only, http://host/x/${…}?name=${…}"
            : "a constant",
        !http
            ? "Set the component's header by setHeader and call by to, or use choice."
            : inTo
                ? "Or set CamelHttpPath and CamelHttpQuery by setHeader, and call by to."
                : "Call a direct: route that has the toD.");
  }
}
