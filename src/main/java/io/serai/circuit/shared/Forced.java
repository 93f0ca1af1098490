package io.serai.circuit.shared;

import io.serai.circuit.State;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants of a circuit, as it stands on the cluster's board under the circuit's
 * name. A reset stays there too: after a partition the latest wish counts, and a removed one has no
 * time.
 *
 * @param state forced open or closed; null to let it go
 * @param by who, for the log and the pages
 * @param atMillis when, of the epoch
 */
record Forced(@Nullable State state, String by, long atMillis) {
  private static final int VERSION = 1;
  private static final int RESET = 0;
  private static final int OPEN = 1;
  private static final int CLOSED = 2;

  byte[] bytes() {
    int wish = state == null ? RESET : state == State.FORCED_OPEN ? OPEN : CLOSED;
    return new WireWriter().octet(VERSION).octet(wish).number(atMillis).text(by).bytes();
  }

  /** Null for what a later release may mean by it. */
  static @Nullable Forced of(byte[] bytes) {
    var in = new WireReader(bytes);
    if (in.octet() != VERSION) {
      return null;
    }
    int wish = in.octet();
    long at = in.number();
    var by = in.text();
    return switch (wish) {
      case RESET -> new Forced(null, by, at);
      case OPEN -> new Forced(State.FORCED_OPEN, by, at);
      case CLOSED -> new Forced(State.FORCED_CLOSED, by, at);
      default -> null;
    };
  }
}
