package io.serai.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The right word that a wrong one is likely to mean. */
public final class Nearest {

  private Nearest() {}

  /**
   * The candidate with the fewest letters to change, insert, drop or swap.
   *
   * @return null if none is near enough to be meant
   */
  public static @Nullable String of(String word, Iterable<String> candidates) {
    String nearest = null;
    int least = Math.max(2, word.length() / 2) + 1;
    for (var candidate : candidates) {
      int distance = distance(word, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** A candidate that one slip of the finger makes the word; null if there is none. */
  public static @Nullable String slip(String word, Iterable<String> candidates) {
    var nearest = of(word, candidates);
    return nearest != null && distance(word, nearest) == 1 ? nearest : null;
  }

  /** All of them, the nearest first. */
  public static List<String> first(String word, Collection<String> candidates) {
    return candidates.stream()
        .sorted(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .toList();
  }

  /** {@code Did you mean …?}, or nothing when none is near. */
  public static String question(String word, Iterable<String> candidates) {
    var nearest = of(word, candidates);
    return nearest == null ? "" : "Did you mean " + nearest + "?";
  }

  /** Optimal string alignment; case counts less than a letter, so it is looked at last. */
  private static int distance(String one, String other) {
    if (one.equalsIgnoreCase(other)) {
      return one.equals(other) ? 0 : 1;
    }
    var a = one.toLowerCase(Locale.ROOT);
    var b = other.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
