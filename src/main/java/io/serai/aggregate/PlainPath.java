package io.serai.aggregate;

import io.serai.json.JsonArray;
import io.serai.json.JsonPath;
import io.serai.json.JsonScan;
import io.serai.request.Request;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.JsonPathExpression;
import org.jspecify.annotations.Nullable;

/**
 * A jsonpath that is nothing but names and perhaps one {@code [*]}, such as {@code
 * $.items[*].sellerId}: cut out of the JSON bytes, no tree is built. Whatever isn't as expected, a
 * missing name say, is left to Camel's jsonpath, which knows what follows from it.
 */
final class PlainPath {
  private static final Pattern FORM =
      Pattern.compile("\\$((?:\\.[A-Za-z_]\\w*)*)(?:(\\[\\*])((?:\\.[A-Za-z_]\\w*)*))?");
  private static final String VARIABLE = "variable:";

  private final JsonPath whole;

  /** The array that is walked; null if none is. */
  private final @Nullable JsonPath array;

  /** The variable it is read from, empty for the body. */
  final String variable;

  private PlainPath(JsonPath whole, @Nullable JsonPath array, String variable) {
    this.whole = whole;
    this.array = array;
    this.variable = variable;
  }

  /** Null if the expression is anything else. */
  static @Nullable PlainPath of(ExpressionDefinition definition) {
    var inner = definition.getExpressionType();
    if (inner != null) {
      return of(inner);
    }
    var source = source(definition);
    if (!(definition instanceof JsonPathExpression path)
        || source == null
        || path.getExpression() == null
        || path.getResultType() != null
        || path.getResultTypeName() != null
        || path.getOption() != null
        || isSet(path.getSuppressExceptions())
        || isSet(path.getWriteAsString())
        || isSet(path.getUnpackArray())) {
      return null;
    }
    var match = FORM.matcher(path.getExpression().strip());
    if (!match.matches()) {
      return null;
    }
    var way = match.group(1).isEmpty() ? "" : match.group(1).substring(1);
    return match.group(2) == null
        ? new PlainPath(JsonPath.of(way), null, source)
        : new PlainPath(JsonPath.of(way + "[]" + match.group(3)), JsonPath.of(way), source);
  }

  /** The variable an expression reads; empty for the body, null for anything else. */
  static @Nullable String source(ExpressionDefinition definition) {
    var inner = definition.getExpressionType();
    if (inner != null) {
      return source(inner);
    }
    if (!(definition
        instanceof org.apache.camel.model.language.SingleInputTypedExpressionDefinition single)) {
      return null;
    }
    var source = single.getSource();
    if (source == null) {
      return "";
    }
    var name = source.startsWith(VARIABLE) ? source.substring(VARIABLE.length()) : "";
    return name.isEmpty() || name.indexOf(':') >= 0 || name.contains("{{") ? null : name;
  }

  private static boolean isSet(@Nullable String flag) {
    return flag != null && !flag.equals("false");
  }

  /** The raw texts; null if Camel is to decide. */
  @Nullable List<byte[]> elements(Exchange exchange) {
    Object document =
        variable.isEmpty() ? exchange.getMessage().getBody() : exchange.getVariable(variable);
    if (document == null && !variable.isEmpty()) {
      // Within a multicast a part that has come is no variable yet.
      var request = Request.of(exchange);
      var part = request == null ? null : request.parts().get(variable);
      if (part != null && !part.isSuccess()) {
        return List.of();
      }
      document = part != null && part.json() ? part.body() : null;
    }
    if (!(document instanceof byte[] bytes) || JsonScan.check(bytes) != JsonScan.VALID) {
      return null;
    }
    if (array == null) {
      var found = whole.find(bytes);
      return found == null || found[0] == 'n' ? null : JsonArray.elements(found);
    }
    var all = whole.all(bytes);
    if (all.isEmpty()) {
      var walked = array.find(bytes);
      return walked == null || walked[0] != '[' ? null : all;
    }
    return all;
  }
}
