package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryTypeException;
import net.thisptr.jackson.jq.internal.JsonQueryFunction;
import net.thisptr.jackson.jq.internal.misc.Pair;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.tree.NegativeExpression;
import net.thisptr.jackson.jq.internal.tree.StringInterpolation;
import net.thisptr.jackson.jq.internal.tree.ThisObject;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketFieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;
import org.jspecify.annotations.Nullable;

/**
 * Puts a meter before every expression of a program. The library evaluates by nested callbacks and
 * has no place to stop it: its tree is the only one that every loop passes, with or without
 * functions in it.
 */
final class Metering {
  private Metering() {}

  /** The expression, metered throughout; its own tree is changed. */
  static Expression of(Expression expression) {
    within(expression);
    // Of a constant and of `.` nothing can be saved, and the library looks for them by class.
    return expression instanceof ValueLiteral || expression instanceof ThisObject
        ? expression
        : new Metered(expression);
  }

  /** A function written in jq. */
  static void of(JsonQueryFunction function) {
    for (var member : Tree.members(function)) {
      if (member.getName().equals("body")
          && Tree.read(member, function) instanceof Expression body) {
        within(body);
        Tree.write(member, function, new Metered(body));
      }
    }
  }

  private static void within(Object node) {
    for (var member : Tree.members(node)) {
      var value = Tree.read(member, node);
      var replaced = replaced(value);
      if (node instanceof StringInterpolation && value instanceof List<?> list) {
        texts(list);
      }
      if (node instanceof BracketFieldAccess
          && member.getName().equals("startExpr")
          && replaced instanceof Expression start) {
        replaced = new Changed(start, Metering::index);
      }
      if (node instanceof NegativeExpression && replaced instanceof Expression negated) {
        replaced = new Changed(negated, Metering::negatable);
      }
      if (replaced != null && replaced != value) {
        Tree.write(member, node, replaced);
      }
    }
  }

  private static @Nullable Object replaced(@Nullable Object value) {
    if (value instanceof Metered || value == null) {
      return value;
    }
    if (value instanceof Expression expression) {
      return of(expression);
    }
    if (value instanceof BinaryOperator operator) {
      return Operators.own(operator);
    }
    if (value instanceof List<?> list) {
      elements(list);
      return list;
    }
    if (value instanceof Pair<?, ?> pair) {
      return Pair.of(replaced(pair._1), replaced(pair._2));
    }
    if (Tree.isNode(value)) {
      within(value);
    }
    return value;
  }

  @SuppressWarnings("unchecked") // an element is replaced by one of its own interface
  private static void elements(List<?> list) {
    ((List<Object>) list).replaceAll(Metering::replaced);
  }

  /** What stands in {@code "\(…)"} becomes text here, where it is bounded. */
  @SuppressWarnings("unchecked") // the only list that the library has there
  private static void texts(List<?> list) {
    ((List<Pair<Integer, Expression>>) list)
        .replaceAll(
            pair ->
                Pair.of(
                    pair._1,
                    new Changed(
                        pair._2,
                        out -> out.isContainerNode() ? new TextNode(Json.text(out)) : out)));
  }

  /** The library complains of what the program looks at, {@code .} in {@code -(.a)}. */
  private static JsonNode negatable(JsonNode value) throws JsonQueryException {
    if (!value.isNumber()) {
      throw new JsonQueryTypeException(Builtins.typeOf(value) + " cannot be negated");
    }
    return value;
  }

  /** {@code .[1000000000] = 1} would fill up with nulls. */
  static JsonNode index(JsonNode index) {
    if (index.isNumber() && index.asDouble() > 0) {
      Budget.current().elements((long) index.asDouble());
    }
    return index;
  }
}
