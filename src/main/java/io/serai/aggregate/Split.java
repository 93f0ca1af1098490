package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.request.Request;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Camel's split: each element of a list goes through the same steps. */
final class Split extends Fork {
  private static final Logger LOG = LoggerFactory.getLogger(Split.class);

  private final ElementList elements;
  private final ElementCalls calls;

  Split(
      CamelContext context,
      Branch branch,
      AggregationStrategy strategy,
      Terms terms,
      ElementList elements,
      ElementCalls calls) {
    super("split", context, new Branch[] {branch}, strategy, terms);
    this.elements = elements;
    this.calls = calls;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    elements.expression().init(context);
  }

  /** Never completes before it returns, as far as Camel can tell, unless there is no list. */
  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    FanOut fanOut;
    try {
      fanOut = fanOut(exchange, callback);
    } catch (Exception e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
    fanOut.start();
    return false;
  }

  private FanOut fanOut(Exchange exchange, AsyncCallback callback) throws Exception {
    if (!(strategy instanceof Composition composition)) {
      // What its expression throws is the route's.
      return new Folding(this, bounded(elements.of(exchange)), exchange, callback);
    }
    var all = list(exchange);
    var distinct = calls.onceEach() ? Distinct.among(all) : Distinct.none(all);
    var spent = spent(distinct.elements().size(), Request.of(exchange));
    var fanOut = new Collecting(this, composition, distinct, exchange, callback);
    fanOut.spent = spent;
    return fanOut;
  }

  private List<Object> list(Exchange exchange) throws PartFailed {
    List<Object> all;
    try {
      all = elements.of(exchange);
    } catch (PartFailed e) {
      throw e;
    } catch (Exception e) {
      // The client gets the kind of failure only: a message may show data.
      var cause = e.getCause() == null ? e : e.getCause();
      LOG.warn(
          "request {}: {}: {} gave no list: {}",
          id(Request.of(exchange)),
          getId(),
          elements.expression(),
          cause.toString());
      throw noList("no list: its expression failed with " + cause.getClass().getSimpleName());
    }
    return bounded(all);
  }

  private List<Object> bounded(List<Object> all) {
    if (all.size() > ElementList.MOST) {
      throw noList("more than " + ElementList.MOST + " elements");
    }
    return all;
  }

  private static String id(@Nullable Request request) {
    return request == null ? "none" : request.identity().id();
  }

  /** The split's own failure: its elements had no part in it. */
  private PartFailed noList(String reason) {
    return new PartFailed(getId(), reason, 502, null);
  }

  /** Whether there are more elements than calls left, so that not even the first is called. */
  private boolean spent(int count, @Nullable Request request) {
    if (request == null || !calls.eachCalls() || count <= request.callsLeft()) {
      return false;
    }
    var reason = count + " elements, more calls than request.maxCalls allows";
    if (branches[0].required()) {
      throw new PartFailed(branches[0].part(), reason, 503, null, null, PartFailed.Kind.NOT_CALLED);
    }
    LOG.warn("request {}: {}: {}", id(request), branches[0].part(), reason);
    return true;
  }

  @Override
  boolean isForEach() {
    return true;
  }

  /** A foreign strategy may change the exchange while elements are still copied of it. */
  @Override
  Exchange template(Exchange exchange) {
    if (strategy instanceof Composition) {
      return exchange;
    }
    var template = ExchangeHelper.createCopy(exchange, true);
    template.getExchangeExtension().setTransacted(exchange.isTransacted());
    return template;
  }
}
