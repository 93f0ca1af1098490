package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryBreakException;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;

/** A program, compiled once and run by any number of threads. */
final class Program {
  private final Expression expression;

  private Program(Expression expression) {
    this.expression = expression;
  }

  /**
   * Reads and checks it.
   *
   * @throws IllegalArgumentException what is wrong with it, in an operator's words
   */
  static Program compile(String text) {
    Expression parsed;
    try {
      parsed = ExpressionParser.compile(text, Builtins.VERSION);
    } catch (JsonQueryException e) {
      throw new IllegalArgumentException("jq: " + reason(e), e);
    }
    var undefined = Names.undefined(parsed);
    if (undefined != null) {
      throw new IllegalArgumentException("jq: " + undefined);
    }
    return new Program(Metering.of(parsed));
  }

  /** {@code Encountered "|" at line 1, column 5.}, without the two hundred tokens expected. */
  private static String reason(JsonQueryException thrown) {
    var cause = thrown.getCause();
    var message = cause == null || cause.getMessage() == null ? "" : cause.getMessage();
    int expected = message.indexOf("Was expecting");
    var said = expected < 0 ? message : message.substring(0, expected);
    return said.isBlank() ? "no program" : said.strip().replaceAll("\\s+", " ");
  }

  /**
   * All outputs, within the current budget.
   *
   * @throws JsonQueryException an error of the program's own
   * @throws BoundReached if it takes too much
   */
  List<JsonNode> run(JsonNode in) throws JsonQueryException {
    var outputs = new ArrayList<JsonNode>(1);
    try {
      // A scope of its own: functions that a program defines are put into it.
      expression.apply(Scope.newChildScope(Builtins.root()), in, outputs::add);
    } catch (JsonQueryBreakException e) {
      throw new JsonQueryException("break without its label");
    } catch (StackOverflowError e) {
      throw new BoundReached("it recurses too deeply");
    }
    return outputs;
  }
}
