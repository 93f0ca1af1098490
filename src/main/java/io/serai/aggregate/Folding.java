package io.serai.aggregate;

import io.serai.request.Outcome;
import io.serai.request.Request;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.processor.PipelineHelper;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fan-out under a strategy of Camel's or the operator's: exchanges are folded in the order of the
 * file, as soon as all before them are there.
 *
 * <p>As Camel's, less what is broken there: a time-out is never lost (CAMEL-24142), what comes late
 * is cancelled and ignored, and UseOriginalAggregationStrategy knows the original (CAMEL-24062).
 */
final class Folding extends FanOut {
  private static final Logger LOG = LoggerFactory.getLogger(Folding.class);

  private final AggregationStrategy strategy;

  /** The next to be folded, and whether a thread is at it; under the lock. */
  private int at;

  private boolean folding;
  private boolean timedOut;

  /** No branch is copied of the exchange any more, which the strategy gets to see. */
  private boolean allStarted;

  /** The branch that failed, where that is to stop it all; under the lock. */
  private @Nullable Slot stopper;

  /** Whoever folds owns it. */
  private @Nullable Exchange result;

  Folding(Multicast multicast, Exchange exchange, AsyncCallback callback) {
    this(multicast, List.of(), exchange, callback);
    this.allStarted = !multicast.terms.parallel();
  }

  /** Of a split: its elements are copied of another exchange than the strategy gets to see. */
  Folding(Fork fork, List<?> elements, Exchange exchange, AsyncCallback callback) {
    super(fork, elements, exchange, callback, -1);
    this.strategy =
        fork.strategy instanceof UseOriginalAggregationStrategy original
            ? original.newInstance(exchange)
            : fork.strategy;
    this.allStarted = true;
  }

  @Override
  void ended(Slot slot, Outcome outcome) {
    throw new IllegalStateException("a foreign strategy wants an exchange, not an outcome");
  }

  @Override
  void ended(Slot slot) {
    var child = slot.child;
    sum(slot);
    boolean stops =
        child != null
            && fork.terms.stopOnException()
            && !PipelineHelper.continueProcessing(child, "multicast", LOG);
    synchronized (this) {
      if (settled || slot.late) {
        return;
      }
      if (!stops) {
        slot.back = true;
      } else if (stopper == null) {
        stopper = slot;
      }
    }
    fold();
    if (!stops && isCapped()) {
      advance();
    }
  }

  /** An element has ended: of its parts only their sum stays. */
  private void sum(Slot slot) {
    var view = slot.view;
    if (view != null && request != null) {
      slot.view = null;
      for (var part : view.parts().all()) {
        if (!part.part().isEmpty()) {
          request.parts().sum(part.part(), part);
        }
      }
    }
  }

  @Override
  void timedOut() {
    synchronized (this) {
      timedOut = true;
      for (var slot : slots) {
        slot.late |= slot.child == null;
      }
    }
    fold();
  }

  @Override
  void allStarted() {
    synchronized (this) {
      allStarted = true;
    }
    fold();
  }

  /**
   * One thread folds, and ends it; others leave word and go: the exchange doesn't go on before the
   * strategy has let go of it.
   */
  private void fold() {
    synchronized (this) {
      if (folding || settled) {
        return;
      }
      folding = true;
    }
    boolean outstanding;
    while (true) {
      Slot slot;
      boolean back;
      synchronized (this) {
        if (stopper != null || at == slots.length) {
          settled = true;
          outstanding = stopper != null || timedOut;
          break;
        }
        slot = slots[at];
        back = slot.back;
        if (!timedOut && !(back && allStarted)) {
          folding = false;
          return;
        }
        at++;
        // Should it come, it is late.
        slot.late = true;
      }
      try {
        fold(slot, back);
      } catch (Throwable e) {
        // An error too: nobody else would end it.
        fail(e);
        return;
      }
    }
    if (stopper == null) {
      finish(result, true, outstanding);
    } else {
      stop(stopper);
    }
  }

  private void fold(Slot slot, boolean back) {
    var child = slot.child;
    if (back && child != null) {
      ExchangeHelper.prepareAggregation(result, child);
      result = strategy.aggregate(result, child, exchange);
      slot.child = null;
    } else {
      strategy.timeout(
          result != null ? result : exchange,
          slot.index,
          started(),
          fork.terms.timeout().toMillis());
    }
  }

  private void stop(Slot slot) {
    var child = slot.child;
    if (child != null && child.getException() != null) {
      child.setException(
          new CamelExchangeException(
              "Multicast processing failed for number " + slot.index, child, child.getException()));
    }
    finish(child, true, true);
  }

  private void fail(Throwable e) {
    synchronized (this) {
      settled = true;
    }
    exchange.setException(e);
    finish(null, false, true);
  }

  private void finish(@Nullable Exchange last, boolean force, boolean outstanding) {
    Throwable thrown = null;
    try {
      strategy.onCompletion(last, exchange);
    } catch (Throwable e) {
      // As above.
      thrown = e;
      exchange.setException(e);
    }
    boolean exhausted =
        force
            || (last != null
                && (last.getException() != null
                    || last.getExchangeExtension().isRedeliveryExhausted()));
    boolean failed =
        exchange.getException() != null || (last != null && last.getException() != null);
    if (last != null && failed && fork.terms.stopOnException()) {
      exchange.setException(last.getException());
    } else if (last != null) {
      take(last);
    }
    if (thrown != null) {
      // What the last one came with has taken its place.
      exchange.setException(thrown);
    }
    if (failed) {
      // The branches have had their error handler; the ones around are not to try it all again.
      exchange.getExchangeExtension().setRedeliveryExhausted(exhausted);
    }
    complete(outstanding || failed);
  }

  private void take(Exchange last) {
    var correlationId = exchange.removeProperty(ExchangePropertyKey.CORRELATION_ID);
    ExchangeHelper.copyResults(exchange, last);
    if (correlationId != null) {
      exchange.setProperty(ExchangePropertyKey.CORRELATION_ID, correlationId);
    }
    if (request != null) {
      // The branch's own came with the rest.
      exchange.setProperty(Request.PROPERTY, request);
    }
  }
}
