package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.request.Outcome;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * A fan-out under one of our strategies: what branches or elements came to are outcomes, and what
 * they make is one document. The strategy knows when it is over, and whether with a document or
 * with {@link PartFailed}. When time is up, what is outstanding has failed.
 */
abstract class Composing extends FanOut {
  final Composition composition;
  private final long startedAt = System.nanoTime();

  Composing(
      Fork fork,
      List<?> elements,
      Composition composition,
      Exchange exchange,
      AsyncCallback callback) {
    super(fork, elements, exchange, callback, fork.terms.reserve().toNanos());
    this.composition = composition;
  }

  /** Puts among the request's parts what ended for want of time. */
  abstract void record(Slot slot, Outcome outcome);

  /** The document of the chosen. */
  abstract byte[] document(Slot[] chosen);

  @Override
  final void timedOut() {
    synchronized (this) {
      if (settled) {
        return;
      }
      settled = true;
    }
    long nanos = System.nanoTime() - startedAt;
    var reason = "timeout after " + TimeUnit.NANOSECONDS.toMillis(nanos) + "ms";
    for (var slot : slots) {
      if (slot.outcome == null) {
        slot.outcome = Outcomes.failed(slot.branch, reason, 504, nanos);
        record(slot, slot.outcome);
      }
    }
    finish(true);
  }

  /** In the order of the file or the list, whatever came first. By whoever settled it. */
  final void finish(boolean outstanding) {
    try {
      var failure = composition.failure(slots);
      if (failure == null) {
        answer();
      } else {
        exchange.setException(failure);
      }
    } catch (RuntimeException e) {
      // A document that can't be made: the caller is told now.
      exchange.setException(e);
    }
    complete(outstanding);
  }

  private void answer() {
    var chosen = composition.chosen(slots);
    var document = document(chosen);
    var message = exchange.getMessage();
    message.setBody(document);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    composition.headers().onto(exchange, chosen);
  }
}
