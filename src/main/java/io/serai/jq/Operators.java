package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.TreeSet;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryTypeException;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;

/** Operators in place of the library's: exact with numbers, charged for what they make. */
final class Operators {
  private Operators() {}

  /** What two values become. */
  private interface Of {
    JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right) throws JsonQueryException;
  }

  private record Own(String image, Of of) implements BinaryOperator {
    @Override
    public JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right)
        throws JsonQueryException {
      Budget.current().steps(1);
      return of.apply(mapper, left, right);
    }
  }

  /** Ours for one of the library's, which are known by their signs. */
  static BinaryOperator own(BinaryOperator theirs) {
    var image = theirs.image();
    return switch (image) {
      case "+" -> new Own(image, (mapper, a, b) -> plus(theirs, mapper, a, b));
      case "-" -> new Own(image, Operators::minus);
      case "*" -> new Own(image, (mapper, a, b) -> times(theirs, mapper, a, b));
      case "/" -> new Own(image, (mapper, a, b) -> divided(theirs, mapper, a, b));
      case "==" -> new Own(image, (mapper, a, b) -> BooleanNode.valueOf(order(a, b) == 0));
      case "!=" -> new Own(image, (mapper, a, b) -> BooleanNode.valueOf(order(a, b) != 0));
      case "<" -> new Own(image, (mapper, a, b) -> BooleanNode.valueOf(order(a, b) < 0));
      case "<=" -> new Own(image, (mapper, a, b) -> BooleanNode.valueOf(order(a, b) <= 0));
      case ">" -> new Own(image, (mapper, a, b) -> BooleanNode.valueOf(order(a, b) > 0));
      case ">=" -> new Own(image, (mapper, a, b) -> BooleanNode.valueOf(order(a, b) >= 0));
      default -> theirs;
    };
  }

  private static int order(JsonNode a, JsonNode b) {
    return Order.INSTANCE.compare(a, b);
  }

  private static JsonNode plus(BinaryOperator theirs, ObjectMapper mapper, JsonNode a, JsonNode b)
      throws JsonQueryException {
    if (a.isNumber() && b.isNumber()) {
      return Arithmetic.add(a, b);
    }
    if (a.isTextual() && b.isTextual()) {
      Budget.current().text((long) a.textValue().length() + b.textValue().length());
    } else if (a.getNodeType() == b.getNodeType() && a.isContainerNode()) {
      Budget.current().elements((long) a.size() + b.size());
    } else if (!a.isNull() && !b.isNull()) {
      throw mismatch(a, b, "added");
    }
    return theirs.apply(mapper, a, b);
  }

  private static JsonNode minus(ObjectMapper mapper, JsonNode a, JsonNode b)
      throws JsonQueryException {
    if (a.isNumber() && b.isNumber()) {
      return Arithmetic.subtract(a, b);
    }
    if (!a.isArray() || !b.isArray()) {
      throw mismatch(a, b, "subtracted");
    }
    var gone = new TreeSet<JsonNode>(Order.INSTANCE);
    b.forEach(gone::add);
    var rest = mapper.createArrayNode();
    for (var element : a) {
      if (!gone.contains(element)) {
        rest.add(element);
      }
    }
    return rest;
  }

  private static JsonNode times(BinaryOperator theirs, ObjectMapper mapper, JsonNode a, JsonNode b)
      throws JsonQueryException {
    if (a.isNumber() && b.isNumber()) {
      return Arithmetic.multiply(a, b);
    }
    if (a.isTextual() && b.isNumber()) {
      return repeated(a, b.doubleValue());
    }
    if (a.isNumber() && b.isTextual()) {
      return repeated(b, a.doubleValue());
    }
    if (!a.isObject() || !b.isObject()) {
      throw mismatch(a, b, "multiplied");
    }
    Budget.current().elements((long) a.size() + b.size());
    return theirs.apply(mapper, a, b);
  }

  private static JsonNode repeated(JsonNode text, double times) {
    if (!(times > 0)) {
      return NullNode.getInstance();
    }
    Budget.current().text((long) (text.textValue().length() * Math.min(times, Integer.MAX_VALUE)));
    return times < 2 ? text : TextNode.valueOf(text.textValue().repeat((int) times));
  }

  private static JsonNode divided(
      BinaryOperator theirs, ObjectMapper mapper, JsonNode a, JsonNode b)
      throws JsonQueryException {
    if (a.isTextual() && b.isTextual()) {
      // One text an element, at worst one a character.
      Budget.current().steps(a.textValue().length());
    } else if (!a.isNumber() || !b.isNumber()) {
      throw mismatch(a, b, "divided");
    }
    return theirs.apply(mapper, a, b);
  }

  /** Names types only: values may be large, and are nobody's business in a log. */
  private static JsonQueryException mismatch(JsonNode a, JsonNode b, String what) {
    return new JsonQueryTypeException(
        Builtins.typeOf(a) + " and " + Builtins.typeOf(b) + " cannot be " + what);
  }
}
