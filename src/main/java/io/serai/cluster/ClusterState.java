package io.serai.cluster;

/** How this gateway stands to the others. */
public enum ClusterState {
  /** No other gateways are configured; no port is open for any. */
  ALONE("alone: cluster.members is empty"),
  /** Is being opened, or is open and has found no other gateway yet; it keeps looking. */
  JOINING("joining: no other member found yet, looking on"),
  /** Has at least one other gateway in its cluster. */
  JOINED("joined"),
  /** Could not be opened; it is tried again after a pause. */
  FAILED("failed: it is tried again"),
  /** Has left for good, because the instance stops. */
  LEFT("left: the instance stops");

  private final String reason;

  ClusterState(String reason) {
    this.reason = reason;
  }

  /** A line for operators. */
  public String reason() {
    return reason;
  }
}
