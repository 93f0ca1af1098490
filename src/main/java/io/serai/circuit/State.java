package io.serai.circuit;

/** Where a circuit stands. */
public enum State {
  /** Calls pass, and their ends are counted. */
  CLOSED,
  /** Calls are rejected until the wait is over and a permission for probes has come. */
  OPEN,
  /** As many calls pass as were permitted, to find out whether the trouble is over. */
  HALF_OPEN,
  /** An operator opened it: calls are rejected until the operator resets it. */
  FORCED_OPEN,
  /** An operator closed it: calls pass whatever becomes of them, until the operator resets it. */
  FORCED_CLOSED;

  /** Whether an operator put it there. */
  public boolean isForced() {
    return this == FORCED_OPEN || this == FORCED_CLOSED;
  }
}
