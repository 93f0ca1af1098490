package io.serai.request;

import java.util.Deque;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that what an {@code onException} was to put right failed too: somebody has to see to it by
 * hand, so it is one line with everything to look for, and never left out. Camel's own lines are
 * stack traces without request and path; {@code conf/log4j2.yaml} turns them off.
 */
public final class FailedUndo {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.undo");

  private FailedUndo() {}

  /** What failed first, if the exchange is in an {@code onException} for its sake; else null. */
  public static @Nullable Throwable first(Exchange exchange) {
    var handlers = exchange.getProperty(ExchangePropertyKey.FATAL_FALLBACK_ERROR_HANDLER);
    return handlers instanceof Deque<?> deque && !deque.isEmpty()
        ? exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class)
        : null;
  }

  /**
   * What failed first, if the exchange has left an {@code onException} by another failure; else
   * null. Camel leaves it with the new one.
   */
  public static @Nullable Throwable firstBefore(Exchange exchange, Throwable thrown) {
    var suppressed = thrown.getSuppressed();
    return exchange.getProperty(ExchangePropertyKey.FATAL_FALLBACK_ERROR_HANDLER) == null
            || suppressed.length == 0
        ? null
        : suppressed[0];
  }

  /** Writes the line. */
  public static void tell(Exchange exchange, Request request, Throwable first, String then) {
    var inputs = request.inputs();
    LOG.error(
        "undo failed: request {}, {} {}, route {} of unit {}: first {}; then in onException {}",
        request.identity().id(),
        inputs.method().isEmpty() ? "-" : inputs.method(),
        inputs.path().isEmpty() ? "-" : inputs.path(),
        exchange.getFromRouteId(),
        exchange.getContext().getName(),
        said(first),
        then);
  }

  /** The house's own failures speak for themselves, others by their class. */
  public static String said(Throwable thrown) {
    var message = thrown.getMessage();
    return message != null && thrown.getClass().getName().startsWith("io.serai.")
        ? message
        : thrown.toString();
  }
}
