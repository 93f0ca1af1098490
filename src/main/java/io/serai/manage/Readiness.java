package io.serai.manage;

/** Whether a balancer should send requests here. */
public enum Readiness {
  /** The units are being loaded; nothing is served. */
  STARTING("starting: the units are being loaded"),
  /** Serves. */
  READY("ready"),
  /** Serves still, and was asked to be left alone: {@code drain}, or the delay of a stop. */
  DRAINING("draining: serves what comes, and asks for no more"),
  /** Takes no connections any more; what is in flight ends. */
  STOPPING("stopping: what is in flight ends");

  private final String reason;

  Readiness(String reason) {
    this.reason = reason;
  }

  /** A line for operators. */
  public String reason() {
    return reason;
  }
}
