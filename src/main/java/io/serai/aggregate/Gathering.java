package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.request.Outcome;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * A fan-out under one of our strategies: parts are outcomes, and what they make is one document.
 *
 * <p>The strategy knows when it is over, and whether with a document or with {@link PartFailed}; a
 * part that failed or was skipped is left out. When time is up, outstanding parts have failed.
 */
final class Gathering extends Composing {
  private final Multicast multicast;
  private int pending;

  Gathering(
      Multicast multicast, Composition composition, Exchange exchange, AsyncCallback callback) {
    super(multicast, List.of(), composition, exchange, callback);
    this.multicast = multicast;
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
    var instead = Outcomes.fallback(slot, outcome);
    if (parts != null && instead != outcome && outcome == called) {
      parts.replace(outcome, instead);
      take(slot, instead, true);
    } else {
      take(slot, instead, outcome == called);
    }
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
      tell(counted);
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

  /** Under the lock: none is told behind the end, which is told without it. */
  private void tell(Outcome counted) {
    // Another route's, called by direct:, is a step of this one, whatever becomes of its parts.
    boolean answers = multicast.isLast && multicast.getRouteId().equals(exchange.getFromRouteId());
    var progress = answers && request != null ? request.progress() : null;
    if (progress != null) {
      progress.part(counted, counted.isSuccess() ? Outcomes.json(counted) : new byte[0]);
    }
  }

  @Override
  void allStarted() {
    // Nobody has seen the exchange but us.
  }

  @Override
  void record(Slot slot, Outcome outcome) {
    if (request != null) {
      request.parts().add(outcome);
    }
    tell(outcome);
  }

  @Override
  byte[] document(Slot[] chosen) {
    var document = composition.document(chosen);
    for (var slot : chosen) {
      var outcome = slot.outcome;
      if (outcome != null && outcome.isSuccess() && slot.branch.named()) {
        exchange.setVariable(slot.branch.part(), Outcomes.json(outcome));
      }
    }
    return document;
  }
}
