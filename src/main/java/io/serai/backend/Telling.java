package io.serai.backend;

import io.serai.request.Outcome;
import io.serai.request.Request;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever asked what a call came to, on the request's lane; and the log, if it is trouble.
 */
final class Telling {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.backend");

  private static final String JSON = "application/json";

  private final CallPlan plan;
  private final Request request;
  private final String method;
  private final Consumer<Outcome> done;

  /** For one call. */
  Telling(CallPlan plan, Request request, String method, Consumer<Outcome> done) {
    this.plan = plan;
    this.request = request;
    this.method = method;
    this.done = done;
  }

  /**
   * Once per call.
   *
   * @param start when it began, on {@link System#nanoTime}'s scale
   */
  void tell(Verdict verdict, Attempts attempts, long start) {
    // Below 500 it is the client's or the data's doing, a 404 say: no trouble to be woken for.
    // What a circuit or a limit turns away is told once, when that begins.
    if (verdict.end() != Figures.End.IGNORED
        && !verdict.isTurnedAway()
        && verdict.source() != Outcome.Source.SKIPPED
        && verdict.answer() >= 500) {
      plan.backend()
          .failures()
          .failed(
              plan.backend().name(),
              // Never made, for want of a value: the host had no part in it.
              verdict.end() == Figures.End.REFERENCE ? null : attempts.origin(),
              plan.options().as(),
              verdict.reason(),
              request.identity().id());
    }
    var outcome = outcome(verdict, attempts.made(), System.nanoTime() - start);
    request.parts().add(outcome);
    try {
      request.resume(() -> deliver(outcome));
    } catch (RejectedExecutionException e) {
      // The lane is full or closed; still it must be told, and not on a loop, where steps may
      // block.
      LOG.warn("request {}: its lane takes no more", request.identity().id(), e);
      ForkJoinPool.commonPool().execute(() -> deliver(outcome));
    }
  }

  /** What breaks there ends the request, whose lane sees it; here it gets the call's name. */
  private void deliver(Outcome outcome) {
    try {
      done.accept(outcome);
    } catch (RuntimeException e) {
      LOG.error("request {}: what follows {} broke", request.identity().id(), method, e);
      throw e;
    }
  }

  /** What a write came to after its caller had been told it failed. */
  void late(String what, long start) {
    LOG.warn(
        "{}: late outcome of {} for request {}: {} after {} ms, nobody waits any more",
        plan.backend().name(),
        method,
        request.identity().id(),
        what,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  /** An answer that had begun to go on as it came. */
  void brokeOff(long bytes, String reason) {
    LOG.warn(
        "{}: the answer to request {} broke off after {} bytes: {}",
        plan.backend().name(),
        request.identity().id(),
        bytes,
        reason);
  }

  /** The backend's own, unless it says something else of what has become JSON. */
  private static String type(Verdict verdict) {
    var from = verdict.from();
    if (from == null) {
      return "";
    }
    var sent = from.type();
    return verdict.json() && !(sent.json() && sent.isUtf8()) ? JSON : sent.text();
  }

  private Outcome outcome(Verdict verdict, int attempts, long nanos) {
    var options = plan.options();
    boolean ignored = verdict.end() == Figures.End.IGNORED;
    boolean fallback = !verdict.isSuccess() && !ignored && plan.fallback().length > 0;
    var from = verdict.from();
    return new Outcome(
        options.as(),
        verdict.isSuccess() || fallback
            ? Outcome.Verdict.SUCCESS
            : ignored ? Outcome.Verdict.IGNORED : Outcome.Verdict.FAILURE,
        fallback ? Outcome.Source.FALLBACK : verdict.source(),
        verdict.status(),
        verdict.reason(),
        fallback ? 200 : verdict.answer(),
        options.required(),
        fallback ? plan.fallback() : verdict.body(),
        fallback || verdict.json(),
        fallback ? JSON : type(verdict),
        from == null || fallback ? Map.of() : from.headers(),
        nanos,
        attempts,
        verdict.retryAfter(),
        verdict.error(),
        verdict.kind());
  }
}
