package io.serai.circuit;

import java.util.LinkedHashSet;
import java.util.List;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** Builds our circuit breaker from Camel's definition of one. */
final class BreakerBuild extends ProcessorReifier<CircuitBreakerDefinition> {
  private final Circuits circuits;
  private final Origins origins;
  private final Places places;

  BreakerBuild(
      Route route,
      CircuitBreakerDefinition definition,
      Circuits circuits,
      Origins origins,
      Places places) {
    super(route, definition);
    this.circuits = circuits;
    this.origins = origins;
    this.places = places;
  }

  @Override
  public Processor createProcessor() throws Exception {
    if (definition.getFaultToleranceConfiguration() != null) {
      throw new IllegalArgumentException(
          where()
              + "faultToleranceConfiguration (expected: resilience4jConfiguration)."
              + " It is for MicroProfile, which isn't here.");
    }
    var options = new EipReader(camelContext, definition, where()).read();
    var steps = inUnitOfWork(createChildProcessor(true));
    var answer =
        new BreakerStep(
            camelContext,
            circuits,
            origins,
            options,
            isShared() ? this::urls : null,
            steps,
            fallback());
    answer.setDisabled(isDisabled(camelContext, definition));
    return answer;
  }

  private @Nullable AsyncProcessor fallback() throws Exception {
    var otherwise = definition.getOnFallback();
    if (otherwise == null || isDisabled(camelContext, otherwise)) {
      return null;
    }
    if (parseBoolean(otherwise.getFallbackViaNetwork(), false)) {
      throw new IllegalArgumentException(
          where()
              + "fallbackViaNetwork: 'true' (expected: false, as with Camel's resilience4j)."
              + " Put a circuitBreaker of its own around what the fallback calls.");
    }
    List<ProcessorDefinition<?>> outputs = otherwise.getOutputs();
    return outputs.isEmpty()
        ? null
        : AsyncProcessorConverterHelper.convert(createOutputsProcessor(outputs));
  }

  private AsyncProcessor inUnitOfWork(Processor steps) {
    return AsyncProcessorConverterHelper.convert(
        PluginHelper.getInternalProcessorFactory(camelContext)
            .addUnitOfWorkProcessorAdvice(camelContext, steps, route));
  }

  /** Where the calls written in its steps go; an endpoint that a message names isn't known here. */
  private String urls() {
    var urls = new LinkedHashSet<String>();
    for (var call :
        ProcessorDefinitionHelper.filterTypeInOutputs(
            definition.getOutputs(), ToDefinition.class)) {
      var uri = call.getEndpointUri();
      var endpoint = uri == null ? null : resolveEndpoint(uri);
      var called = endpoint == null ? "" : places.of(endpoint);
      if (!called.isEmpty()) {
        urls.add(called);
      }
    }
    return String.join(" ", urls);
  }

  /** Camel's own ids count what was built before: the same one is another's in the next context. */
  private boolean isShared() {
    var parent = ProcessorDefinitionHelper.getRoute(definition);
    return definition.hasCustomIdAssigned() && parent != null && parent.hasCustomIdAssigned();
  }

  private String where() {
    var line = definition.getLineNumber() > 0 ? ", line " + definition.getLineNumber() : "";
    var name =
        definition.hasCustomIdAssigned()
            ? "circuitBreaker " + definition.getId()
            : "circuitBreaker";
    return "route " + route.getRouteId() + ", " + name + line + ": ";
  }
}
