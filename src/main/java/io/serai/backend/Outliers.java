package io.serai.backend;

/**
 * When a host is left out for failing, or for being slow.
 *
 * @param failures in a row, 0 for never
 * @param base nanoseconds of the first time out
 * @param floor percent of the hosts that are never left out
 * @param latency so many times the others' latency is too slow, 0 for never
 * @param latencyCalls in the window, on it and on others, before its latency says anything
 */
record Outliers(int failures, long base, int floor, int latency, int latencyCalls) {

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static Outliers read(Texts texts) {
    return new Outliers(
        texts.count("outlierFailures", 5),
        texts.nanos("outlierEjection", "10s"),
        texts.count("outlierFloor", 50),
        texts.count("outlierLatency", 0),
        texts.count("outlierLatencyCalls", 20));
  }

  /** Of so many hosts, how many have to stay. */
  int staying(int hosts) {
    return Math.max(1, (hosts * floor + 99) / 100);
  }
}
