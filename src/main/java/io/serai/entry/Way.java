package io.serai.entry;

import io.serai.schema.Schema;
import java.util.List;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A way in: one consumer of one route, whatever component it came from. */
interface Way {

  /** The id of its route. */
  String routeId();

  /** The paths it answers; a vanilla consumer may answer several. */
  List<PathPattern> patterns();

  Methods methods();

  Terms terms();

  /** Whether its route runs: one that is suspended is there, and closed. */
  boolean isOpen();

  /** What a body must keep to, null for anything. */
  default @Nullable Schema schema() {
    return null;
  }

  /** What it wants of an {@code Idempotency-Key}. */
  default KeyRule keyRule() {
    return KeyRule.NONE;
  }

  /** What it has against a request's headers, 400, 415 or 406, or null. */
  default @Nullable Answer objection(Visit visit) {
    return null;
  }

  /** Makes of a body that is there what the route wants of it. The answer if it can't, or null. */
  default @Nullable Answer take(Visit visit) {
    return null;
  }

  /** The media type in which parts are told as they come, a line each; null if they aren't. */
  default @Nullable String lines(Visit visit) {
    return null;
  }

  /**
   * A request made an exchange.
   *
   * @throws Malformed if the request can't be one
   */
  Exchange exchange(Visit visit) throws Exception;

  AsyncProcessor processor();

  /** A processed exchange, which hasn't failed, made an answer; on the request's lane. */
  Answer answer(Visit visit, Exchange exchange) throws Exception;

  /** The exchange is over, its answer read: what hangs on it is let go. */
  void release(Exchange exchange);
}
