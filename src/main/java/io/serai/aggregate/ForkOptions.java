package io.serai.aggregate;

import java.util.Set;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.processor.aggregate.GroupedExchangeAggregationStrategy;
import org.apache.camel.processor.aggregate.GroupedMessageAggregationStrategy;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * The options of a multicast or split that decide whether it is ours or Camel's own, and whether it
 * may block.
 *
 * @param split or multicast
 * @param prepares whether it has an {@code onPrepare}
 * @param strategyName null if there is none
 * @param strategyBean where no name is given
 */
record ForkOptions(
    boolean split,
    @Nullable String streaming,
    @Nullable String parallelAggregate,
    @Nullable String synchronous,
    boolean executorService,
    boolean prepares,
    @Nullable String shareUnitOfWork,
    @Nullable String strategyName,
    @Nullable AggregationStrategy strategyBean) {

  /** Camel's own strategies that touch nothing but exchanges; others evaluate expressions. */
  private static final Set<Class<?>> HARMLESS =
      Set.of(
          GroupedBodyAggregationStrategy.class,
          GroupedExchangeAggregationStrategy.class,
          GroupedMessageAggregationStrategy.class,
          UseLatestAggregationStrategy.class,
          UseOriginalAggregationStrategy.class);

  @SuppressWarnings("deprecation") // Camel still obeys parallelAggregate
  static ForkOptions of(MulticastDefinition it) {
    return new ForkOptions(
        false,
        it.getStreaming(),
        it.getParallelAggregate(),
        it.getSynchronous(),
        it.getExecutorServiceBean() != null || it.getExecutorServiceRef() != null,
        it.getOnPrepareProcessor() != null || it.getOnPrepare() != null,
        it.getShareUnitOfWork(),
        it.getAggregationStrategy(),
        it.getAggregationStrategyBean());
  }

  @SuppressWarnings("deprecation") // Camel still obeys parallelAggregate
  static ForkOptions of(SplitDefinition it) {
    return new ForkOptions(
        true,
        it.getStreaming(),
        it.getParallelAggregate(),
        it.getSynchronous(),
        it.getExecutorServiceBean() != null || it.getExecutorServiceRef() != null,
        it.getOnPrepareProcessor() != null || it.getOnPrepare() != null,
        it.getShareUnitOfWork(),
        it.getAggregationStrategy(),
        it.getAggregationStrategyBean());
  }

  /**
   * For which option Camel's own implementation is taken, null if ours is.
   *
   * @param strategy null if it is a bean but no strategy
   */
  @Nullable String camels(CamelContext context, @Nullable AggregationStrategy strategy) {
    if (strategy == null) {
      return "a strategy that is a bean's method";
    }
    // Elements have one name: under it the last would be left.
    if (split && strategy instanceof Keyed) {
      return "#keyed";
    }
    if (isSet(streaming, context)) {
      return "streaming";
    }
    if (isSet(parallelAggregate, context)) {
      return "parallelAggregate";
    }
    if (isSet(synchronous, context)) {
      return "synchronous";
    }
    if (executorService) {
      return "an executorService";
    }
    if (prepares) {
      return "onPrepare";
    }
    return !(strategy instanceof Composition) && isSet(shareUnitOfWork, context)
        ? "shareUnitOfWork"
        : null;
  }

  /** What in it may block, null if nothing does. */
  @Nullable String blocking(CamelContext context) {
    AggregationStrategy strategy = new UseLatestAggregationStrategy();
    if (strategyBean != null || strategyName != null) {
      Object bean = strategyBean != null ? strategyBean : lookup(context, strategyName);
      if (!(bean instanceof Composition) && (bean == null || !HARMLESS.contains(bean.getClass()))) {
        return "a strategy of its own" + (strategyName == null ? "" : ", " + strategyName);
      }
      strategy = (AggregationStrategy) bean;
    }
    return camels(context, strategy);
  }

  private static @Nullable Object lookup(CamelContext context, @Nullable String name) {
    var text = CamelContextHelper.parseText(context, name);
    return text == null
        ? null
        : CamelContextHelper.lookup(context, text.replaceFirst("^#(bean:)?", ""));
  }

  private static boolean isSet(@Nullable String flag, CamelContext context) {
    return flag != null && Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, flag));
  }
}
