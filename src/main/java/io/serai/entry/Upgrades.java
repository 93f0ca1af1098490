package io.serai.entry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A client that would rather speak another protocol, RFC 9110 section 7.8: it would wait for a
 * backend that is never asked.
 */
final class Upgrades {
  private Upgrades() {}

  /** 501, or null for none, or for one that a client offers by habit and does without. */
  static @Nullable Answer objection(Visit visit) {
    var protocols = visit.head().header("upgrade");
    if (protocols == null || protocols.strip().toLowerCase(Locale.ROOT).equals("h2c")) {
      return null;
    }
    return Answer.problem(501, "the protocol can't be changed here", visit.id());
  }
}
