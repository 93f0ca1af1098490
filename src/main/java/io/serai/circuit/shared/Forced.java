package io.serai.circuit.shared;

import io.serai.circuit.State;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants of a circuit, as it stands on the cluster's board under the circuit's name
 * until it is reset.
 *
 * @param state forced open or closed
 * @param by who, for the log and the pages
 */
record Forced(State state, String by) {
  private static final int VERSION = 1;
  private static final int OPEN = 1;
  private static final int CLOSED = 2;

  byte[] bytes() {
    int wish = state == State.FORCED_OPEN ? OPEN : CLOSED;
    return new WireWriter().octet(VERSION).octet(wish).text(by).bytes();
  }

  /** Null for what a later release may mean by it. */
  static @Nullable Forced of(byte[] bytes) {
    var in = new WireReader(bytes);
    if (in.octet() != VERSION) {
      return null;
    }
    int wish = in.octet();
    var by = in.text();
    return switch (wish) {
      case OPEN -> new Forced(State.FORCED_OPEN, by);
      case CLOSED -> new Forced(State.FORCED_CLOSED, by);
      default -> null;
    };
  }
}
