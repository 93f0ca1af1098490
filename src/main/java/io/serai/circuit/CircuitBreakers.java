package io.serai.circuit;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** Puts our circuit breaker behind Camel's {@code circuitBreaker}. */
public final class CircuitBreakers implements ProcessorFactory {
  private final ProcessorFactory next;
  private final Circuits circuits;
  private final Origins origins;
  private final Places places;

  private CircuitBreakers(
      ProcessorFactory next, Circuits circuits, Origins origins, Places places) {
    this.next = next;
    this.circuits = circuits;
    this.origins = origins;
    this.places = places;
  }

  /**
   * Gives a context our circuit breaker; call before routes are added.
   *
   * @param circuits where those with written ids are found again
   * @param origins by which request an exchange came in
   * @param places where the endpoints in their steps call
   */
  public static void mount(
      CamelContext context, Circuits circuits, Origins origins, Places places) {
    var next = PluginHelper.getProcessorFactory(context);
    context
        .getCamelContextExtension()
        .addContextPlugin(
            ProcessorFactory.class, new CircuitBreakers(next, circuits, origins, places));
  }

  @Override
  public @Nullable Processor createProcessor(Route route, NamedNode definition) throws Exception {
    return definition instanceof CircuitBreakerDefinition breaker
        ? new BreakerBuild(route, breaker, circuits, origins, places).createProcessor()
        : next.createProcessor(route, definition);
  }

  @Override
  public @Nullable Processor createChildProcessor(
      Route route, NamedNode definition, boolean mandatory) throws Exception {
    return next.createChildProcessor(route, definition, mandatory);
  }

  @Override
  public @Nullable Processor createProcessor(
      CamelContext context, String definitionName, Object[] arguments) throws Exception {
    return next.createProcessor(context, definitionName, arguments);
  }
}
