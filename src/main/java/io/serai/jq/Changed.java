package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** An expression whose outputs are looked at, or replaced, before anyone sees them. */
record Changed(Expression inner, Change change) implements Expression {

  /** What becomes of an output. */
  interface Change {
    JsonNode of(JsonNode output) throws JsonQueryException;
  }

  @Override
  public void apply(
      Scope scope, JsonNode in, @Nullable Path path, PathOutput output, boolean requirePath)
      throws JsonQueryException {
    inner.apply(
        scope, in, path, (out, outPath) -> output.emit(change.of(out), outPath), requirePath);
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
