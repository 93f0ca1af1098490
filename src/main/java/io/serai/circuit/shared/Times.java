package io.serai.circuit.shared;

import io.serai.circuit.Breaker;
import java.time.Duration;

/** The protocol's times, in nanoseconds, each with its reason. */
final class Times {

  /**
   * How long an answer of another member is waited for, never by a call: far above a round trip
   * between healthy neighbours, far below any wait.
   */
  static final long BUDGET = Duration.ofMillis(250).toNanos();

  /** How often changes are told and sums looked at. */
  static final long TICK = Duration.ofMillis(500).toNanos();

  /** Sums are judged only after everybody had the time to tell theirs twice. */
  static final long SETTLE = Duration.ofSeconds(1).toNanos();

  /** How often a holder of probes says that it still is there. */
  static final long RENEWAL = Duration.ofSeconds(2).toNanos();

  /** What isn't renewed for so long is free again; as the circuit itself sees it. */
  static final long TERM = Breaker.LEASE_TERM.toNanos();

  /** A probe under way for longer is taken for lost. */
  static final long LOST_PROBE = Breaker.LOST_PROBE.toNanos();

  /** Before a holder's unused probes go to another one; doubles each time they have. */
  static final long HOLD = Duration.ofSeconds(1).toNanos();

  /** How often a node with an open circuit asks one of the others whether that is still so. */
  static final long GOSSIP = Duration.ofSeconds(5).toNanos();

  /** For so long a change is told again, as what tells of it may have been lost. */
  static final long RETOLD = Duration.ofMinutes(1).toNanos();

  /** A trip of one's own this young isn't undone by news that crossed it. */
  static final long FRESH_TRIP = Duration.ofSeconds(1).toNanos();

  /** Before a member that didn't know a circuit is asked for it again. */
  static final long IGNORANCE = Duration.ofSeconds(30).toNanos();

  private Times() {}

  static long millis(long nanos) {
    return Math.max(0, (nanos + 999_999) / 1_000_000);
  }

  static long nanos(long millis) {
    return millis * 1_000_000;
  }
}
