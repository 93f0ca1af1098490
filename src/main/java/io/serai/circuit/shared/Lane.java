package io.serai.circuit.shared;

/**
 * The one thread everything of the protocol happens on, and its clock. Nothing here needs a lock,
 * and a simulation needs no thread.
 */
interface Lane {

  /** As {@link System#nanoTime}. */
  long nanos();

  /** From any thread: does it soon, after what came before. */
  void run(Runnable task);

  /** On the lane, at the earliest after that time. */
  void after(long nanos, Runnable task);
}
