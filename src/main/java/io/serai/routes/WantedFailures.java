package io.serai.routes;

import io.serai.request.FailedUndo;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.processor.ThrowExceptionProcessor;
import org.apache.camel.reifier.ThrowExceptionReifier;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** Tells apart what a {@code throwException} throws, at its author's wish, from what fails. */
final class WantedFailures implements ProcessorFactory {
  private final ProcessorFactory next;

  private WantedFailures(ProcessorFactory next) {
    this.next = next;
  }

  /** Call before routes are added. */
  static void install(CamelContext context) {
    var next = PluginHelper.getProcessorFactory(context);
    context
        .getCamelContextExtension()
        .addContextPlugin(ProcessorFactory.class, new WantedFailures(next));
  }

  @Override
  public @Nullable Processor createProcessor(Route route, NamedNode definition) throws Exception {
    return definition instanceof ThrowExceptionDefinition step
            && new ThrowExceptionReifier(route, step).createProcessor()
                instanceof ThrowExceptionProcessor stock
        ? new Wanted(stock)
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

  private static final class Wanted extends ThrowExceptionProcessor {

    Wanted(ThrowExceptionProcessor stock) {
      super(stock.getException(), stock.getType(), stock.getMessage());
      setDisabled(stock.isDisabled());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      return super.process(
          exchange,
          done -> {
            var thrown = exchange.getException();
            if (thrown != null) {
              FailedUndo.settle(exchange, thrown);
            }
            callback.done(done);
          });
    }
  }
}
