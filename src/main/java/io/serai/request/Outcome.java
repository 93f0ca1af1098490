package io.serai.request;

import io.serai.PartFailed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one part ended.
 *
 * @param part its name: the call's {@code as}, or the branch's; empty for an unnamed call
 * @param verdict success, failure, or ignored (nobody wanted it any more)
 * @param source where its body came from
 * @param status the backend's HTTP status, 0 if none was received
 * @param reason for a failure, in an operator's words, without hosts: {@code timeout after 800ms},
 *     {@code connection refused}, {@code answered 500}, {@code invalid JSON at byte 17}
 * @param answer the status the client gets if this part was required, by the rules of the
 *     vocabulary (404 stays 404, 401 becomes 502, a timeout 504 …); 200 for a success
 * @param required whether its failure fails the request
 * @param body a whole, valid JSON text if {@code json}, else what came; empty for no body
 * @param json whether body was scanned and found valid
 * @param contentType as the backend sent it, empty if it didn't
 * @param headers the backend's headers that the call lets out, by lower-case name, a value for each
 *     line
 * @param nanos from the start of the call to its end
 * @param attempts how many times a request was sent or tried
 * @param retryAfter what a 429 or 503 said, or we know ourselves; null for unknown
 * @param error what came between us and the backend; {@link ErrorType#NONE} too for what was no
 *     call
 * @param kind of a failure, whether it was a call at all
 */
@SuppressWarnings(
    "ArrayRecordComponent") // bodies stay bytes on the hot path; outcomes are never compared
public record Outcome(
    String part,
    Verdict verdict,
    Source source,
    int status,
    String reason,
    int answer,
    boolean required,
    byte[] body,
    boolean json,
    String contentType,
    Map<String, List<String>> headers,
    long nanos,
    int attempts,
    @Nullable Duration retryAfter,
    ErrorType error,
    PartFailed.Kind kind) {

  /** Of a success, or of a failure that is nobody's but the backend's as far as is known. */
  public Outcome(
      String part,
      Verdict verdict,
      Source source,
      int status,
      String reason,
      int answer,
      boolean required,
      byte[] body,
      boolean json,
      String contentType,
      Map<String, List<String>> headers,
      long nanos,
      int attempts,
      @Nullable Duration retryAfter,
      ErrorType error) {
    this(
        part,
        verdict,
        source,
        status,
        reason,
        answer,
        required,
        body,
        json,
        contentType,
        headers,
        nanos,
        attempts,
        retryAfter,
        error,
        PartFailed.Kind.FAILED);
  }

  /** What the one who asked makes of it. */
  public enum Verdict {
    SUCCESS,
    FAILURE,
    /** The client left, a sibling failed or won: says nothing about the backend. */
    IGNORED
  }

  /** Where the body is from, as {@code report: body} names it. */
  public enum Source {
    LIVE,
    CACHE,
    STALE,
    FALLBACK,
    SKIPPED
  }

  public boolean isSuccess() {
    return verdict == Verdict.SUCCESS;
  }

  /** Whether it ends the request. A call skipped for a missing {@code {x?}} doesn't. */
  public boolean failsRequest() {
    return verdict != Verdict.SUCCESS && required && source != Source.SKIPPED;
  }
}
