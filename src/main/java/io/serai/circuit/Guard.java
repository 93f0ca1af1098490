package io.serai.circuit;

import org.jspecify.annotations.Nullable;

/** What lets calls pass and hears of their ends: a circuit of ours, or a bean of resilience4j's. */
interface Guard {

  /** Lets a call pass; null if it is rejected. */
  @Nullable Permit acquire();

  /**
   * The call has ended in a way that says something about what it called.
   *
   * @param failure null for a success
   * @param nanos how long it took
   */
  void ended(Permit permit, @Nullable Throwable failure, long nanos);

  /** The call ended in a way that says nothing, or was never made. */
  void released(Permit permit);

  /** As the exchange property has it. */
  String stateName();

  /** Nanoseconds until it may let a probe pass; 0 if that isn't known or over. */
  long nanosLeft();
}
