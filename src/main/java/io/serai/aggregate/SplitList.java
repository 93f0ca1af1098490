package io.serai.aggregate;

import java.util.List;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.JqExpression;
import org.jspecify.annotations.Nullable;

/**
 * A {@code jq} program in a {@code split} is asked for a list: an array that it makes would come as
 * one body of JSON, as everywhere else.
 */
final class SplitList {
  private SplitList() {}

  /** Before the split's processor is made. */
  static void ask(SplitDefinition split) {
    ask(split.getExpression());
  }

  private static void ask(@Nullable ExpressionDefinition expression) {
    if (expression instanceof JqExpression jq
        && jq.getResultType() == null
        && jq.getResultTypeName() == null) {
      jq.setResultType(List.class);
    } else if (expression != null && expression.getExpressionType() != null) {
      ask(expression.getExpressionType());
    }
  }
}
