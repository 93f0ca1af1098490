package io.serai.backend;

import io.serai.backend.FailureRule.Says;
import io.serai.circuit.Circuit;
import io.serai.circuit.Permit;
import org.jspecify.annotations.Nullable;

/**
 * A call or an attempt that a circuit let pass, until it is told how that ended. Confined to the
 * loop of its call.
 */
final class Passage {
  private final Circuit circuit;
  private @Nullable Permit permit;
  private final long start;
  private boolean over;

  private Passage(Circuit circuit, Permit permit, long start) {
    this.circuit = circuit;
    this.permit = permit;
    this.start = start;
  }

  /** One through the circuit, null if it doesn't let it pass. */
  static @Nullable Passage through(Circuit circuit, long now) {
    var permit = circuit.acquire();
    return permit == null ? null : new Passage(circuit, permit, now);
  }

  /** What came of something that no permit was held for, if the circuit lets that pass. */
  static void report(Circuit circuit, Says says) {
    var passage = through(circuit, System.nanoTime());
    if (passage != null) {
      passage.end(says);
    }
  }

  /**
   * Gives the permit back before the end: a circuit that is half open isn't to wait for what takes
   * nobody knows how long. The end is told all the same, if the circuit lets it pass by then.
   */
  void letGo() {
    if (permit != null && !over) {
      circuit.released(permit);
      permit = null;
    }
  }

  /** Once; what is told later is forgotten. */
  void end(Says says) {
    if (over) {
      return;
    }
    over = true;
    if (permit == null) {
      if (says != Says.NOTHING) {
        report(circuit, says);
      }
    } else if (says == Says.NOTHING) {
      circuit.released(permit);
    } else {
      circuit.ended(permit, says == Says.FAILED, System.nanoTime() - start);
    }
  }
}
