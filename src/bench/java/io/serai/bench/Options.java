package io.serai.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param only the contenders, in the order they are measured in
 * @param connections open to a contender at full load
 * @param rounds of each contender
 * @param seconds of one round
 * @param warmup seconds of full load before the first round of a contender on the JVM
 */
record Options(List<String> only, int connections, int rounds, int seconds, int warmup) {

  static Options ofSystem() {
    return new Options(
        List.of(text("bench.only").split(",")),
        number("bench.connections"),
        number("bench.rounds"),
        number("bench.seconds"),
        number("bench.warmup"));
  }

  private static int number(String property) {
    return Integer.parseInt(text(property));
  }

  private static String text(String property) {
    var text = System.getProperty(property);
    if (text == null) {
      throw new IllegalStateException(property + " is not set (expected: mvn -Pbench sets it)");
    }
    return text;
  }

  /** The same with another load. */
  Options with(int otherConnections) {
    return new Options(only, otherConnections, rounds, seconds, warmup);
  }
}
