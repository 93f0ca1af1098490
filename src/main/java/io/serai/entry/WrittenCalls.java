package io.serai.entry;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.ProcessorFactory;
import org.jspecify.annotations.Nullable;

/** Puts our {@link WrittenCall} in place of a vanilla {@code toD} over HTTP. */
record WrittenCalls(ProcessorFactory next) implements ProcessorFactory {

  @Override
  public @Nullable Processor createProcessor(Route route, NamedNode definition) throws Exception {
    // A wireTap is one too, with a copy to send.
    if (definition instanceof ToDynamicDefinition to
        && to.getClass() == ToDynamicDefinition.class) {
      var call = new WrittenCallBuild(route, to);
      if (call.isOurs()) {
        return call.createProcessor();
      }
    }
    return next.createProcessor(route, definition);
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
