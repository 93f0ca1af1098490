package io.serai.backend;

import io.serai.request.ErrorType;
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
 * @param error why there is no answer, if there is none
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
    ErrorType error) {

  private static final byte[] NOTHING = {};

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
    this(end, source, status, reason, answer, body, json, from, ErrorType.NONE);
  }

  boolean isSuccess() {
    return end == Figures.End.SUCCESS;
  }

  static Verdict failed(Fault fault) {
    return failed(fault.end(), fault.reason(), fault.answer(), fault.type());
  }

  /** Nobody wants it any more. */
  static Verdict ignored() {
    return failed(Figures.End.IGNORED, "no longer wanted", 502, ErrorType.NONE);
  }

  private static Verdict failed(Figures.End end, String reason, int answer, ErrorType error) {
    return new Verdict(end, Source.LIVE, 0, reason, answer, NOTHING, false, null, error);
  }

  static Verdict skipped(String reason, int answer) {
    return new Verdict(
        Figures.End.REFERENCE, Source.SKIPPED, 0, reason, answer, NOTHING, false, null);
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

  /** What a 429 or 503 said, RFC 9110 section 10.2.3; null if nothing of use. */
  @Nullable Duration retryAfter() {
    return from == null || (status != 429 && status != 503)
        ? null
        : RetryAfter.read(from.retryAfter());
  }
}
