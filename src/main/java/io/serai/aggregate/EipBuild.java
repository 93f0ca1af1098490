package io.serai.aggregate;

import org.apache.camel.AsyncProcessor;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.PluginHelper;

/** What building an EIP of ours from Camel's definition has in common. */
abstract class EipBuild<T extends ProcessorDefinition<?>> extends ProcessorReifier<T> {
  EipBuild(Route route, T definition) {
    super(route, definition);
  }

  final AsyncProcessor inUnitOfWork(Processor steps) {
    return AsyncProcessorConverterHelper.convert(
        PluginHelper.getInternalProcessorFactory(camelContext)
            .addUnitOfWorkProcessorAdvice(camelContext, steps, route));
  }

  static void withoutErrorHandler(ProcessorDefinition<?> step) {
    step.setInheritErrorHandler(false);
    BranchCalls.children(step).forEach(EipBuild::withoutErrorHandler);
  }

  /** Where a complaint belongs. */
  final String where() {
    var line = definition.getLineNumber() > 0 ? ", line " + definition.getLineNumber() : "";
    var kind = definition.getShortName();
    var id = definition.hasCustomIdAssigned() ? kind + " " + definition.getId() : kind;
    return "route " + route.getRouteId() + ", " + id + line + ": ";
  }
}
