package io.serai.aggregate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Builds our multicast from Camel's definition of one.
 *
 * <p>Left to the stock implementation: {@code streaming}, {@code parallelAggregate}, {@code
 * synchronous}, {@code executorService}, {@code onPrepare}, a strategy that is a bean's method, and
 * {@code shareUnitOfWork} with a foreign strategy. With ours, {@code shareUnitOfWork} and {@code
 * stopOnException} change nothing: a required part that fails always ends the multicast.
 */
final class MulticastBuild extends ForkBuild<MulticastDefinition> {
  private final Duration reserve;
  private final @Nullable AggregationStrategy strategy;
  private final List<BranchCalls.Named> names = new ArrayList<>();

  MulticastBuild(Route route, MulticastDefinition definition, Duration reserve) {
    super(route, definition);
    this.reserve = reserve;
    this.strategy = strategy();
  }

  private @Nullable AggregationStrategy strategy() {
    if (definition.getAggregationStrategyBean() != null) {
      return definition.getAggregationStrategyBean();
    }
    var name = parseString(definition.getAggregationStrategy());
    if (name == null) {
      return new UseLatestAggregationStrategy();
    }
    return strategy(name, "#keyed, #merge, #concat, #first, #join or a bean");
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
    if (strategy instanceof Composition composition) {
      check(composition);
      // Camel puts the route's error handler around a multicast only with this option. It has to
      // stand there and not around the branches, so that a failed part is handled once.
      definition.setShareUnitOfWork("true");
      for (var branch : definition.getOutputs()) {
        withoutErrorHandler(branch);
      }
      nameParts();
      if (strategy instanceof Join join) {
        new JoinTarget(route).check(join, where());
      }
    } else {
      definition.getOutputs().forEach(branch -> names.add(BranchCalls.Named.NOT));
    }
    var answer = (Multicast) createOutputsProcessor(definition.getOutputs(), false);
    if (answer == null) {
      throw new IllegalArgumentException(where() + "no steps (expected: at least one branch)");
    }
    answer.setDisabled(isDisabled(camelContext, definition));
    return answer;
  }

  @Override
  protected Processor createCompositeProcessor(List<Processor> list) throws Exception {
    boolean parallel = parseBoolean(definition.getParallelProcessing(), false);
    long timeout = parseDuration(definition.getTimeout(), 0);
    if (timeout > 0 && !parallel) {
      throw new IllegalArgumentException(
          where() + "timeout without parallelProcessing (expected: parallelProcessing: true)");
    }
    boolean hasHandlers =
        !(strategy instanceof Composition)
            && !Boolean.FALSE.equals(definition.getInheritErrorHandler());
    var waits = parallel ? waits() : new int[list.size()][0];
    var branches = new Branch[list.size()];
    for (int i = 0; i < branches.length; i++) {
      var steps = inUnitOfWork(list.get(i));
      var guarded = hasHandlers ? guarded(list.get(i)) : steps;
      branches[i] = Branch.of(names.get(i), waits[i], steps, guarded);
    }
    CamelContextAware.trySetCamelContext(strategy, camelContext);
    return new Multicast(
        camelContext,
        branches,
        Objects.requireNonNull(strategy),
        new Fork.Terms(
            parallel ? Integer.MAX_VALUE : 1,
            parseBoolean(definition.getStopOnException(), false),
            Duration.ofMillis(timeout),
            reserve),
        isLast());
  }

  private boolean isLast() {
    var steps =
        route.getRoute() instanceof RouteDefinition whole
            ? whole.getOutputs()
            : List.<ProcessorDefinition<?>>of();
    return !steps.isEmpty() && steps.get(steps.size() - 1) == definition;
  }

  private void check(Composition composition) {
    var refusal = composition.refusal(definition.getOutputs().size());
    if (!refusal.isEmpty()) {
      throw new IllegalArgumentException(where() + refusal);
    }
  }

  private int[][] waits() {
    try {
      return Waiting.among(names);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where() + e.getMessage(), e);
    }
  }

  private void nameParts() throws Exception {
    var calls = new BranchCalls(camelContext);
    var seen = new HashMap<String, Integer>();
    boolean watched = isWatched();
    for (var branch : definition.getOutputs()) {
      var name = calls.name(branch);
      int number = names.size() + 1;
      if (!name.disagreeing().isEmpty()) {
        throw new IllegalArgumentException(
            "%sbranch %d (%s) calls one part %s and another %s (expected: one name in all its calls)."
                    .formatted(
                        where(), number, branch.getShortName(), name.part(), name.disagreeing())
                + " Give them the same `as`, or put them into branches of their own.");
      }
      if (name.part().isEmpty()) {
        throw new IllegalArgumentException(
            "%sbranch %d (%s) has no name (expected: `as` at its backend call or an `id` at its first step)."
                    .formatted(where(), number, branch.getShortName())
                + " Name it.");
      }
      var twin = seen.put(name.part(), number);
      // Whichever of several mirrors answers is the part.
      if (twin != null && !(strategy instanceof First && name.as())) {
        throw new IllegalArgumentException(
            "%sbranches %d and %d are both called %s (expected: a name of its own for each)."
                    .formatted(where(), twin, number, name.part())
                + " Change one `as` or `id`.");
      }
      names.add(watched ? withSteps(name) : name);
    }
  }
}
