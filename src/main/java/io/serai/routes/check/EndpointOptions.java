package io.serai.routes.check;

import io.serai.backend.BackendUri;
import io.serai.entry.GatewayEndpointUriFactory;
import io.serai.entry.VanillaCalls;
import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Options that a vanilla endpoint doesn't have, or of the wrong type, lenient components included:
 * netty-http takes any option in silence. Our own components refuse by themselves.
 */
final class EndpointOptions {
  private static final Set<String> OF_A_CALL = new BackendUri().propertyNames();

  /** Letters of a name below which it isn't held to be a misspelt option. */
  private static final int SHORT = 6;

  private EndpointOptions() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var endpoint : outline.endpoints()) {
      var scheme = endpoint.scheme();
      var ours = ours(endpoint);
      if (ours != null) {
        own(endpoint, ours, problems);
        continue;
      }
      // A kamelet's options are its author's.
      if (scheme.equals("kamelet") || scheme.contains("{")) {
        continue;
      }
      var model =
          Catalog.get().findComponentNames().contains(scheme)
              ? Catalog.get().componentModel(scheme)
              : null;
      if (model != null) {
        options(endpoint, model, problems);
      }
    }
  }

  /**
   * Of the house's own schemes, every parameter: Camel's message names neither key nor cure. Null
   * for any other.
   */
  static @Nullable Set<String> ours(Endpoint endpoint) {
    return switch (endpoint.scheme()) {
      case "gateway" -> GatewayEndpointUriFactory.parameters(endpoint.consumes());
      case "backend" -> OF_A_CALL;
      default -> null;
    };
  }

  private static void own(Endpoint endpoint, Set<String> known, Consumer<Problem> problems) {
    for (var parameter : endpoint.parameters().values()) {
      if (!known.contains(camelCase(parameter.name()))) {
        var question = Nearest.question(parameter.name(), known);
        problems.accept(
            Yaml.error(
                endpoint.file(),
                parameter.key(),
                endpoint.scheme() + ": has no parameter '" + parameter.name() + "'",
                question.isEmpty() ? "one of " + String.join(", ", new TreeSet<>(known)) : "",
                question.isEmpty() ? "Remove it." : question));
      }
    }
  }

  private static void options(Endpoint endpoint, ComponentModel model, Consumer<Problem> problems) {
    var known = new LinkedHashMap<String, BaseOptionModel>();
    model.getEndpointOptions().forEach(option -> known.put(option.getName(), option));
    for (var parameter : endpoint.parameters().values()) {
      option(
          endpoint,
          camelCase(parameter.name()),
          parameter.text(),
          parameter.key(),
          model,
          known,
          problems);
    }
    endpoint
        .query()
        .forEach(
            (name, text) -> option(endpoint, name, text, endpoint.at(), model, known, problems));
  }

  private static void option(
      Endpoint endpoint,
      String name,
      @Nullable String text,
      Node at,
      ComponentModel model,
      Map<String, BaseOptionModel> known,
      Consumer<Problem> problems) {
    var option = known.get(name);
    if (option == null) {
      if (!prefixed(name, model) && !isOfBackend(name, text, endpoint, known.keySet())) {
        problems.accept(
            Yaml.error(
                endpoint.file(),
                at,
                model.getScheme() + ": has no option '" + name + "'",
                "",
                nearest(name, known.keySet(), model)));
      }
      return;
    }
    if (text == null || text.contains("{{") || text.contains("${") || text.startsWith("#")) {
      return;
    }
    var expected = OptionTypes.wrong(option, text);
    if (expected != null) {
      problems.accept(
          Yaml.error(
              endpoint.file(),
              at,
              model.getScheme() + ": " + name + ": '" + text + "'",
              expected,
              option.getEnums() == null ? "" : Nearest.question(text, option.getEnums())));
    }
  }

  /**
   * Whether it is a query parameter: an HTTP client sends on what it doesn't know. What is nearly
   * an option was meant as one, but a short word is near to anything, and no option is made of a
   * message.
   */
  private static boolean isOfBackend(
      String name, @Nullable String text, Endpoint endpoint, Set<String> known) {
    return !endpoint.consumes()
        && VanillaCalls.isHttp(endpoint.scheme())
        && (name.length() < SHORT
            || (text != null && text.contains("${"))
            || Nearest.question(name, known).isEmpty());
  }

  /** Options such as {@code scheduler.x} or {@code consumer.x} that carry others. */
  private static boolean prefixed(String name, ComponentModel model) {
    for (var option : model.getEndpointOptions()) {
      var prefix = option.getPrefix();
      if (prefix != null && !prefix.isEmpty() && name.startsWith(prefix)) {
        return true;
      }
      if (option.isMultiValue() && name.startsWith(option.getName() + ".")) {
        return true;
      }
    }
    return false;
  }

  private static String nearest(String name, Set<String> known, ComponentModel model) {
    List<String> names = new ArrayList<>(known);
    var question = Nearest.question(name, names);
    return question.isEmpty()
        ? "Remove it; the options are in Camel's page of " + model.getScheme() + "."
        : question;
  }

  /** The names of options as Camel takes them. */
  static Set<String> camelCased(Map<String, String> options) {
    var names = new TreeSet<String>();
    options.keySet().forEach(name -> names.add(camelCase(name)));
    return names;
  }

  /** As the YAML DSL does with keys under {@code parameters:}. */
  static String camelCase(String name) {
    int dash = name.indexOf('-');
    if (dash < 0) {
      return name;
    }
    var camel = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '-') {
        upper = true;
      } else {
        camel.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return camel.toString();
  }
}
