package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.request.Outcome;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a split under one of our strategies, one document in the end.
 *
 * <p>The first required element that fails ends it with {@link PartFailed}; an optional one that
 * fails and one that was skipped are left out. When time is up, outstanding elements have failed.
 */
final class Collecting extends Passage {
  private final Composition composition;
  private final int[] at;
  private final long most;
  private final long startedAt = System.nanoTime();
  private int pending;
  private long bytes;

  Collecting(
      Split split,
      Composition composition,
      Distinct distinct,
      Exchange exchange,
      AsyncCallback callback) {
    super(split, distinct.elements(), exchange, callback, split.terms.reserve().toNanos());
    this.composition = composition;
    this.at = distinct.at();
    this.most =
        composition instanceof ElementStrategy each ? each.maxBody() : ElementStrategy.MAX_BODY;
    this.pending = slots.length;
  }

  @Override
  int positions() {
    return at.length;
  }

  @Override
  Slot at(int position) {
    return slots[at[position]];
  }

  @Override
  void ended(Slot slot, Outcome outcome) {
    take(slot, outcome);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same body, not an equal one
  void ended(Slot slot) {
    var child = slot.child;
    if (child != null
        && slot.element instanceof ElementBody.Raw raw
        && child.getMessage().getBody() == slot.bodyBefore) {
      // No step made anything else of it: it is the JSON it was, not the text of a string in it.
      child.getMessage().setBody(raw.text());
    }
    take(slot, Outcomes.of(slot, called(slot)));
  }

  /** What the last call of an element's steps came to, named or not. */
  private static @Nullable Outcome called(Slot slot) {
    var view = slot.view;
    var calls = view == null ? null : view.parts().all();
    return calls == null || calls.isEmpty() ? null : calls.get(calls.size() - 1);
  }

  private void take(Slot slot, Outcome outcome) {
    var refusal = outcome.isSuccess() ? composition.refusal(slot.branch, outcome) : "";
    boolean last;
    boolean outstanding;
    Outcome counted;
    synchronized (this) {
      if (settled || slot.outcome != null) {
        return;
      }
      bytes += outcome.isSuccess() ? outcome.body().length : 0;
      if (bytes > most) {
        refusal = "the elements are longer than " + most + " bytes together";
      }
      counted = refusal.isEmpty() ? outcome : Outcomes.failed(outcome, refusal);
      slot.outcome = counted;
      slot.child = null;
      pending--;
      last = counted.failsRequest() || pending == 0;
      settled = last;
      outstanding = pending > 0;
    }
    sum(slot, counted);
    if (last) {
      finish(outstanding);
    } else {
      advance();
    }
  }

  /** Counts the element under its own name, and calls in it that have others under theirs. */
  private void sum(Slot slot, Outcome outcome) {
    var view = slot.view;
    slot.view = null;
    if (request == null) {
      return;
    }
    var name = slot.branch.part();
    request.parts().sum(name, outcome);
    if (view != null && slot.branch.call() == null) {
      for (var part : view.parts().all()) {
        if (!part.part().isEmpty() && !part.part().equals(name)) {
          request.parts().sum(part.part(), part);
        }
      }
    }
  }

  @Override
  void allStarted() {
    if (slots.length == 0) {
      synchronized (this) {
        settled = true;
      }
      finish(false);
    }
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
          request.parts().sum(slot.branch.part(), slot.outcome);
        }
      }
    }
    finish(true);
  }

  /** In the order of the list, whatever came first. */
  private void finish(boolean outstanding) {
    try {
      for (var slot : slots) {
        var outcome = slot.outcome;
        if (outcome != null && outcome.failsRequest()) {
          throw Outcomes.partFailed(slot.branch.part(), outcome);
        }
      }
      var document =
          composition instanceof ElementStrategy each
              ? each.document(this)
              : composition.document(slots);
      var message = exchange.getMessage();
      message.setBody(document);
      message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    } catch (RuntimeException e) {
      // A failed element, or a document that can't be made: either way the caller is told now.
      exchange.setException(e);
    }
    complete(outstanding);
  }
}
