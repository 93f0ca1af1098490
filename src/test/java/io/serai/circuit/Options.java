package io.serai.circuit;

import java.time.Duration;

/**
 * What a test's circuit goes by: four of the last ten calls count, half of them failing or three
 * quarters taking more than 100 ms open it, two probes decide, and five seconds' wait doubles up to
 * fifteen. A test says what it wants otherwise.
 */
final class Options {
  private int permitted = 2;
  private int size = 10;
  private WindowType type = WindowType.COUNT_BASED;
  private boolean asksByItself;

  Options permitted(int probes) {
    permitted = probes;
    return this;
  }

  Options window(WindowType ofType, int callsOrSeconds) {
    type = ofType;
    size = callsOrSeconds;
    return this;
  }

  /** For probes when the wait is over, without a call. */
  Options asksByItself() {
    asksByItself = true;
    return this;
  }

  CircuitOptions build() {
    return new CircuitOptions(
        50,
        4,
        permitted,
        size,
        type,
        Duration.ofMillis(100),
        75,
        Duration.ofSeconds(5),
        asksByItself,
        Duration.ofSeconds(15),
        2,
        Duration.ofSeconds(10));
  }
}
