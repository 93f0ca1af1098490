package io.serai.request;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that what an {@code onException} was to put right failed too: somebody has to see to it by
 * hand, so it is one line with everything to look for, and never left out. Camel's own lines are
 * stack traces without request and path; {@code conf/log4j2.yaml} turns them off.
 */
public final class FailedUndo {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.undo");

  private static final String SETTLED = "SeraiSettledFailure";

  private FailedUndo() {}

  /** Says that a failure needs no line (any more): it has its own, or a route file asks for it. */
  public static void settle(Exchange exchange, Throwable thrown) {
    exchange.setProperty(SETTLED, thrown);
  }

  /** Whether that was said of this very failure. */
  public static boolean isSettled(Exchange exchange, Throwable thrown) {
    return exchange.getProperty(SETTLED) == thrown;
  }

  /**
   * Writes the line.
   *
   * @param first what was to be put right
   * @param then what failed of that, in an operator's words
   */
  public static void tell(Exchange exchange, Throwable first, String then) {
    var request = Request.of(exchange);
    var inputs = request == null ? Inputs.NONE : request.inputs();
    LOG.error(
        "undo failed: request {}, {} {}, route {} of unit {}: first {}; then {}",
        request == null ? "-" : request.identity().id(),
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
