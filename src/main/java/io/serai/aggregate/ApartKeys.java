package io.serai.aggregate;

import io.serai.settings.Key;
import java.time.Duration;
import java.util.List;

/** The settings of aggregations whose parts arrive apart. */
public final class ApartKeys {
  private ApartKeys() {}

  public static final Key<Duration> LIFE =
      Key.duration(
          "apart.life",
          "1h",
          "1s",
          "7d",
          "How long parts that arrive apart are kept at most, from the first on. What isn't"
              + " complete or couldn't be delivered by then is dropped, with a line in the log.");

  public static final Key<Long> MAX_BYTES =
      Key.size(
          "apart.maxBytes",
          "1MiB",
          "1KiB",
          "64MiB",
          "How large the parts of one aggregation may be together. A part that would be too much"
              + " is answered 413.");

  public static final Key<Long> MEMORY =
      Key.size(
          "apart.memory",
          "32MiB",
          "1MiB",
          "4GiB",
          "How much parts that arrive apart may take on one gateway; the copies of other gateways'"
              + " parts take as much again. A part that there is no room for is answered 503.");

  public static final List<Key<?>> KEYS = List.of(LIFE, MAX_BYTES, MEMORY);
}
