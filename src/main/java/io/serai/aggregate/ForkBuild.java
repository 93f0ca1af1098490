package io.serai.aggregate;

import java.util.function.BiFunction;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinition;
import org.jspecify.annotations.Nullable;

/** What building our multicast and our split has in common. */
abstract class ForkBuild<T extends ProcessorDefinition<?>> extends EipBuild<T> {
  private static final String JOIN_ALONE =
      "a Join goes with none of streaming, parallelAggregate, synchronous, executorService,"
          + " onPrepare (expected: none of them). Take them out.";

  ForkBuild(Route route, T definition) {
    super(route, definition);
  }

  /** The strategy as it was asked for, null if it is a bean but no strategy. */
  abstract @Nullable AggregationStrategy asked();

  /** What was asked for besides. */
  abstract ForkOptions options();

  /**
   * Whether ours is built, and not Camel's.
   *
   * @throws IllegalArgumentException for a Join that ours can't do: Camel's can't either
   */
  final boolean isOurs() {
    boolean ours = options().camels(camelContext, asked()) == null;
    if (!ours && asked() instanceof Join) {
      throw new IllegalArgumentException(where() + JOIN_ALONE);
    }
    return ours;
  }

  /**
   * The strategy of that name, null if it is a bean but no strategy.
   *
   * @param expected what names there are, for the complaint
   */
  final @Nullable AggregationStrategy strategy(String name, String expected) {
    var bean = lookupByName(name);
    if (bean == null) {
      throw new IllegalArgumentException(
          where() + "no strategy is called " + name + " (expected: " + expected + ")");
    }
    if (bean instanceof Bulk) {
      throw new IllegalArgumentException(
          where() + name + " is a Bulk, which goes with aggregate (expected: " + expected + ")");
    }
    if (bean instanceof ElementStrategy strategy) {
      try {
        strategy.check();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(where() + "bean " + name + ": " + e.getMessage(), e);
      }
    }
    return bean instanceof AggregationStrategy found && !(bean instanceof BiFunction)
        ? found
        : null;
  }

  /** With the route's error handler around each. */
  final AsyncProcessor guarded(Processor steps) throws Exception {
    return inUnitOfWork(camelContext.getCamelContextExtension().createErrorHandler(route, steps));
  }

  /** Whether something stands between the steps of a route that a direct call would pass by. */
  final boolean isWatched() {
    return !camelContext.getCamelContextExtension().getInterceptStrategies().isEmpty()
        || !route.getInterceptStrategies().isEmpty()
        || Boolean.TRUE.equals(camelContext.isTracing())
        || Boolean.TRUE.equals(camelContext.isBacklogTracing())
        || Boolean.TRUE.equals(camelContext.isDebugging());
  }

  /** The name as it is without a direct call. */
  static BranchCalls.Named withSteps(BranchCalls.Named name) {
    return new BranchCalls.Named(
        name.part(), name.as(), name.required(), name.conditional(), null, name.refersTo(), "");
  }
}
