package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryTypeException;
import net.thisptr.jackson.jq.internal.IsolatedScopeQuery;
import net.thisptr.jackson.jq.internal.JsonQueryFunction;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;
import net.thisptr.jackson.jq.internal.misc.JsonNodeUtils;

/**
 * The functions that a program may call: the library's, metered; ours in place of those that could
 * take or make too much in one step; Camel's. None of them reads the environment, files or input.
 */
final class Builtins {
  static final Version VERSION = Versions.JQ_1_7;

  /** Written in jq, as jq 1.7 itself has them; the library lacks them. */
  private static final String[][] MORE = {
    {"repeat", "f", "def _repeat: ., (f | _repeat); _repeat"},
    {"isempty", "g", "label $go | (g | false, break $go), true"},
    {"IN", "s", "any(s == .; .)"},
    {"INDEX", "f", "reduce .[] as $row ({}; .[$row | f | tostring] |= $row)"},
    {"toarray", "", "if type == \"array\" then . else [.] end"},
    {"abs", "", "if type == \"number\" and . < 0 then -. else . end"},
    {"todate", "", "todateiso8601"},
    {"ltrim", "", "sub(\"^\\\\s+\"; \"\")"},
    {"rtrim", "", "sub(\"\\\\s+$\"; \"\")"},
    {"trim", "", "ltrim | rtrim"},
  };

  /** As in JSON that is read. */
  private static final int LONGEST_NUMBER = 1_000;

  private static final Scope ROOT = load();

  private Builtins() {}

  /** Read by all programs, written by none. */
  static Scope root() {
    return ROOT;
  }

  /** {@code name/arguments} of every function. */
  static Set<String> names() {
    return ROOT.getLocalFunctions().keySet();
  }

  static String typeOf(JsonNode node) {
    return JsonNodeUtils.typeOf(node);
  }

  private static Scope load() {
    var root = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(VERSION, root);
    for (var function : root.getLocalFunctions().values()) {
      if (function instanceof JsonQueryFunction written) {
        Metering.of(written);
      }
    }
    for (var one : MORE) {
      var args = one[1].isEmpty() ? List.<String>of() : List.of(one[1]);
      try {
        var body = new IsolatedScopeQuery(ExpressionParser.compile(one[2], VERSION));
        var function = new JsonQueryFunction(one[0], args, body, root);
        Metering.of(function);
        root.addFunction(one[0], args.size(), function);
      } catch (JsonQueryException e) {
        throw new IllegalStateException(one[0], e);
      }
    }
    ours(root);
    CamelFunctions.addTo(root);
    return root;
  }

  /** What becomes of the input alone. */
  private interface OfInput {
    JsonNode of(JsonNode in) throws JsonQueryException;
  }

  private static Function ofInput(OfInput made) {
    return (scope, args, in, path, output, version) -> output.emit(made.of(in), null);
  }

  /** The library's, after a look at its input. */
  private static void guard(Scope root, String name, OfInput look) {
    var theirs = root.getLocalFunctions().get(name);
    if (theirs == null) {
      throw new IllegalStateException(name);
    }
    root.addFunction(
        name,
        (scope, args, in, path, output, version) ->
            theirs.apply(scope, args, look.of(in), path, output, version));
  }

  private static void ours(Scope root) {
    for (var name : List.of("tojson/0", "@json/0")) {
      root.addFunction(name, ofInput(in -> TextNode.valueOf(Json.text(in))));
    }
    for (var name : List.of("tostring/0", "@text/0")) {
      root.addFunction(name, ofInput(Builtins::asText));
    }
    for (var name : List.of("@html", "@uri", "@sh", "@base64")) {
      guard(root, root.getFunction(name, 0) == null ? name : known(root, name), Builtins::plain);
    }
    root.addFunction("fromjson/0", ofInput(Builtins::parsed));
    root.addFunction("ascii_downcase/0", ofInput(in -> TextNode.valueOf(cased(in, 'A', 'Z', ' '))));
    root.addFunction("ascii_upcase/0", ofInput(in -> TextNode.valueOf(cased(in, 'a', 'z', -' '))));
    guard(root, "explode/0", Builtins::aStepEach);
    guard(root, known(root, "split", 1), Builtins::aStepEach);
    root.addFunction(
        "_match_impl/3",
        (scope, args, in, path, output, version) -> Regexes.match(scope, args, in, output));
    root.addFunction(
        "_sub_impl/3",
        (scope, args, in, path, output, version) -> Regexes.substitute(scope, args, in, output));
    root.addFunction("sort_by/1", Sorting::sortBy);
    root.addFunction("group_by/1", Sorting::groupBy);
    around(root, "join/1", Builtins::separator);
    around(root, "setpath/2", (in, path) -> indexes(path));
    around(root, "delpaths/1", Builtins::copies);
    guard(root, known(root, "tonumber"), Builtins::aNumber);
  }

  private static String known(Scope root, String name) {
    return known(root, name, 0);
  }

  /** Some are registered with their number of arguments, some without. */
  private static String known(Scope root, String name, int args) {
    return root.getLocalFunctions().containsKey(name + "/" + args) ? name + "/" + args : name;
  }

  /** A look at the outputs of the first argument. */
  private interface Look {
    JsonNode at(JsonNode in, JsonNode argument) throws JsonQueryException;
  }

  private static void around(Scope root, String name, Look look) {
    var theirs = root.getLocalFunctions().get(name);
    if (theirs == null) {
      throw new IllegalStateException(name);
    }
    root.addFunction(
        name,
        (scope, args, in, path, output, version) -> {
          var looked = new ArrayList<>(args);
          looked.set(0, new Changed(args.get(0), out -> look.at(in, out)));
          theirs.apply(scope, looked, in, path, output, version);
        });
  }

  private static JsonNode asText(JsonNode in) throws JsonQueryException {
    return in.isTextual() ? in : TextNode.valueOf(Json.text(in));
  }

  /** Containers as the text that they would become anyway, but bounded. */
  private static JsonNode plain(JsonNode in) throws JsonQueryException {
    return in.isObject() ? asText(in) : in;
  }

  private static JsonNode parsed(JsonNode in) throws JsonQueryException {
    if (!in.isTextual()) {
      throw new JsonQueryTypeException(typeOf(in) + " cannot be parsed, only a string");
    }
    try {
      return Json.read(in.textValue().getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new JsonQueryException("fromjson: the string is no JSON");
    }
  }

  private static String cased(JsonNode in, char first, char last, int by)
      throws JsonQueryException {
    if (!in.isTextual()) {
      throw new JsonQueryTypeException(typeOf(in) + " has no case, only a string");
    }
    var chars = in.textValue().toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= first && chars[i] <= last) {
        chars[i] = (char) (chars[i] + by);
      }
    }
    return new String(chars);
  }

  private static JsonNode aStepEach(JsonNode in) {
    if (in.isTextual()) {
      Budget.current().steps(in.textValue().length());
    }
    return in;
  }

  private static JsonNode separator(JsonNode in, JsonNode separator) {
    if (separator.isTextual()) {
      Budget.current().text((long) separator.textValue().length() * in.size());
    }
    return separator;
  }

  private static JsonNode indexes(JsonNode path) {
    path.forEach(Metering::index);
    return path;
  }

  /** The library copies what is around it for each path that goes. */
  private static JsonNode copies(JsonNode in, JsonNode paths) {
    for (var path : paths) {
      var at = in;
      for (var step : path) {
        Budget.current().elements(at.size());
        at = step.isTextual() ? at.path(step.textValue()) : at.path(step.asInt());
      }
    }
    return paths;
  }

  /** Reading digits takes time by the square of their number. */
  private static JsonNode aNumber(JsonNode in) throws JsonQueryException {
    if (in.isTextual() && in.textValue().length() > LONGEST_NUMBER) {
      throw new JsonQueryException("tonumber: the string is too long for a number");
    }
    return in;
  }
}
