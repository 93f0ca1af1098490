package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.PartFailed.Kind;
import io.serai.json.JsonText;
import io.serai.request.ErrorType;
import io.serai.request.Outcome;
import io.serai.request.Outcome.Source;
import io.serai.request.Outcome.Verdict;
import io.serai.request.Parts;
import io.serai.request.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.ExchangeTimedOutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Outcomes of branches with steps, and what follows from an outcome. */
final class Outcomes {
  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
  private static final byte[] NOTHING = {};
  private static final byte[] NULL = JsonText.nullText();

  private Outcomes() {}

  /** The JSON text of a success: {@code null} if it had no body. */
  static byte[] json(Outcome success) {
    return success.body().length == 0 ? NULL : success.body();
  }

  /**
   * What a part that speaks for all makes the request fail with.
   *
   * @param kind of all that failed
   */
  static PartFailed partFailed(String part, Outcome failure, Kind kind) {
    int status = failure.answer() >= 400 && failure.answer() < 600 ? failure.answer() : 502;
    return new PartFailed(part, failure.reason(), status, failure.retryAfter(), null, kind);
  }

  /**
   * What a branch's child exchange came back with.
   *
   * @param called what a backend call in it made of the part, null if there was none
   */
  static Outcome of(Slot slot, @Nullable Outcome called) {
    var exchange = slot.child;
    long nanos = System.nanoTime() - slot.startedAt;
    if (exchange == null) {
      return failed(slot.branch, "was not started", 502, nanos);
    }
    if (exchange.getException() != null) {
      return failed(slot.branch, exchange, nanos);
    }
    var body = exchange.getMessage().getBody();
    if (called == null && slot.branch.conditional() && body == slot.bodyBefore) {
      return skipped(slot.branch, nanos);
    }
    if (called != null) {
      if (called.isSuccess() && called.json() && called.body() == body) {
        return called;
      }
      // An optional call failed or one was skipped, and no step put anything in its place.
      if (!called.isSuccess()
          && !called.failsRequest()
          && (body == null || body == slot.bodyBefore || isEmpty(body))) {
        return called;
      }
    }
    try {
      return success(slot, exchange, BodyText.of(exchange, body), called, nanos);
    } catch (IllegalArgumentException e) {
      return failed(slot.branch, "" + e.getMessage(), 502, nanos);
    }
  }

  /** A success told as a fallback's, where a circuit breaker in the branch says it is one. */
  static Outcome fallback(Slot slot, Outcome outcome) {
    var exchange = slot.child;
    if (exchange == null
        || isAfterFallback(exchange, outcome)
        || outcome.verdict() != Verdict.SUCCESS
        || outcome.source() != Source.LIVE
        || !Boolean.TRUE.equals(
            exchange.getProperty(ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_FROM_FALLBACK))) {
      return outcome;
    }
    var caught = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
    return new Outcome(
        outcome.part(),
        outcome.verdict(),
        Source.FALLBACK,
        outcome.status(),
        caught instanceof PartFailed failed ? failed.reason() : "",
        outcome.answer(),
        outcome.required(),
        outcome.body(),
        outcome.json(),
        outcome.contentType(),
        outcome.headers(),
        outcome.nanos(),
        outcome.attempts(),
        outcome.retryAfter(),
        outcome.error());
  }

  /** Whether a call made it that has ended after the circuit breaker's fallback. */
  @SuppressWarnings("ReferenceEquality") // that outcome, not an equal one
  private static boolean isAfterFallback(Exchange exchange, Outcome outcome) {
    var request = Request.of(exchange);
    return request != null
        && exchange.getProperty(Parts.UP_TO_FALLBACK) instanceof List<?> before
        && before.stream().noneMatch(known -> known == outcome)
        && request.parts().all().stream().anyMatch(known -> known == outcome);
  }

  private static boolean isEmpty(Object body) {
    return body instanceof byte[] bytes && bytes.length == 0;
  }

  private static Outcome success(
      Slot slot, Exchange exchange, byte[] text, @Nullable Outcome called, long nanos) {
    var branch = slot.branch;
    return new Outcome(
        branch.part(),
        Verdict.SUCCESS,
        called == null ? Source.LIVE : called.source(),
        called == null ? 0 : called.status(),
        "",
        200,
        branch.required(),
        text,
        true,
        "application/json",
        called == null ? headersOfParts(slot, exchange) : called.headers(),
        nanos,
        called == null ? 1 : called.attempts(),
        null,
        ErrorType.NONE);
  }

  /** What a multicast within the branch made of its parts' headers; not one before all branches. */
  @SuppressWarnings({"unchecked", "ReferenceEquality"}) // ours only; the same, not an equal one
  private static Map<String, List<String>> headersOfParts(Slot slot, Exchange exchange) {
    var headers = exchange.getProperty(PartHeaders.PROPERTY);
    return headers == null || headers == slot.headersBefore
        ? Map.of()
        : (Map<String, List<String>>) headers;
  }

  /** No condition in the branch held, so nothing was asked for and nothing is missing. */
  private static Outcome skipped(Branch branch, long nanos) {
    return new Outcome(
        branch.part(),
        Verdict.FAILURE,
        Source.SKIPPED,
        0,
        "skipped: no condition held",
        502,
        branch.required(),
        NOTHING,
        false,
        "",
        Map.of(),
        nanos,
        0,
        null,
        ErrorType.NONE,
        Kind.NOT_CALLED);
  }

  private static Outcome failed(Branch branch, Exchange exchange, long nanos) {
    var inner = exchange.getException(PartFailed.class);
    if (inner != null) {
      var reason =
          inner.part().equals(branch.part())
              ? inner.reason()
              : inner.part() + ": " + inner.reason();
      return failure(branch, reason, inner.status(), nanos, inner.retryAfter(), inner.kind());
    }
    var cause = exchange.getException();
    // The client gets the kind of failure only: a message may name hosts.
    var request = Request.of(exchange);
    var id = request == null ? "none" : request.identity().id();
    LOG.warn("request {}: part {} failed: {}", id, branch.part(), cause.toString());
    LOG.debug("request {}: part {} failed", id, branch.part(), cause);
    if (exchange.getException(ExchangeTimedOutException.class) != null) {
      return failed(branch, "timed out", 504, nanos);
    }
    if (exchange.getException(RejectedExecutionException.class) != null) {
      return failure(branch, "no capacity", 503, nanos, null, Kind.NOT_CALLED);
    }
    return failed(branch, "failed with " + cause.getClass().getSimpleName(), 502, nanos);
  }

  static Outcome failed(Branch branch, String reason, int answer, long nanos) {
    return failure(branch, reason, answer, nanos, null, Kind.FAILED);
  }

  private static Outcome failure(
      Branch branch,
      String reason,
      int answer,
      long nanos,
      @Nullable Duration retryAfter,
      Kind kind) {
    return new Outcome(
        branch.part(),
        Verdict.FAILURE,
        Source.LIVE,
        0,
        reason,
        answer,
        branch.required(),
        NOTHING,
        false,
        "",
        Map.of(),
        nanos,
        1,
        retryAfter,
        ErrorType.NONE,
        kind);
  }

  /** A success that can't be used after all. */
  static Outcome failed(Outcome success, String reason) {
    return new Outcome(
        success.part(),
        Verdict.FAILURE,
        success.source(),
        success.status(),
        reason,
        502,
        success.required(),
        NOTHING,
        false,
        success.contentType(),
        success.headers(),
        success.nanos(),
        success.attempts(),
        null,
        ErrorType.NONE);
  }
}
