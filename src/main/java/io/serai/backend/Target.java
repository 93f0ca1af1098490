package io.serai.backend;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One entry of {@code backend.<name>.url}: {@code http://a:8080 weight=3}. The weights of a service
 * are those of its records.
 *
 * @param weight 0 to {@link #MOST}: its share of the calls is that of all the weights; 0 is none
 */
record Target(Origin origin, int weight) {
  static final int MOST = 1000;

  private static final String WEIGHT = "weight=";
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static Target parse(String entry) {
    var words = SPACE.split(entry.strip(), -1);
    var origin = Origin.parse(words[0]);
    int weight = 1;
    if (origin.isService() && words.length > 1) {
      throw new IllegalArgumentException(
          words[1] + " (expected: nothing after an SRV name; its records have weights)");
    }
    for (int i = 1; i < words.length; i++) {
      weight = weight(words[i]);
    }
    return new Target(origin, weight);
  }

  /**
   * All of a backend with these settings.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static List<Target> of(Map<String, String> texts) {
    try {
      var targets = Backends.urls(texts).stream().map(Target::parse).toList();
      check(targets);
      return targets;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("url: " + e.getMessage(), e);
    }
  }

  private static int weight(String word) {
    if (word.startsWith(WEIGHT) && word.substring(WEIGHT.length()).matches("\\d{1,4}")) {
      int weight = Integer.parseInt(word.substring(WEIGHT.length()));
      if (weight <= MOST) {
        return weight;
      }
    }
    throw new IllegalArgumentException(
        word + " (expected: after a URL nothing but weight= and a whole number from 0 to 1000)");
  }

  /**
   * Holds all of a backend together.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static void check(List<Target> all) {
    if (all.stream().allMatch(target -> target.weight == 0)) {
      throw new IllegalArgumentException(
          "weight=0 for every URL (expected: one at least that takes calls)");
    }
  }
}
