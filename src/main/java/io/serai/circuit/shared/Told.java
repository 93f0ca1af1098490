package io.serai.circuit.shared;

import io.serai.circuit.State;
import java.time.Instant;

/**
 * How another member last said it takes a circuit.
 *
 * @param at when this node heard it
 */
record Told(State state, boolean vetoed, Instant at) {

  boolean isOpen() {
    return state == State.OPEN || state == State.HALF_OPEN;
  }
}
