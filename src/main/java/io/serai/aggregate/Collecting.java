package io.serai.aggregate;

import io.serai.request.Outcome;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a split under one of our strategies, one document in the end.
 *
 * <p>The strategy knows when it is over; as a rule the first required element that fails ends it.
 * An optional one that fails and one that was skipped are left out. When time is up, outstanding
 * elements have failed.
 */
final class Collecting extends Composing {
  private final int[] at;
  private final long most;
  private int pending;
  private long bytes;

  Collecting(
      Split split,
      Composition composition,
      Distinct distinct,
      Exchange exchange,
      AsyncCallback callback) {
    super(split, distinct.elements(), composition, exchange, callback);
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
      last = composition.isOver(slots, counted, pending);
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
  void record(Slot slot, Outcome outcome) {
    if (request != null) {
      request.parts().sum(slot.branch.part(), outcome);
    }
  }

  @Override
  byte[] document(Slot[] chosen) {
    return composition instanceof ElementStrategy each
        ? each.document(this)
        : composition.document(chosen);
  }
}
