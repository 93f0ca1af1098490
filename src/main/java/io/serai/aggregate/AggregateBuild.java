package io.serai.aggregate;

import io.serai.request.BeanName;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/** What building an {@code aggregate} of ours has in common: options of Camel's it can't have. */
abstract class AggregateBuild extends EipBuild<AggregateDefinition> {
  AggregateBuild(Route route, AggregateDefinition definition) {
    super(route, definition);
  }

  /** What {@code aggregationStrategy} means, null if it is no bean. */
  static @Nullable Object strategy(AggregateDefinition definition, CamelContext context) {
    var bean = definition.getAggregationStrategyBean();
    return bean == null ? bean(definition.getAggregationStrategy(), context) : bean;
  }

  /** What an option refers to, null if it isn't written or there is no such bean. */
  static @Nullable Object bean(@Nullable String written, CamelContext context) {
    var reference = CamelContextHelper.parseText(context, written);
    return reference == null ? null : context.getRegistry().lookupByName(BeanName.of(reference));
  }

  /** Those written that none of ours has, by their names. */
  final List<String> refused() {
    var refused = new ArrayList<String>();
    not(refused, "completionSizeExpression", definition.getCompletionSizeExpression());
    not(refused, "completionTimeoutExpression", definition.getCompletionTimeoutExpression());
    not(refused, "aggregateController", definition.getAggregateController());
    notTrue(refused, "completionFromBatchConsumer", definition.getCompletionFromBatchConsumer());
    notTrue(
        refused,
        "completionOnNewCorrelationGroup",
        definition.getCompletionOnNewCorrelationGroup());
    notTrue(refused, "discardOnCompletionTimeout", definition.getDiscardOnCompletionTimeout());
    notTrue(refused, "discardOnAggregationFailure", definition.getDiscardOnAggregationFailure());
    notTrue(refused, "ignoreInvalidCorrelationKeys", definition.getIgnoreInvalidCorrelationKeys());
    return refused;
  }

  static void not(List<String> refused, String option, @Nullable Object value) {
    if (value != null) {
      refused.add(option);
    }
  }

  final void notTrue(List<String> refused, String option, @Nullable String flag) {
    if (parseBoolean(flag, false)) {
      refused.add(option);
    }
  }

  final IllegalArgumentException wrong(String reason) {
    return new IllegalArgumentException(where() + reason);
  }
}
