package io.serai.backend;

import io.serai.PartFailed;
import io.serai.circuit.Circuit;
import io.serai.request.ErrorType;
import io.serai.request.Gap;
import io.serai.request.Outcome.Source;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one call came to, before it is known who wants it.
 *
 * @param end for the figures; success is the only good one
 * @param status the backend's, 0 if none came
 * @param answer the status the client gets if the part was required
 * @param json whether body is valid JSON
 * @param fault why there is no answer, if there is none
 * @param pause nanoseconds until it is worth while to ask again, 0 if we don't know
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Verdict(
    Figures.End end,
    Source source,
    int status,
    String reason,
    int answer,
    byte[] body,
    boolean json,
    @Nullable Answer from,
    @Nullable Fault fault,
    long pause) {

  private static final byte[] NOTHING = {};
  private static final long LEAST_PAUSE = Circuit.LEAST_RETRY_AFTER.toNanos();

  /** One made of an answer. */
  Verdict(
      Figures.End end,
      Source source,
      int status,
      String reason,
      int answer,
      byte[] body,
      boolean json,
      @Nullable Answer from) {
    this(end, source, status, reason, answer, body, json, from, null, 0);
  }

  boolean isSuccess() {
    return end == Figures.End.SUCCESS;
  }

  /** Whether the log says it once for all, when calls begin to be turned away. */
  boolean isTurnedAway() {
    return end == Figures.End.CIRCUIT || Fault.CONCURRENCY.equals(fault);
  }

  /**
   * As a circuit around the call takes it: what was never made, or ended for our want of memory.
   */
  PartFailed.Kind kind() {
    return switch (end) {
      case CIRCUIT -> PartFailed.Kind.CIRCUIT_OPEN;
      case CAPACITY, REFERENCE -> PartFailed.Kind.NOT_CALLED;
      default -> PartFailed.Kind.FAILED;
    };
  }

  ErrorType error() {
    return fault == null ? ErrorType.NONE : fault.type();
  }

  static Verdict failed(Fault fault) {
    return failed(fault, 0);
  }

  /** Its request lacks something. */
  static Verdict of(Gap gap) {
    if (gap.kind() == Gap.Kind.SKIPPED || gap.kind() == Gap.Kind.EMPTY) {
      return skipped(gap.reason(), 502);
    }
    boolean byClient = gap.kind() == Gap.Kind.REFUSED && gap.byClient();
    return failed(
        byClient
            ? Fault.reference(ErrorType.HTTP_REQUEST_ERROR, gap.reason(), 400)
            : Fault.reference(ErrorType.HTTP_REQUEST_DENIED, gap.reason(), 502));
  }

  /** There is no room for it here; a moment later there may be. */
  static Verdict noCapacity(Fault fault) {
    return failed(fault, LEAST_PAUSE);
  }

  /** A circuit didn't let it pass, and won't for so many nanoseconds, 0 if that isn't known. */
  static Verdict circuitOpen(long pause) {
    return failed(Fault.CIRCUIT_OPEN, Math.max(pause, LEAST_PAUSE));
  }

  /** Nobody wants it any more. */
  static Verdict ignored() {
    return failed(Fault.UNWANTED);
  }

  private static Verdict failed(Fault fault, long pause) {
    return new Verdict(
        fault.end(),
        Source.LIVE,
        0,
        fault.reason(),
        fault.answer(),
        NOTHING,
        false,
        null,
        fault,
        pause);
  }

  static Verdict skipped(String reason, int answer) {
    return new Verdict(
        Figures.End.REFERENCE, Source.SKIPPED, 0, reason, answer, NOTHING, false, null);
  }

  /** One that goes on as it comes is what it is, whatever its status. */
  static Verdict streamed(Answer head) {
    return new Verdict(
        Figures.End.SUCCESS, Source.LIVE, head.status(), "", 200, NOTHING, false, head);
  }

  static Verdict success(Answer answer, Value value) {
    return new Verdict(
        Figures.End.SUCCESS,
        Source.LIVE,
        answer.status(),
        "",
        200,
        value.bytes(),
        value.json(),
        answer);
  }

  static Verdict bad(Answer answer, Figures.End end, String reason, int clientStatus) {
    return new Verdict(
        end, Source.LIVE, answer.status(), reason, clientStatus, NOTHING, false, answer);
  }

  /** What we know ourselves, or a 429 or 503 said, RFC 9110 section 10.2.3; null if nothing. */
  @Nullable Duration retryAfter() {
    if (pause > 0) {
      return Duration.ofNanos(pause);
    }
    return from == null || (status != 429 && status != 503)
        ? null
        : RetryAfter.read(from.retryAfter());
  }
}
