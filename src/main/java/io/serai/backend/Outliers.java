package io.serai.backend;

/**
 * When a host is left out for failing.
 *
 * @param failures in a row, 0 for never
 * @param base nanoseconds of the first time out
 * @param floor percent of the hosts that are never left out
 */
record Outliers(int failures, long base, int floor) {

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static Outliers read(Texts texts) {
    return new Outliers(
        texts.count("outlierFailures", 5),
        texts.nanos("outlierEjection", "10s"),
        texts.count("outlierFloor", 50));
  }

  /** Of so many hosts, how many have to stay. */
  int staying(int hosts) {
    return Math.max(1, (hosts * floor + 99) / 100);
  }
}
