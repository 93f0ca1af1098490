package io.serai.backend;

import org.jspecify.annotations.Nullable;

/**
 * What the settings say of how many calls may be under way at a time.
 *
 * @param on whether there is a limit
 * @param adaptive whether it is found out, between the two
 * @param least calls
 * @param most calls; the same as the least for a limit that is set
 */
record Concurrency(boolean on, boolean adaptive, int least, int most) {
  static final Concurrency OFF = new Concurrency(false, false, 0, Integer.MAX_VALUE);

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static Concurrency read(Texts texts) {
    int least = texts.count("concurrency.min", 10);
    int most = texts.count("concurrency.max", 1000);
    var limit = texts.get("concurrency", ConcurrencyKeys.LIMIT, "off");
    return switch (limit) {
      case "off" -> OFF;
      case "adaptive" -> new Concurrency(true, true, least, most);
      default -> fixed(Integer.parseInt(limit));
    };
  }

  /** Always so many. */
  static Concurrency fixed(int calls) {
    return new Concurrency(true, false, calls, calls);
  }

  /** Whether no number lies between the two. */
  boolean isContradictory() {
    return least > most;
  }

  /** Within the two. */
  double bound(double calls) {
    return Math.max(least, Math.min(most, calls));
  }

  /** One like this, null for none; what it has learned goes on if both find it out. */
  @Nullable Limit limit(@Nullable Limit before) {
    if (adaptive && before instanceof GradientLimit learned) {
      learned.keepWithin(this);
      return learned;
    }
    return !on ? null : adaptive ? new GradientLimit(this) : new FixedLimit(least);
  }
}
