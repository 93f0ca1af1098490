package io.serai.backend;

import io.serai.PartFailed;
import io.serai.request.ErrorType;
import io.serai.request.Holding;

/**
 * Why a call got no answer.
 *
 * @param end for the figures
 * @param type for {@code Proxy-Status}
 * @param reason in an operator's words, without hosts
 * @param answer the status the client gets if the part was required
 */
record Fault(Figures.End end, ErrorType type, String reason, int answer) {
  static final Fault SHUTTING_DOWN =
      new Fault(Figures.End.CAPACITY, ErrorType.PROXY_INTERNAL_ERROR, "shutting down", 503);
  static final Fault NO_MEMORY = capacity(ErrorType.PROXY_INTERNAL_ERROR, Holding.SPENT);
  static final Fault CONCURRENCY =
      capacity(ErrorType.CONNECTION_LIMIT_REACHED, "concurrency limit");
  static final Fault CIRCUIT_OPEN =
      new Fault(
          Figures.End.CIRCUIT, ErrorType.DESTINATION_UNAVAILABLE, PartFailed.CIRCUIT_OPEN, 503);
  static final Fault UNWANTED =
      new Fault(Figures.End.IGNORED, ErrorType.NONE, "no longer wanted", 502);
  static final Fault STOOD_STILL =
      timeout(ErrorType.HTTP_RESPONSE_TIMEOUT, "its answer stood still");
  static final Fault NOT_TAKEN =
      timeout(ErrorType.HTTP_REQUEST_ERROR, "it stopped taking the request's body");
  static final Fault RESET = terminated("connection reset");
  static final Fault CLOSED = terminated("closed without an answer");
  static final Fault RESET_AMIDST = incomplete("connection reset in the middle of its answer");
  static final Fault CLOSED_AMIDST = incomplete("closed in the middle of its answer");

  /** Whether the backend has no part in it. */
  boolean isOurs() {
    return end == Figures.End.CAPACITY;
  }

  /** No connection: 504 if that took too long, else 502. */
  static Fault connect(ErrorType type, String reason) {
    boolean late = type == ErrorType.CONNECTION_TIMEOUT || type == ErrorType.DNS_TIMEOUT;
    return new Fault(Figures.End.CONNECT, type, reason, late ? 504 : 502);
  }

  /** An answer that can't be read. */
  static Fault invalid(ErrorType type, String reason) {
    return new Fault(Figures.End.INVALID, type, reason, 502);
  }

  static Fault capacity(ErrorType type, String reason) {
    return new Fault(Figures.End.CAPACITY, type, reason, 503);
  }

  static Fault timeout(ErrorType type, String reason) {
    return new Fault(Figures.End.TIMEOUT, type, reason, 504);
  }

  /** A request that can't be made. */
  static Fault reference(ErrorType type, String reason, int answer) {
    return new Fault(Figures.End.REFERENCE, type, reason, answer);
  }

  private static Fault terminated(String reason) {
    return new Fault(Figures.End.BROKEN, ErrorType.CONNECTION_TERMINATED, reason, 502);
  }

  private static Fault incomplete(String reason) {
    return new Fault(Figures.End.BROKEN, ErrorType.HTTP_RESPONSE_INCOMPLETE, reason, 502);
  }
}
