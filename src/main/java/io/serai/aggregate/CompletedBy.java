package io.serai.aggregate;

import java.util.Locale;

/** Why an aggregation whose parts arrive apart is complete. Members send each other its number. */
public enum CompletedBy {
  /** As many parts as {@code completionSize} says. */
  SIZE(1),
  /** The {@code completionPredicate} holds. */
  PREDICATE(2),
  /** No other part for {@code completionTimeout}. */
  TIMEOUT(3),
  /** The first part came {@code completionInterval} ago. */
  INTERVAL(4),
  /** A part came with {@code CamelAggregationCompleteCurrentGroup}. */
  STRATEGY(5),
  /** Nothing of that by {@code apart.life}: it is dropped. */
  LIFE(6);

  private final int number;

  CompletedBy(int number) {
    this.number = number;
  }

  /** As Camel says it in {@code CamelAggregatedCompletedBy}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  int number() {
    return number;
  }

  /** One that this release doesn't know is taken for the end of its life. */
  static CompletedBy of(int number) {
    for (var by : values()) {
      if (by.number == number) {
        return by;
      }
    }
    return LIFE;
  }
}
