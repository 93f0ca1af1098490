package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.PartFailed.Kind;
import io.serai.request.Outcome;
import io.serai.request.Outcome.Source;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How many parts of a multicast have to come for its answer to be a document. */
final class Quorum {
  /** Every part that is required. */
  static final Quorum REQUIRED = new Quorum(0);

  private final int parts;

  private Quorum(int parts) {
    this.parts = parts;
  }

  /**
   * So many parts, whichever they are.
   *
   * @throws IllegalArgumentException if that is less than one
   */
  static Quorum of(int parts) {
    if (parts < 1) {
      throw new IllegalArgumentException(
          "quorum: " + parts + " (expected: a number of parts, 1 or more)");
    }
    return new Quorum(parts);
  }

  /** Why it can never be reached with so many branches, in an operator's words; empty if it can. */
  String refusal(int branches) {
    return parts <= branches
        ? ""
        : "quorum: %d of %d branches (expected: 1 to %d).".formatted(parts, branches, branches)
            + " Lower it, or add branches.";
  }

  /**
   * Whether nothing that is still to come changes the answer. Never because enough have come: the
   * document would be of those that were quickest.
   */
  boolean isOver(Slot[] slots, Outcome latest, int pending) {
    if (pending == 0) {
      return true;
    }
    return parts == 0 ? latest.failsRequest() : !counts(latest) && come(slots) + pending < parts;
  }

  /** What the request fails with, null if there is a document to be made. */
  @Nullable PartFailed failure(Slot[] slots) {
    if (parts > 0) {
      return come(slots) < parts ? firstFailed(slots) : null;
    }
    for (var slot : slots) {
      var outcome = slot.outcome;
      if (outcome != null && outcome.failsRequest()) {
        var kind = kind(slots, outcome, Outcome::failsRequest);
        return Outcomes.partFailed(slot.branch.part(), outcome, kind);
      }
    }
    return null;
  }

  /** The first failure in the file speaks; of a part that was skipped only if there is no other. */
  static @Nullable PartFailed firstFailed(Slot[] slots) {
    Slot speaker = null;
    for (var slot : slots) {
      var outcome = slot.outcome;
      if (outcome == null || outcome.isSuccess()) {
        continue;
      }
      if (outcome.source() != Source.SKIPPED) {
        return Outcomes.partFailed(
            slot.branch.part(), outcome, kind(slots, outcome, failed -> true));
      }
      speaker = speaker == null ? slot : speaker;
    }
    return speaker == null || speaker.outcome == null
        ? null
        : Outcomes.partFailed(speaker.branch.part(), speaker.outcome, speaker.outcome.kind());
  }

  /** One that was asked and failed is held against a circuit around them, whoever speaks. */
  private static Kind kind(Slot[] slots, Outcome speaker, Predicate<Outcome> matters) {
    for (var slot : slots) {
      var outcome = slot.outcome;
      if (outcome != null
          && outcome.verdict() == Outcome.Verdict.FAILURE
          && outcome.source() != Source.SKIPPED
          && outcome.kind() == Kind.FAILED
          && matters.test(outcome)) {
        return Kind.FAILED;
      }
    }
    return speaker.kind();
  }

  private static int come(Slot[] slots) {
    int come = 0;
    for (var slot : slots) {
      come += slot.outcome != null && counts(slot.outcome) ? 1 : 0;
    }
    return come;
  }

  /** A fallback stands in the document, but nobody has answered. */
  static boolean counts(Outcome outcome) {
    return outcome.isSuccess() && outcome.source() != Source.FALLBACK;
  }
}
