package io.serai.circuit.shared;

/**
 * What the cluster knows of a circuit: open or closed. The mark of an open one also names the round
 * of probes that ends it.
 *
 * @param attempt how often in a row it has opened; 0 where it is closed
 * @param until when the wait ends, on the clock of this node's {@link Lane}
 * @param reason why, for people
 */
record Stand(Mark mark, boolean open, int attempt, long until, String reason) {
  static final Stand NEW = new Stand(Mark.NONE, false, 0, 0, "");

  static Stand open(Mark mark, int attempt, long until, String reason) {
    return new Stand(mark, true, attempt, until, reason);
  }

  static Stand closed(Mark mark, String reason) {
    return new Stand(mark, false, 0, 0, reason);
  }
}
