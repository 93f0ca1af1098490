package io.serai.aggregate;

import io.serai.settings.Type;

/** A strategy made for the elements of a split: equal ones are called once. */
abstract class ElementStrategy extends Composition {
  /** A host has 256 connections at most for all requests: one list is not to take them all. */
  static final int AT_ONCE = 16;

  static final int MAX_BODY = 64 << 20;

  private int concurrency = AT_ONCE;
  private int maxBody = MAX_BODY;

  final void concurrency(int atOnce) {
    if (atOnce < 1 || atOnce > 1024) {
      throw new IllegalArgumentException("concurrency: " + atOnce + " (expected: 1 to 1024)");
    }
    concurrency = atOnce;
  }

  final void maxBody(String size) {
    long bytes;
    try {
      bytes = Type.SIZE.read(size.strip());
    } catch (IllegalArgumentException | ArithmeticException e) {
      bytes = 0;
    }
    if (bytes < 1 || bytes > 1L << 30) {
      throw new IllegalArgumentException(
          "maxBody: " + size + " (expected: 1B to 1GiB, such as 64MiB)");
    }
    maxBody = (int) bytes;
  }

  /** How many elements are under way together. */
  final int concurrency() {
    return concurrency;
  }

  /** How long the answers may be together, and the document they make. */
  final int maxBody() {
    return maxBody;
  }

  /**
   * Called when a route that uses it is built.
   *
   * @throws IllegalArgumentException if an option is missing or wrong
   */
  void check() {}

  /** What elements are called if their calls have no name; empty if it has no opinion. */
  String as() {
    return "";
  }

  /** The document of a fan-out whose branches or elements have all ended. */
  abstract byte[] document(FanOut fanOut);

  @Override
  final byte[] document(Slot[] slots) {
    return document(slots[0].fanOut);
  }

  @Override
  final boolean needsObject(Branch branch) {
    return false;
  }
}
