package io.serai.aggregate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;

/** Which branches of a multicast wait for which others, from what their calls refer to. */
final class Waiting {
  private static final int[] NOTHING = {};

  private Waiting() {}

  /**
   * By branch, the indices of those it waits for.
   *
   * @throws IllegalArgumentException if branches wait for each other
   */
  static int[][] among(List<BranchCalls.Named> branches) {
    var indexOf = new HashMap<String, Integer>();
    for (int i = 0; i < branches.size(); i++) {
      indexOf.put(branches.get(i).part(), i);
    }
    var waits = new int[branches.size()][];
    for (int i = 0; i < waits.length; i++) {
      var indices = new ArrayList<Integer>();
      for (var part : branches.get(i).refersTo()) {
        var other = indexOf.get(part);
        // A later call of a branch may well refer to an earlier one of the same part.
        if (other != null && other != i) {
          indices.add(other);
        }
      }
      waits[i] =
          indices.isEmpty() ? NOTHING : indices.stream().mapToInt(Integer::intValue).toArray();
    }
    refuseCycles(branches, waits);
    return waits;
  }

  /** Takes away branches that wait for nothing that is left, until only cycles are left. */
  private static void refuseCycles(List<BranchCalls.Named> branches, int[][] waits) {
    var missing = new int[waits.length];
    Deque<Integer> ready = new ArrayDeque<>();
    for (int i = 0; i < waits.length; i++) {
      missing[i] = waits[i].length;
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int done = ready.remove();
      for (int i = 0; i < waits.length; i++) {
        for (int other : waits[i]) {
          if (other == done && --missing[i] == 0) {
            ready.add(i);
          }
        }
      }
    }
    var stuck = new ArrayList<String>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] > 0) {
        stuck.add(branches.get(i).part());
      }
    }
    if (!stuck.isEmpty()) {
      throw new IllegalArgumentException(
          "the parts "
              + String.join(", ", stuck)
              + " wait for each other (expected: references to parts that can come first)."
              + " Take one of the references out.");
    }
  }
}
