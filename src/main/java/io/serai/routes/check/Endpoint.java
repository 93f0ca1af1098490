package io.serai.routes.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * An endpoint as a file writes it.
 *
 * @param role the key it stands under: {@code from}, {@code to}, {@code toD}, {@code wireTap}
 * @param uri placeholders filled in where they could be
 * @param at the URI's node
 * @param parameters what stands under {@code parameters:}, by name
 * @param whole whether every placeholder of the URI could be filled in
 */
record Endpoint(
    RouteFile file,
    String role,
    String uri,
    Node at,
    Map<String, Parameter> parameters,
    boolean whole) {

  /**
   * One of its options.
   *
   * @param text null if it is no single value
   */
  record Parameter(String name, Node key, Node value, @Nullable String text) {}

  boolean consumes() {
    return role.equals("from");
  }

  /** Whether its URI is only known when a message comes by. */
  boolean dynamic() {
    return uri.contains("${") || !whole;
  }

  String scheme() {
    int colon = uri.indexOf(':');
    int question = question();
    if (colon < 0 || (question >= 0 && question < colon)) {
      return question < 0 ? uri : uri.substring(0, question);
    }
    return uri.substring(0, colon);
  }

  /** Where the options begin, -1 if there are none; <code>{x?}</code> is a reference. */
  int question() {
    int question = uri.indexOf('?');
    while (question >= 0 && uri.startsWith("?}", question)) {
      question = uri.indexOf('?', question + 1);
    }
    return question;
  }

  /** What is between the scheme and the options, without leading slashes of {@code scheme://}. */
  String rest() {
    int colon = uri.indexOf(':');
    int question = question();
    int end = question < 0 ? uri.length() : question;
    if (colon < 0 || colon > end) {
      return "";
    }
    var rest = uri.substring(colon + 1, end);
    return rest.startsWith("//") ? rest.substring(2) : rest;
  }

  @Nullable String option(String name) {
    var parameter = parameters.get(name);
    if (parameter != null) {
      return parameter.text();
    }
    return query().get(name);
  }

  /** Options written into the URI itself. */
  Map<String, String> query() {
    int question = question();
    var options = new LinkedHashMap<String, String>();
    if (question >= 0) {
      for (var pair : uri.substring(question + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          options.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
      }
    }
    return options;
  }

  /** Names of path parameters in {@code /a/{x}/{y}}. */
  static List<String> pathParameters(String path) {
    var names = new ArrayList<String>();
    for (int open = path.indexOf('{'); open >= 0; open = path.indexOf('{', open + 1)) {
      int close = path.indexOf('}', open);
      if (close < 0) {
        break;
      }
      names.add(path.substring(open + 1, close));
    }
    return names;
  }
}
