package io.serai.bench;

/**
 * A server under measurement.
 *
 * @param name as in the tables
 * @param process on core 0, with its descendants
 * @param port on loopback
 * @param onJvm whether it must be warmed up for long
 */
record Contender(String name, Process process, int port, boolean onJvm) {

  /** Seconds of load before it is measured. */
  int warmup(Options options) {
    return onJvm ? options.warmup() : Math.min(2, options.warmup());
  }
}
