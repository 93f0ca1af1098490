package io.serai.circuit;

import org.apache.camel.Exchange;

/**
 * The request by which an exchange came to a circuit breaker, as far as the breaker needs it. The
 * floor above, which knows requests, has it; so the breaker is told and doesn't ask.
 */
public interface Passing {

  /**
   * Lets the steps run as a branch of the request, which can be ended and whose late outcomes are
   * nobody's.
   *
   * @param copy the exchange that the steps get
   */
  void branch(Exchange copy);

  /**
   * The branch is over: what it has come to by now is the request's, what comes later isn't.
   *
   * @param cancel whether the reads still under way are cancelled
   */
  void settle(boolean cancel);

  /** Gives the exchange its request back, where results were copied over it. */
  void restore(Exchange exchange);

  /** The fallback has come to its end: what calls there were by now are its own or before it. */
  void fellBack(Exchange exchange);

  /**
   * Whether nobody wants the result any more, so that a failure says nothing: the client has left,
   * or a sibling has failed or won. A deadline that has passed is no such thing.
   */
  boolean isCancelled();

  /**
   * Runs the action once the time is over, on a thread that mustn't be held.
   *
   * @return runs to take it back, from any thread; what rings meanwhile still rings
   */
  Runnable after(long nanos, Runnable action);

  /** Runs the task where the request's steps run, whatever it takes. */
  void resume(Runnable task);

  /**
   * Runs the action when the request ends, at once if it has. Must not throw or block.
   *
   * @return runs to take it back
   */
  Runnable onEnd(Runnable action);
}
