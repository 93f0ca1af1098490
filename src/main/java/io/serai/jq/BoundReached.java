package io.serai.jq;

/** A program at one of its bounds. Unchecked, so that no {@code try} of the program catches it. */
final class BoundReached extends RuntimeException {
  BoundReached(String message) {
    super(message, null, false, false);
  }
}
