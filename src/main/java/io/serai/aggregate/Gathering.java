package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.request.Outcome;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * A passage under one of our strategies: parts are outcomes, and what they make is one document.
 *
 * <p>The strategy knows when it is over, and whether with a document or with {@link PartFailed}; a
 * part that failed or was skipped is left out. When time is up, outstanding parts have failed.
 */
final class Gathering extends Passage {
  private final Multicast multicast;
  private final Composition composition;
  private final long startedAt = System.nanoTime();
  private int pending;

  Gathering(
      Multicast multicast, Composition composition, Exchange exchange, AsyncCallback callback) {
    super(multicast, List.of(), exchange, callback, multicast.terms.reserve().toNanos());
    this.multicast = multicast;
    this.composition = composition;
    this.pending = slots.length;
  }

  @Override
  void ended(Slot slot, Outcome outcome) {
    take(slot, outcome, true);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same outcome, not an equal one
  void ended(Slot slot) {
    var known = slot.before;
    var parts = request == null ? null : request.parts();
    var called = parts != null && slot.branch.named() ? parts.get(slot.branch.part()) : null;
    var outcome = Outcomes.of(slot, called == known ? null : called);
    take(slot, outcome, outcome == called);
  }

  /** Counts it, unless it comes late; one that isn't among the request's parts yet is put there. */
  private void take(Slot slot, Outcome outcome, boolean recorded) {
    var refusal = outcome.isSuccess() ? composition.refusal(slot.branch, outcome) : "";
    var counted = refusal.isEmpty() ? outcome : Outcomes.failed(outcome, refusal);
    boolean last;
    boolean outstanding;
    synchronized (this) {
      if (settled || slot.outcome != null) {
        return;
      }
      slot.outcome = counted;
      if (request != null && (!recorded || !refusal.isEmpty())) {
        request.parts().add(counted);
      }
      pending--;
      last = composition.isOver(slots, counted, pending);
      settled = last;
      outstanding = pending > 0;
    }
    if (last) {
      finish(outstanding);
    } else if (!multicast.terms.parallel()) {
      advance();
    } else if (multicast.waits) {
      release();
    }
  }

  @Override
  void allStarted() {
    // Nobody has seen the exchange but us.
  }

  @Override
  void timedOut() {
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
        if (request != null) {
          request.parts().add(slot.outcome);
        }
      }
    }
    finish(true);
  }

  /** In the order of the file, whatever came first. */
  private void finish(boolean outstanding) {
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
    var document = composition.document(chosen);
    for (var slot : chosen) {
      var outcome = slot.outcome;
      if (outcome != null && outcome.isSuccess() && slot.branch.named()) {
        exchange.setVariable(slot.branch.part(), Outcomes.json(outcome));
      }
    }
    var message = exchange.getMessage();
    message.setBody(document);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    composition.headers().onto(exchange, chosen);
  }
}
