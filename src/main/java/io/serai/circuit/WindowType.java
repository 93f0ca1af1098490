package io.serai.circuit;

/** What the window of a circuit looks back on; names as Camel has them. */
public enum WindowType {
  /** The last so many calls. */
  COUNT_BASED,
  /** The calls that ended in the last so many seconds. */
  TIME_BASED
}
