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

  /** Earlier builds left a reset on the board, and wrote of each wish when it was made. */
  private static final int RESET = 0;

  private static final int OPEN = 1;
  private static final int CLOSED = 2;

  byte[] bytes() {
    int wish = state == State.FORCED_OPEN ? OPEN : CLOSED;
    return new WireWriter().octet(VERSION).octet(wish).number(0).text(by).bytes();
  }

  /** Whether it is an earlier build's way to say that nothing is wanted. */
  static boolean isReset(byte[] bytes) {
    return bytes.length > 1 && bytes[0] == VERSION && bytes[1] == RESET;
  }

  /** Null for what a later release may mean by it. */
  static @Nullable Forced of(byte[] bytes) {
    var in = new WireReader(bytes);
    if (in.octet() != VERSION) {
      return null;
    }
    int wish = in.octet();
    in.number();
    var by = in.text();
    return switch (wish) {
      case OPEN -> new Forced(State.FORCED_OPEN, by);
      case CLOSED -> new Forced(State.FORCED_CLOSED, by);
      default -> null;
    };
  }
}
