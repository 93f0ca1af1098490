package io.serai.aggregate;

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
final class BulkBuild extends AggregateBuild {
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
      throw wrong("no correlationExpression (expected: such as constant: all)");
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
      throw wrong("nothing says when callers go" + EXPECTED);
    }
    return new BulkStep.Completion(
        size,
        TimeUnit.MILLISECONDS.toNanos(timeout),
        TimeUnit.MILLISECONDS.toNanos(interval),
        bulk.maxWaiting());
  }

  private void refuseWhatCantBe() {
    var refused = refused();
    not(refused, "completionPredicate", definition.getCompletionPredicate());
    not(refused, "aggregationRepository", definition.getAggregationRepository());
    not(
        refused,
        "closeCorrelationKeyOnCompletion",
        definition.getCloseCorrelationKeyOnCompletion());
    if (!refused.isEmpty()) {
      throw wrong("a Bulk doesn't go with " + String.join(", ", refused) + EXPECTED);
    }
  }

  /** The error handler is around the whole, and so not around each step. */
  @Override
  protected Channel wrapChannel(Processor processor, ProcessorDefinition<?> child)
      throws Exception {
    return wrapChannel(processor, child, false);
  }
}
