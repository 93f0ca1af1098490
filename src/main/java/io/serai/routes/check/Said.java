package io.serai.routes.check;

import io.serai.entry.WrittenUri;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Finds in an expression what a client, or a backend, could have said. */
final class Said {
  /** Of these the result is the operator's: a text, or code that lies in ext/. */
  private static final Set<String> OURS = Set.of("constant", "method", "ref");

  private static final Set<String> EXCHANGE = Set.of("header", "variable", "exchangeProperty");

  /** Camel's own properties that hold a count or what a file says; others hold a client's words. */
  private static final Set<String> COUNTED =
      Set.of(
          "CamelAggregatedSize",
          "CamelBatchComplete",
          "CamelBatchIndex",
          "CamelBatchSize",
          "CamelFailureRouteId",
          "CamelLoopIndex",
          "CamelLoopSize",
          "CamelMulticastComplete",
          "CamelMulticastIndex",
          "CamelSplitComplete",
          "CamelSplitIndex",
          "CamelSplitSize",
          "CamelTimerCounter",
          "CamelTimerFiredTime",
          "CamelTimerName",
          "CamelTimerPeriod",
          "CamelTimerTime");

  private static final Set<String> LANGUAGES =
      Set.of(
          "csimple",
          "datasonnet",
          "groovy",
          "hl7terser",
          "java",
          "joor",
          "jq",
          "js",
          "jsonpath",
          "language",
          "mvel",
          "ognl",
          "python",
          "simple",
          "spel",
          "tokenize",
          "wasm",
          "xpath",
          "xquery",
          "xtokenize");

  /** Simple's functions whose value no message has a part in. */
  private static final Pattern HOUSE =
      Pattern.compile(
          "(date|date-with-timezone|sys|sysenv|env|properties|ref|bean|type|camelContext)[:.].*"
              + "|(propertiesExist|random|empty|newEmpty)[:(].*|uuid.*"
              + "|id|exchangeId|messageTimestamp|threadId|threadName|hostname|camelId|routeId"
              + "|fromRouteId|routeGroup|stepId|null");

  private static final Pattern NAMED =
      Pattern.compile(
          "(?:in\\.)?(header|variable|exchangeProperty)(?:s?[.:]|s?\\[|As\\()['\"]?([^'\"\\],?\\[]+)(.*)");

  private Said() {}

  /**
   * What it is, in words; null if nothing of a message is in it.
   *
   * @param holder of an expression: {@code header: x}, or {@code expression: { header: x }}
   * @param given what the route has set till then
   */
  static @Nullable String by(@Nullable Node holder, Given given) {
    for (var entry : Yaml.entries(holder)) {
      var key = Yaml.option(entry);
      var text = text(entry.getValueNode());
      if (key.equals("expression") && text == null) {
        return by(entry.getValueNode(), given);
      }
      if (OURS.contains(key)) {
        return null;
      }
      if (EXCHANGE.contains(key)) {
        return text == null ? key : named(key, text, given);
      }
      if (LANGUAGES.contains(key)) {
        return in(key.equals("language") ? language(entry.getValueNode()) : key, text, given);
      }
    }
    return "an expression in no known language";
  }

  static boolean isLanguage(String key) {
    return OURS.contains(key) || EXCHANGE.contains(key) || LANGUAGES.contains(key);
  }

  /** The text of a language's value, short or long. */
  static @Nullable String text(@Nullable Node language) {
    var text = Yaml.text(language);
    return text != null ? text : Yaml.text(Yaml.get(language, "expression"));
  }

  private static String language(Node node) {
    var name = Yaml.text(Yaml.get(node, "language"));
    return name == null ? "language" : name;
  }

  /** The same of a text in a language that Camel would take by that name. */
  static @Nullable String in(String language, @Nullable String text, Given given) {
    if (language.equals("constant")) {
      return null;
    }
    boolean simple = language.equals("simple") || language.equals("csimple");
    return simple && text != null && !text.startsWith("resource:")
        ? in(text, given)
        : language + " '" + (text == null ? "" : text.strip()) + "'";
  }

  /** The same of a text in the language Simple. */
  static @Nullable String in(String text, Given given) {
    for (var piece : WrittenUri.pieces(text)) {
      var said = piece.isExpression() ? of(piece, given) : null;
      if (said != null) {
        return said;
      }
    }
    return null;
  }

  /** The same of one {@code ${…}}. */
  static @Nullable String of(WrittenUri.Piece expression, Given given) {
    var whole = expression.text();
    int end = whole.endsWith("}") ? whole.length() - 1 : whole.length();
    var inner = whole.substring(whole.indexOf('{') + 1, end).strip();
    var named = NAMED.matcher(inner);
    if (named.matches()) {
      var said = named(named.group(1), named.group(2).strip(), given);
      var rest = named.group(3);
      // A method's parameter * is the body.
      return said != null ? said : rest.contains("*") ? "'" + whole + "'" : in(rest, given);
    }
    if (HOUSE.matcher(inner).matches()) {
      return inner.startsWith("bean") ? null : in(inner, given);
    }
    return inner.matches("(in\\.)?body|(pretty|original)Body|bodyOneLine")
        ? "the body"
        : "'" + whole + "'";
  }

  private static @Nullable String named(String kind, String name, Given given) {
    if (given.has(kind, name) || isCamels(kind, name)) {
      return null;
    }
    return (kind.equals("exchangeProperty") ? "exchange property" : kind) + " '" + name + "'";
  }

  /** No client can send such headers, but some hold what one sent: path, query, address. */
  private static boolean isCamels(String kind, String name) {
    if (kind.equals("exchangeProperty")) {
      return COUNTED.contains(name);
    }
    var lower = name.toLowerCase(Locale.ROOT);
    return kind.equals("header")
        && lower.startsWith("camel")
        && !lower.startsWith("camelhttp")
        && !lower.startsWith("camelrest");
  }
}
