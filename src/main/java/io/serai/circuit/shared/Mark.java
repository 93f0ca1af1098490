package io.serai.circuit.shared;

import java.util.Comparator;

/**
 * What orders the stands of one circuit: a counter above every one its author had seen, and among
 * equals the greater author. A message from the past carries a lower mark and never wins.
 *
 * @param version from 1; 0 before anything happened
 * @param author the id of the member that decided
 */
record Mark(long version, String author) implements Comparable<Mark> {
  static final Mark NONE = new Mark(0, "");

  private static final Comparator<Mark> ORDER =
      Comparator.comparingLong(Mark::version).thenComparing(Mark::author);

  Mark next(String by) {
    return new Mark(version + 1, by);
  }

  boolean isAbove(Mark other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Mark other) {
    return ORDER.compare(this, other);
  }
}
