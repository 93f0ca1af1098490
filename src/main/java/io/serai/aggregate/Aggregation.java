package io.serai.aggregate;

import io.serai.settings.Key;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.support.PluginHelper;

/** Gives a context Serai's strategies and its own implementations of Camel's EIPs. */
public final class Aggregation {
  private Aggregation() {}

  /** {@code deadline.reserve}. */
  public static final Key<Duration> DEADLINE_RESERVE =
      Key.duration(
          "deadline.reserve",
          "20ms",
          "What an aggregation keeps of a request's deadline to put the answer together: optional"
              + " parts not there by then are left out. Never more than a quarter of what is left.");

  /** As {@link #mount(CamelContext, Duration)} with the default reserve. */
  public static void mount(CamelContext context) {
    mount(context, Duration.ofMillis(20));
  }

  /**
   * Binds {@code #keyed}, {@code #merge} and puts our multicast behind Camel's. Call before routes
   * are added.
   *
   * @param reserve what is kept of the deadline for what comes after the parts
   */
  public static void mount(CamelContext context, Duration reserve) {
    context.getRegistry().bind("keyed", new Keyed());
    context.getRegistry().bind("merge", new Merge());
    var next = PluginHelper.getProcessorFactory(context);
    context
        .getCamelContextExtension()
        .addContextPlugin(ProcessorFactory.class, new Eips(next, reserve));
  }
}
