package io.serai.aggregate;

import io.serai.request.Outcome;
import io.serai.request.Request;
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
 * A passage under a strategy of Camel's or the operator's: exchanges are folded in the order of the
 * file, as soon as all before them are there.
 *
 * <p>As Camel's, less what is broken there: a time-out is never lost (CAMEL-24142), what comes late
 * is cancelled and ignored, and UseOriginalAggregationStrategy knows the original (CAMEL-24062).
 */
final class Folding extends Passage {
  private static final Logger LOG = LoggerFactory.getLogger(Folding.class);

  private final AggregationStrategy strategy;

  /** The next to be folded, and whether a thread is at it; under the lock. */
  private int at;

  private boolean folding;
  private boolean timedOut;

  /** Whoever folds owns it. */
  private @Nullable Exchange result;

  Folding(Multicast multicast, Exchange exchange, AsyncCallback callback) {
    super(multicast, exchange, callback, -1);
    this.strategy =
        multicast.strategy instanceof UseOriginalAggregationStrategy original
            ? original.newInstance(exchange)
            : multicast.strategy;
  }

  @Override
  void ended(Slot slot, Outcome outcome) {
    throw new IllegalStateException("a foreign strategy wants an exchange, not an outcome");
  }

  @Override
  void ended(Slot slot) {
    var child = slot.child;
    if (child != null
        && multicast.stopOnException
        && !PipelineHelper.continueProcessing(child, "multicast", LOG)) {
      stop(slot, child);
      return;
    }
    fold();
    if (!multicast.parallel) {
      advance();
    }
  }

  private void stop(Slot slot, Exchange child) {
    synchronized (this) {
      if (settled) {
        return;
      }
      settled = true;
    }
    if (child.getException() != null) {
      child.setException(
          new CamelExchangeException(
              "Multicast processing failed for number " + slot.branch.index(),
              child,
              child.getException()));
    }
    finish(child, true);
  }

  @Override
  void timedOut() {
    synchronized (this) {
      timedOut = true;
    }
    fold();
  }

  /** One thread folds; others leave word and go. */
  private void fold() {
    synchronized (this) {
      if (folding || settled) {
        return;
      }
      folding = true;
    }
    while (true) {
      Slot slot = null;
      boolean over = false;
      synchronized (this) {
        if (settled) {
          return;
        }
        if (at == slots.length) {
          settled = true;
          over = true;
        } else if (slots[at].back || timedOut) {
          slot = slots[at++];
        } else {
          folding = false;
          return;
        }
      }
      if (over) {
        finish(result, true);
        return;
      }
      try {
        if (slot != null) {
          fold(slot);
        }
      } catch (Exception e) {
        fail(e);
        return;
      }
    }
  }

  private void fold(Slot slot) {
    boolean back;
    synchronized (this) {
      back = slot.back;
      // From now on it is late, should it come.
      slot.back = true;
    }
    var child = slot.child;
    if (back && child != null) {
      ExchangeHelper.prepareAggregation(result, child);
      result = strategy.aggregate(result, child, exchange);
    } else {
      strategy.timeout(
          result != null ? result : exchange,
          slot.branch.index(),
          started(),
          multicast.timeout.toMillis());
    }
  }

  private void fail(Exception e) {
    synchronized (this) {
      if (settled) {
        return;
      }
      settled = true;
    }
    exchange.setException(e);
    finish(null, false);
  }

  private void finish(@Nullable Exchange last, boolean force) {
    try {
      strategy.onCompletion(last, exchange);
    } catch (RuntimeException e) {
      exchange.setException(e);
    }
    boolean exhausted =
        force
            || (last != null
                && (last.getException() != null
                    || last.getExchangeExtension().isRedeliveryExhausted()));
    boolean failed =
        exchange.getException() != null || (last != null && last.getException() != null);
    if (last != null && failed && multicast.stopOnException) {
      exchange.setException(last.getException());
    } else if (last != null) {
      take(last);
    }
    if (failed) {
      // The branches have had their error handler; the ones around are not to try it all again.
      exchange.getExchangeExtension().setRedeliveryExhausted(exhausted);
    }
    complete(timedOut || failed);
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
