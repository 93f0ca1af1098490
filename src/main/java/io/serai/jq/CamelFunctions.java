package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;
import org.apache.camel.Exchange;

/**
 * {@code body() header("x") property("x") variable("x") constant("x")}, with a default after the
 * name. JSON that came as bytes is a value, what came as a text is a string; absent is null.
 */
final class CamelFunctions {
  private CamelFunctions() {}

  /** Where a name is looked up. */
  private interface Place {
    @org.jspecify.annotations.Nullable
    Object of(Exchange exchange, String name);
  }

  static void addTo(Scope root) {
    add(root, "header", (exchange, name) -> exchange.getMessage().getHeader(name));
    add(root, "property", Exchange::getProperty);
    add(root, "variable", Exchange::getVariable);
    root.addFunction(
        "body",
        0,
        (scope, args, in, path, output, version) -> {
          var exchange = Budget.current().exchange;
          output.emit(Input.of(exchange, exchange.getMessage().getBody()), null);
        });
    root.addFunction(
        "constant",
        1,
        (scope, args, in, path, output, version) -> output.emit(constant(args.get(0)), null));
  }

  private static void add(Scope root, String name, Place place) {
    Function one =
        (scope, args, in, path, output, version) ->
            args.get(0)
                .apply(
                    scope,
                    in,
                    named -> {
                      var exchange = Budget.current().exchange;
                      var value = place.of(exchange, named.asText());
                      if (value == null && args.size() == 2) {
                        args.get(1).apply(scope, in, preset -> output.emit(preset, null));
                      } else {
                        output.emit(value(exchange, value), null);
                      }
                    });
    root.addFunction(name, 1, one);
    root.addFunction(name, 2, one);
  }

  private static JsonNode value(
      Exchange exchange, @org.jspecify.annotations.Nullable Object value) {
    return value instanceof String text ? TextNode.valueOf(text) : Input.of(exchange, value);
  }

  /** Camel's own takes a bare word, {@code constant(Donald)}; a string does as well. */
  private static JsonNode constant(Expression written) {
    return written instanceof ValueLiteral literal
        ? literal.value()
        : TextNode.valueOf(written.toString());
  }
}
