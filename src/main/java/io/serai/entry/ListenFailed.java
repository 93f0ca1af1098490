package io.serai.entry;

/** The listener couldn't be opened; the message names address, port and cure. */
public final class ListenFailed extends RuntimeException {

  /** Why. */
  public enum Reason {
    /** Another process has the port: exit code 69. */
    PORT_TAKEN,
    /** This user may not listen there: exit code 77. */
    NOT_PERMITTED,
    /** The address isn't one of this machine, or something else: exit code 78. */
    OTHER
  }

  private final Reason reason;

  ListenFailed(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  static ListenFailed of(ListenerSettings settings, Throwable cause) {
    var where =
        (settings.host().isEmpty() ? "all addresses" : settings.host())
            + ", port "
            + settings.port();
    var said = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (said.contains("Permission denied")) {
      return new ListenFailed(
          Reason.NOT_PERMITTED,
          "listener.port: may not listen on "
              + where
              + " (expected: a port from 1024 on, or a user who may). Change listener.port, or give"
              + " the process CAP_NET_BIND_SERVICE.",
          cause);
    }
    if (said.contains("in use")) {
      return new ListenFailed(
          Reason.PORT_TAKEN,
          "listener.port: "
              + where
              + " is taken by another process (expected: a free port). Stop it, or change"
              + " listener.port.",
          cause);
    }
    return new ListenFailed(
        Reason.OTHER,
        "listener.host: can't listen on "
            + where
            + ": "
            + said
            + " (expected: an address of this machine).",
        cause);
  }
}
