package io.serai.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Channel;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link BulkStep} from Camel's definition of an aggregate. Of its options those count
 * that say which callers go together and when: {@code correlationExpression}, {@code
 * completionSize}, {@code completionTimeout} since the last came and {@code completionInterval}
 * since the first came; {@code forceCompletionOnStop} and {@code completeAllOnStop} are always so.
 * The others are refused.
 */
final class BulkBuild extends EipBuild<AggregateDefinition> {
  private static final String EXPECTED =
      " (expected: completionSize, completionTimeout or completionInterval)";

  private final Bulk bulk;

  private BulkBuild(Route route, AggregateDefinition definition, Bulk bulk) {
    super(route, definition);
    this.bulk = bulk;
  }

  /** Null if the strategy is another one. */
  static @Nullable BulkBuild of(Route route, AggregateDefinition definition) {
    var bulk = Bulk.of(definition, route.getCamelContext());
    return bulk == null ? null : new BulkBuild(route, definition, bulk);
  }

  @Override
  public Processor createProcessor() throws Exception {
    refuseWhatCantBe();
    if (definition.getExpression() == null) {
      throw new IllegalArgumentException(
          where() + "no correlationExpression (expected: such as constant: all)");
    }
    // The failure of the call is each caller's: that is where it is handled.
    definition.getOutputs().forEach(EipBuild::withoutErrorHandler);
    var step =
        new BulkStep(
            camelContext,
            createExpression(definition.getExpression()),
            terms(),
            completion(),
            inUnitOfWork(createChildProcessor(true)),
            definition.hasCustomIdAssigned());
    step.setDisabled(isDisabled(camelContext, definition));
    return step;
  }

  private BulkTerms terms() {
    try {
      return new BulkTerms(camelContext, bulk);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          where() + "bean " + definition.getAggregationStrategy() + ": " + e.getMessage(), e);
    }
  }

  private BulkStep.Completion completion() {
    int size = parseInt(definition.getCompletionSize(), 0);
    long timeout = parseDuration(definition.getCompletionTimeout(), 0);
    long interval = parseDuration(definition.getCompletionInterval(), 0);
    if (size < 0 || timeout < 0 || interval < 0 || size + timeout + interval == 0) {
      throw new IllegalArgumentException(where() + "nothing says when callers go" + EXPECTED);
    }
    return new BulkStep.Completion(
        size,
        TimeUnit.MILLISECONDS.toNanos(timeout),
        TimeUnit.MILLISECONDS.toNanos(interval),
        bulk.maxWaiting());
  }

  private void refuseWhatCantBe() {
    var wrong = new ArrayList<String>();
    not(wrong, "completionPredicate", definition.getCompletionPredicate());
    not(wrong, "completionSizeExpression", definition.getCompletionSizeExpression());
    not(wrong, "completionTimeoutExpression", definition.getCompletionTimeoutExpression());
    not(wrong, "aggregationRepository", definition.getAggregationRepository());
    not(wrong, "aggregateController", definition.getAggregateController());
    not(wrong, "closeCorrelationKeyOnCompletion", definition.getCloseCorrelationKeyOnCompletion());
    not(wrong, "completionFromBatchConsumer", flag(definition.getCompletionFromBatchConsumer()));
    not(
        wrong,
        "completionOnNewCorrelationGroup",
        flag(definition.getCompletionOnNewCorrelationGroup()));
    not(wrong, "discardOnCompletionTimeout", flag(definition.getDiscardOnCompletionTimeout()));
    not(wrong, "discardOnAggregationFailure", flag(definition.getDiscardOnAggregationFailure()));
    not(wrong, "ignoreInvalidCorrelationKeys", flag(definition.getIgnoreInvalidCorrelationKeys()));
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          where() + "a Bulk doesn't go with " + String.join(", ", wrong) + EXPECTED);
    }
  }

  private static void not(List<String> wrong, String option, @Nullable Object value) {
    if (value != null) {
      wrong.add(option);
    }
  }

  private @Nullable String flag(@Nullable String value) {
    return parseBoolean(value, false) ? value : null;
  }

  /** The error handler is around the whole, and so not around each step. */
  @Override
  protected Channel wrapChannel(Processor processor, ProcessorDefinition<?> child)
      throws Exception {
    return wrapChannel(processor, child, false);
  }
}
