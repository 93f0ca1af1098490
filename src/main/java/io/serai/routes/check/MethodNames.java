package io.serai.routes.check;

import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Methods that nobody has heard of: {@code PSOT} is a legal one, RFC 9110 section 16.1, and no
 * client or backend would ever say what is wrong with it.
 */
final class MethodNames {
  /** IANA's registry, less those refused elsewhere, and what caches know beside it. */
  private static final Set<String> KNOWN =
      Set.of(
          "ACL",
          "BAN",
          "BASELINE-CONTROL",
          "BIND",
          "CHECKIN",
          "CHECKOUT",
          "CONNECT",
          "COPY",
          "DELETE",
          "GET",
          "HEAD",
          "LABEL",
          "LINK",
          "LOCK",
          "MERGE",
          "MKACTIVITY",
          "MKCALENDAR",
          "MKCOL",
          "MKREDIRECTREF",
          "MKWORKSPACE",
          "MOVE",
          "OPTIONS",
          "ORDERPATCH",
          "PATCH",
          "POST",
          "PROPFIND",
          "PROPPATCH",
          "PURGE",
          "PUT",
          "QUERY",
          "REBIND",
          "REPORT",
          "SEARCH",
          "TRACE",
          "UNBIND",
          "UNCHECKOUT",
          "UNLINK",
          "UNLOCK",
          "UPDATE",
          "UPDATEREDIRECTREF",
          "VERSION-CONTROL");

  private MethodNames() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var endpoint : outline.endpoints()) {
      var ours = endpoint.scheme().equals("gateway") || endpoint.scheme().equals("backend");
      var text = ours ? endpoint.option("method") : null;
      if (text == null || text.contains("{{") || text.contains("${") || text.contains("*")) {
        continue;
      }
      for (var name : text.split(",", -1)) {
        name(endpoint, name.strip().toUpperCase(Locale.ROOT), problems);
      }
    }
  }

  private static void name(Endpoint endpoint, String name, Consumer<Problem> problems) {
    // What can't be a method at all is refused when the endpoint is made.
    if (KNOWN.contains(name) || !name.matches("[A-Z-]+")) {
      return;
    }
    var parameter = endpoint.parameters().get("method");
    Node at = parameter == null ? endpoint.at() : parameter.value();
    var slip = Nearest.slip(name, KNOWN);
    var said = "method: '" + name + "' is no method that is known";
    if (slip != null) {
      problems.accept(Yaml.error(endpoint.file(), at, said, "", "Did you mean " + slip + "?"));
    } else {
      // RFC 9110, section 16.1: anybody may register or agree on more.
      var cure =
          endpoint.consumes()
              ? "Answered all the same: do its clients send it?"
              : "Sent as it is: does its backend know it?";
      problems.accept(Yaml.warning(endpoint.file(), at, said, "", cure));
    }
  }
}
