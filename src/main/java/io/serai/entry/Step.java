package io.serai.entry;

import org.jspecify.annotations.Nullable;

/** Something every request passes before its route. Never blocks. */
@FunctionalInterface
interface Step {

  /**
   * Lets the request go on, or ends it here.
   *
   * @return null to go on, else the answer
   * @throws Malformed if the request isn't one
   */
  @Nullable Answer pass(Visit visit) throws Malformed;
}
