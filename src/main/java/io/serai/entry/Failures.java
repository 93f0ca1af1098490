package io.serai.entry;

import io.serai.PartFailed;
import org.apache.camel.ExchangeTimedOutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exchange that failed, made an answer: always our own document, never what was thrown. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final int MOST_CAUSES = 64;

  private Failures() {}

  /** Never throws, or nobody would answer. */
  static Answer answer(Visit visit, Throwable thrown) {
    try {
      // Here more than ever somebody wants to know which part it was.
      return told(visit, thrown).reported(visit.served().way().terms().report());
    } catch (Throwable worse) {
      // An exception whose own methods throw can't even be logged.
      return unknown(visit);
    }
  }

  private static Answer told(Visit visit, Throwable thrown) {
    // Bounded: nothing keeps causes from going round in a circle.
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++, cause = cause.getCause()) {
      if (cause instanceof PartFailed failed) {
        return part(visit, failed);
      }
      if (cause instanceof Malformed malformed) {
        return Answer.problem(malformed.status(), malformed.detail(), visit.id());
      }
      if (cause instanceof ExchangeTimedOutException) {
        return Answer.problem(504, "a step didn't answer in time", visit.id());
      }
    }
    var route = visit.served();
    LOG.error(
        "Request {} failed in route {} of unit {}",
        visit.id(),
        route.way().routeId(),
        route.doors().unit(),
        thrown);
    return unknown(visit);
  }

  private static Answer unknown(Visit visit) {
    return Answer.problem(500, "the route failed, the log knows more by this id", visit.id());
  }

  private static Answer part(Visit visit, PartFailed failed) {
    int status = failed.status() >= 400 && failed.status() < 600 ? failed.status() : 502;
    var detail = failed.part().isEmpty() ? failed.reason() : failed.part() + ": " + failed.reason();
    var answer = Answer.problem(status, detail, visit.id());
    var retryAfter = failed.retryAfter();
    if (retryAfter != null) {
      // Whole seconds, rounded up: to come back too soon is to fail again.
      answer.with("Retry-After", "" + (retryAfter.toMillis() + 999) / 1000);
    }
    return answer;
  }
}
