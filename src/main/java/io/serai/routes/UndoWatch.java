package io.serai.routes;

import io.serai.request.FailedUndo;
import java.util.Collection;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Stands around each {@code onException} and tells when one of its steps failed. A {@code
 * throwException} doesn't fail: it translates, {@link WantedFailures}.
 */
final class UndoWatch extends DelegateAsyncProcessor {

  private UndoWatch(Processor onException) {
    super(onException);
  }

  /** Call before the context is initialised. */
  static void install(CamelContext context) {
    WantedFailures.install(context);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onRoutesAdd(Collection<Route> routes) {
            routes.forEach(UndoWatch::watch);
          }
        });
  }

  private static void watch(Route route) {
    if (!(route.getRoute() instanceof RouteDefinition definition)) {
      return;
    }
    for (var output : definition.getOutputs()) {
      var id = output.getId();
      var steps =
          id != null && output instanceof OnExceptionDefinition ? route.getOnException(id) : null;
      if (steps != null && !(steps instanceof UndoWatch)) {
        route.setOnException(id, new UndoWatch(steps));
      }
    }
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    var first = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    return super.process(
        exchange,
        done -> {
          tell(exchange, first);
          callback.done(done);
        });
  }

  private static void tell(Exchange exchange, @Nullable Throwable first) {
    var thrown = exchange.getException();
    // One that comes out with the first failure has told of its own.
    if (first != null
        && thrown != null
        && thrown != first
        && !FailedUndo.isSettled(exchange, thrown)) {
      FailedUndo.tell(exchange, first, FailedUndo.said(thrown));
    }
  }
}
