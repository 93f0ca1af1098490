package io.serai.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Calls through a circuit that end at once. */
final class Calling {
  private Calling() {}

  /** One of a millisecond; whether it was let pass. */
  static boolean call(Circuit circuit, boolean failed) {
    return call(circuit, failed, Duration.ofMillis(1));
  }

  static boolean call(Circuit circuit, boolean failed, Duration took) {
    var permit = circuit.acquire();
    if (permit == null) {
      return false;
    }
    circuit.ended(permit, failed, took.toNanos());
    return true;
  }

  /** All of which have to be let pass. */
  static void calls(Circuit circuit, int well, int failed) {
    for (int i = 0; i < well; i++) {
      assertThat(call(circuit, false)).isTrue();
    }
    for (int i = 0; i < failed; i++) {
      assertThat(call(circuit, true)).isTrue();
    }
  }
}
