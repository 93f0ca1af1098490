package io.serai.jq;

import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.spi.annotations.Language;
import org.apache.camel.support.LanguageSupport;
import org.apache.camel.support.builder.ExpressionBuilder;
import org.jspecify.annotations.Nullable;

/**
 * {@code jq} in a route file: {@code expression}, {@code source} ({@code variable:}, {@code
 * header:} or {@code property:} and a name, the body if none) and {@code resultType}.
 *
 * <p>A wrong program is an {@link IllegalArgumentException} when the route is built.
 */
@Language("jq")
public final class JqLanguage extends LanguageSupport {

  @Override
  public Predicate createPredicate(String expression) {
    return make(expression, null);
  }

  @Override
  public Expression createExpression(String expression) {
    return make(expression, null);
  }

  @Override
  public Predicate createPredicate(String expression, Object @Nullable [] properties) {
    return make(expression, properties);
  }

  @Override
  public Expression createExpression(String expression, Object @Nullable [] properties) {
    return make(expression, properties);
  }

  private JqExpression make(String expression, Object @Nullable [] properties) {
    var text = isStaticResource(expression) ? loadResource(expression) : expression;
    Class<?> type = property(Class.class, properties, 0, Object.class);
    var source =
        ExpressionBuilder.singleInputExpression(property(String.class, properties, 1, null));
    var context = getCamelContext();
    if (context == null) {
      return new JqExpression(text, source, type, Bounds.DEFAULT);
    }
    source.init(context);
    var bounds = context.getRegistry().lookupByNameAndType(Bounds.NAME, Bounds.class);
    return new JqExpression(text, source, type, bounds == null ? Bounds.DEFAULT : bounds);
  }
}
