package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** An expression whose every run and output is charged to the budget. */
record Metered(Expression inner) implements Expression {

  @Override
  public void apply(
      Scope scope, JsonNode in, @Nullable Path path, PathOutput output, boolean requirePath)
      throws JsonQueryException {
    var budget = Budget.current();
    budget.enter();
    try {
      inner.apply(
          scope,
          in,
          path,
          (out, outPath) -> {
            budget.output(out);
            output.emit(out, outPath);
          },
          requirePath);
    } finally {
      budget.leave();
    }
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
