package io.serai.aggregate;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** Gives a context Serai's strategies and its own implementations of Camel's EIPs. */
public final class Aggregation {
  private Aggregation() {}

  /** As {@link #mount(CamelContext, Duration)} with a reserve of 20 ms. */
  public static void mount(CamelContext context) {
    mount(context, Duration.ofMillis(20));
  }

  /**
   * Binds {@code #keyed}, {@code #merge}, {@code #concat}, {@code #first}, {@code #array} and puts
   * our multicast and split behind Camel's. Call before routes are added.
   *
   * @param reserve what a multicast keeps of the deadline to put the answer together, {@code
   *     deadline.reserve}; never more than a quarter of what is left when it begins
   */
  public static void mount(CamelContext context, Duration reserve) {
    context.getRegistry().bind("keyed", new Keyed());
    context.getRegistry().bind("merge", new Merge());
    context.getRegistry().bind("concat", new Concat());
    context.getRegistry().bind("first", new First());
    context.getRegistry().bind("array", new Array());
    context.getRegistry().bind("join", new Join());
    var next = PluginHelper.getProcessorFactory(context);
    context
        .getCamelContextExtension()
        .addContextPlugin(ProcessorFactory.class, new Eips(next, reserve));
  }

  /** Binds {@code #cluster}, the repository of parts that arrive apart. */
  public static void bind(CamelContext context, Apart apart) {
    context.getRegistry().bind(Apart.BEAN, apart);
  }

  /** What in a multicast may block, such as a strategy of an operator's; null if nothing does. */
  public static @Nullable String blocking(MulticastDefinition multicast, CamelContext context) {
    return ForkOptions.of(multicast).blocking(context);
  }

  /** What in an aggregate may block, its expressions and steps aside; null if nothing does. */
  public static @Nullable String blocking(AggregateDefinition aggregate, CamelContext context) {
    // Camel's own has threads of its own, and locks.
    boolean ours =
        Bulk.of(aggregate, context) != null || ApartBuild.repository(aggregate, context) != null;
    return ours ? null : "no Bulk as its strategy and no #cluster as its repository";
  }

  /**
   * Lets all go on that a context's steps hold for others to come: nobody else will. And what is
   * due of parts that arrive apart isn't taken there any more. Call when requests go elsewhere.
   */
  public static void completeAll(CamelContext context) {
    BulkSteps.of(context).completeAll();
    ApartRuns.of(context).close();
  }

  /**
   * Completes when no completion is under way there whose parts arrived apart: no client waits for
   * those, so they aren't in flight. Ask once nothing is.
   */
  public static CompletableFuture<Void> drained(CamelContext context) {
    return ApartRuns.of(context).drained();
  }

  /** What in a split may block, its expression and steps aside; null if nothing does. */
  public static @Nullable String blocking(SplitDefinition split, CamelContext context) {
    return ForkOptions.of(split).blocking(context);
  }
}
