package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.ExpressionSupport;
import org.jspecify.annotations.Nullable;

/** One program in one place of a route. */
final class JqExpression extends ExpressionSupport {
  private final String text;
  private final Program program;
  private final Expression source;
  private final Class<?> resultType;
  private final Bounds bounds;

  JqExpression(String text, Expression source, Class<?> resultType, Bounds bounds) {
    this.text = text;
    this.program = Program.compile(text);
    this.source = source;
    this.resultType = resultType;
    this.bounds = bounds;
  }

  @Override
  public void init(CamelContext context) {
    source.init(context);
  }

  @Override
  public boolean matches(Exchange exchange) {
    return run(exchange, (outputs, of) -> Result.isTrue(outputs)) == Boolean.TRUE;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Camel's own signature
  public <T> @Nullable T evaluate(Exchange exchange, Class<T> type) {
    // Camel asks for an Object where the operator may have named a type.
    var wanted = type == Object.class ? resultType : type;
    var result = run(exchange, (outputs, of) -> Result.as(wanted, outputs, of));
    return (T) result;
  }

  /** What is made of the outputs. */
  private interface Made {
    @Nullable Object of(List<JsonNode> outputs, Exchange exchange);
  }

  private @Nullable Object run(Exchange exchange, Made made) {
    var budget = new Budget(exchange, bounds);
    var before = budget.begin();
    try {
      var in = Input.of(exchange, source.evaluate(exchange, Object.class));
      return made.of(program.run(in), exchange);
    } catch (JsonQueryException e) {
      throw new JqFailed(text, exchange, String.valueOf(e.getOriginalMessage()), null);
    } catch (BoundReached e) {
      throw new JqFailed(text, exchange, String.valueOf(e.getMessage()), null);
    } catch (StackOverflowError e) {
      throw new JqFailed(text, exchange, "its result nests too deeply", null);
    } catch (RuntimeException e) {
      throw new JqFailed(text, exchange, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    } finally {
      Budget.end(before);
    }
  }

  @Override
  protected String assertionFailureMessage(Exchange exchange) {
    return toString();
  }

  @Override
  public String toString() {
    return "jq[" + JqFailed.start(text) + "]";
  }
}
