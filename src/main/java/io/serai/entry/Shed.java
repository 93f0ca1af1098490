package io.serai.entry;

/** Why a request is turned away at the door, or an answer cut short behind it. */
enum Shed {
  /** As many are in flight as may be. */
  IN_FLIGHT(
      "in_flight",
      "too many requests are in flight",
      "requests in flight",
      "admission.maxInFlight"),
  /** Its event loop is behind with what it has. */
  LAG(
      "lag",
      "the gateway is behind with its work",
      "milliseconds late on a loop",
      "admission.maxLag"),
  /** Heap or direct memory is nearly used up. */
  MEMORY(
      "memory",
      "the gateway is short of memory",
      "percent of memory in use",
      "admission.maxMemory"),
  /** Its body is larger than what is left for bodies. */
  BODIES("memory", "the gateway is short of memory", "bytes of bodies", "admission.maxBuffered"),
  /** Slow clients hold more of the memory for bodies than they may: answered, and closed. */
  UNSENT(
      "unsent",
      "the gateway is short of memory",
      "bytes of answers that clients don't take, more than half of what there is for bodies",
      "admission.maxBuffered"),
  /** Its route may block, and as many of those are in flight as may be. */
  OFF_LOOP(
      "offloop",
      "too many requests are waiting for this",
      "requests off the loop",
      "offloop.threads + offloop.queue");

  private final String label;
  private final String detail;
  private final String unit;
  private final String setting;

  Shed(String label, String detail, String unit, String setting) {
    this.label = label;
    this.detail = detail;
    this.unit = unit;
    this.setting = setting;
  }

  /** What is done for that reason, for the log. */
  String action() {
    return this == UNSENT ? "closing connections" : "turning requests away";
  }

  /** As figures and access log have it. */
  String label() {
    return label;
  }

  /** For the client. */
  String detail() {
    return detail;
  }

  /** What is measured, for the log. */
  String unit() {
    return unit;
  }

  /** The key of the limit. */
  String setting() {
    return setting;
  }
}
