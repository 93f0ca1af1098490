package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.request.Outcome;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * {@code #first}: the first part that succeeds is the document; the other reads are cancelled. In a
 * multicast without {@code parallelProcessing} the branches are tried one after another, and those
 * behind the first success aren't called.
 *
 * <p>A fallback is taken only when no backend has succeeded; if nothing has, the first failure in
 * the file speaks, also of a part that is optional. Branches may share one {@code as}.
 *
 * <p>Properties: {@code headers}, see {@link PartHeaders}.
 */
public final class First extends Composition {

  /** Sets what becomes of headers: {@code "X-Total=all, ETag=first"}; there is but one part. */
  public void setHeaders(String text) {
    headers(text);
  }

  @Override
  boolean isOver(Slot[] slots, Outcome latest, int pending) {
    return pending == 0 || Quorum.counts(latest);
  }

  @Override
  @Nullable PartFailed failure(Slot[] slots) {
    return winner(slots) == null ? Quorum.firstFailed(slots) : null;
  }

  @Override
  Slot[] chosen(Slot[] slots) {
    var winner = winner(slots);
    return winner == null ? slots : new Slot[] {winner};
  }

  /** A backend's success, of which there is one; else the first fallback in the file. */
  private static @Nullable Slot winner(Slot[] slots) {
    Slot winner = null;
    for (var slot : slots) {
      var outcome = slot.outcome;
      if (outcome != null && Quorum.counts(outcome)) {
        return slot;
      }
      if (winner == null && outcome != null && outcome.isSuccess()) {
        winner = slot;
      }
    }
    return winner;
  }

  @Override
  boolean needsObject(Branch branch) {
    return false;
  }

  @Override
  byte[] document(Slot[] chosen) {
    return Outcomes.json(Objects.requireNonNull(chosen[0].outcome));
  }

  @Override
  byte[] with(byte @Nullable [] document, String part, byte[] text) {
    return document == null ? text : document;
  }

  @Override
  public Exchange aggregate(@Nullable Exchange old, @Nullable Exchange added) {
    boolean better =
        old != null && added != null && old.getException() != null && added.getException() == null;
    return old == null || better ? super.aggregate(null, added) : old;
  }
}
