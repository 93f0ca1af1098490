package io.serai.json;

import java.util.Arrays;

/** Offsets, up to as many as are wanted. */
final class Places {
  final int wanted;
  int[] at = new int[1];
  int count;

  Places(int wanted) {
    this.wanted = wanted;
  }

  void add(int place) {
    if (count == at.length) {
      at = Arrays.copyOf(at, count * 2 + 8);
    }
    at[count++] = place;
  }
}
