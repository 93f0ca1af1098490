package io.serai.request;

import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/**
 * One call to a backend as the aggregate floor sees it. Implemented by the {@code backend:}
 * producer, so that a branch which is a single call needs no exchange of its own.
 */
public interface PartCall {

  /** The part's name, the call's {@code as}; empty if it has none. */
  String part();

  /**
   * Whether its failure fails the request: neither {@code optional} nor with a {@code fallback}.
   */
  boolean required();

  /** What the call refers to; a branch waits for the parts among them. */
  default List<Template.Reference> references() {
    return List.of();
  }

  /**
   * Whether two calls that are alike do no more than one: a safe method, or one marked idempotent.
   */
  default boolean repeatable() {
    return false;
  }

  /** Whether it may send the body of the exchange's message. */
  default boolean sendsMessage() {
    return true;
  }

  /**
   * Starts the call. Never throws and never blocks.
   *
   * @param exchange read for references and the message body, not written
   * @param request whose deadline bounds the call and whose end cancels it
   * @param done told the outcome exactly once, on the request's lane; a fallback is a success of
   *     source {@link Outcome.Source#FALLBACK}. The outcome is already in {@link Request#parts()}.
   */
  void start(Exchange exchange, Request request, Consumer<Outcome> done);
}
