package io.serai.circuit;

import org.jspecify.annotations.Nullable;

/**
 * Told by circuits, on the thread that caused it, often an event loop; must return at once. It may
 * call the circuit back on the spot.
 */
public interface Watcher {

  /** Another circuit that may be shared: new, or the same name with another fingerprint. */
  void added(Breaker breaker);

  /** Nothing uses it any more, or another fingerprint took its name. */
  void removed(Breaker breaker);

  /** Opened by its own window or its own probes. */
  void opened(Breaker breaker, int attempt, String reason);

  /** Closed by its own probes. */
  void closed(Breaker breaker, String reason);

  /**
   * The wait is over and a call came, or it needs none: whoever shares answers with {@link
   * Breaker#halfOpen} or {@link Breaker#askAgain}, then or later. Told once; after {@link
   * Breaker#LEASE_TERM} without an answer the circuit takes the whole permission.
   */
  void wantsProbe(Breaker breaker);

  /** The result of a probe, where the circuit has a share of the permission. */
  void probed(Breaker breaker, boolean failed, boolean slow);

  /**
   * An operator forced or, with null, reset it on this node.
   *
   * @return whether that is now so at all that share it, soon; false if it is so here only
   */
  boolean forced(Breaker breaker, @Nullable State forced, String by);
}
