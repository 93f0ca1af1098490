package io.serai.entry;

import org.jspecify.annotations.Nullable;

/** A request that was here before comes round in a circle: RFC 9110 section 7.6.3, RFC 5842. */
record LoopGuard(String pseudonym) implements Step {
  @Override
  public @Nullable Answer pass(Visit visit) {
    var via = visit.head().header("via");
    if (via == null || !names(via)) {
      return null;
    }
    return Answer.problem(
        508, "the request has come round: a backend leads back to this gateway", visit.id());
  }

  private boolean names(String via) {
    int at = via.indexOf(pseudonym);
    while (at >= 0) {
      int end = at + pseudonym.length();
      boolean whole = at > 0 && (via.charAt(at - 1) == ' ' || via.charAt(at - 1) == '\t');
      if (whole && (end == via.length() || !Chars.isToken(via.charAt(end)))) {
        return true;
      }
      at = via.indexOf(pseudonym, end);
    }
    return false;
  }
}
