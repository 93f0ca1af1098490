package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What a program put out, as a route carries it. */
final class Result {
  private Result() {}

  /** None is null, several are a list. */
  static JsonNode one(List<JsonNode> outputs) {
    if (outputs.size() == 1) {
      return outputs.get(0);
    }
    return outputs.isEmpty() ? NullNode.getInstance() : all(outputs);
  }

  private static JsonNode all(List<JsonNode> outputs) {
    return Json.MAPPER.createArrayNode().addAll(outputs);
  }

  /** jq's own: all but false and null; of several outputs, as its exit code, the last. */
  static boolean isTrue(List<JsonNode> outputs) {
    if (outputs.isEmpty()) {
      return false;
    }
    var last = outputs.get(outputs.size() - 1);
    return !last.isNull() && (!last.isBoolean() || last.booleanValue());
  }

  /** Objects and arrays as JSON in bytes, anything else as Java's own: a text isn't quoted. */
  static @Nullable Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> null;
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.numberValue();
      default -> Json.bytes(node);
    };
  }

  /** As an operator's {@code resultType} wants it. */
  static @Nullable Object as(Class<?> type, List<JsonNode> outputs, Exchange exchange) {
    if (type == Boolean.class || type == boolean.class) {
      return isTrue(outputs);
    }
    var node = one(outputs);
    if (type == Object.class) {
      return plain(node);
    }
    if (type.isAssignableFrom(JsonNode.class) || type.isInstance(node)) {
      return node;
    }
    if (Collection.class.isAssignableFrom(type) || type == Iterable.class) {
      return list(node);
    }
    if (node.isNull()) {
      return null;
    }
    if (type == byte[].class) {
      return Json.bytes(node);
    }
    if (type == String.class) {
      return node.isTextual() ? node.textValue() : Json.text(node);
    }
    if (type == Map.class) {
      return Json.MAPPER.convertValue(node, Map.class);
    }
    return exchange.getContext().getTypeConverter().convertTo(type, exchange, plain(node));
  }

  private static List<@Nullable Object> list(JsonNode node) {
    var list = new ArrayList<@Nullable Object>(Math.max(1, node.size()));
    if (node.isArray()) {
      node.forEach(element -> list.add(plain(element)));
    } else if (!node.isNull()) {
      list.add(plain(node));
    }
    return list;
  }
}
