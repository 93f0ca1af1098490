package io.serai.aggregate;

import java.time.Duration;
import java.util.Objects;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Channel;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Builds our split from Camel's definition of one.
 *
 * <p>Left to the stock implementation: {@code streaming}, {@code parallelAggregate}, {@code
 * synchronous}, {@code executorService}, {@code onPrepare}, a strategy that is a bean's method, and
 * {@code shareUnitOfWork} with a foreign strategy, {@code #keyed}. With ours, {@code
 * shareUnitOfWork} and {@code stopOnException} change nothing: a required element that fails always
 * ends the split.
 */
final class SplitBuild extends ForkBuild<SplitDefinition> {
  private final Duration reserve;
  private final @Nullable AggregationStrategy strategy;

  SplitBuild(Route route, SplitDefinition definition, Duration reserve) {
    super(route, definition);
    this.reserve = reserve;
    this.strategy = strategy();
  }

  private @Nullable AggregationStrategy strategy() {
    if (definition.getAggregationStrategyBean() != null) {
      return definition.getAggregationStrategyBean();
    }
    var name = parseString(definition.getAggregationStrategy());
    return name == null
        ? new UseOriginalAggregationStrategy(null, true)
        : strategy(name, "#array, a Join, or another bean");
  }

  @Override
  @Nullable AggregationStrategy asked() {
    return strategy;
  }

  @Override
  ForkOptions options() {
    return ForkOptions.of(definition);
  }

  @Override
  public Processor createProcessor() throws Exception {
    boolean ours = strategy instanceof Composition;
    boolean parallel = parseBoolean(definition.getParallelProcessing(), false);
    long timeout = parseDuration(definition.getTimeout(), 0);
    if (timeout > 0 && !parallel) {
      throw new IllegalArgumentException(
          where() + "timeout without parallelProcessing (expected: parallelProcessing: true)");
    }
    var calls = ElementCalls.NONE;
    if (ours) {
      calls = calls();
      if (strategy instanceof Join join) {
        new JoinTarget(route).check(join, where());
      }
      // Around the split, not around each element, so that a failed one is handled once.
      definition.getOutputs().forEach(EipBuild::withoutErrorHandler);
    }
    var child = createChildProcessor(true);
    var steps = inUnitOfWork(child);
    boolean handles = !ours && !Boolean.FALSE.equals(definition.getInheritErrorHandler());
    var named = isWatched() ? withSteps(calls.named()) : calls.named();
    var branch = Branch.of(named, new int[0], steps, handles ? guarded(child) : steps);
    CamelContextAware.trySetCamelContext(strategy, camelContext);
    var expression = definition.getExpression();
    var delimiter = parseString(definition.getDelimiter());
    var split =
        new Split(
            camelContext,
            branch,
            Objects.requireNonNull(strategy),
            new Fork.Terms(
                parallel ? atOnce() : 1,
                parseBoolean(definition.getStopOnException(), false),
                Duration.ofMillis(timeout),
                reserve),
            new ElementList(
                createExpression(expression),
                ours ? PlainPath.of(expression) : null,
                delimiter == null ? "," : delimiter,
                ours),
            calls);
    split.setDisabled(isDisabled(camelContext, definition));
    return split;
  }

  /** Ours has the error handler around the split, and so not around each step. */
  @Override
  protected Channel wrapChannel(Processor processor, ProcessorDefinition<?> child)
      throws Exception {
    return strategy instanceof Composition
        ? wrapChannel(processor, child, false)
        : super.wrapChannel(processor, child);
  }

  private int atOnce() {
    return strategy instanceof ElementStrategy each ? each.concurrency() : ElementStrategy.AT_ONCE;
  }

  private ElementCalls calls() throws Exception {
    var as = strategy instanceof ElementStrategy each ? each.as() : "";
    var calls =
        ElementCalls.of(
            new BranchCalls(camelContext),
            definition,
            as.isEmpty() ? getId(definition) : as,
            strategy instanceof Join);
    return strategy instanceof ElementStrategy
        ? calls
        : new ElementCalls(calls.named(), false, calls.eachCalls());
  }
}
