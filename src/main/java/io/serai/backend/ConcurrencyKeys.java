package io.serai.backend;

import io.serai.settings.Key;
import io.serai.settings.Type;
import java.util.List;

/** The settings of how many calls of a backend may be under way at a time. */
public final class ConcurrencyKeys {
  private static final int MOST = 100_000;

  private ConcurrencyKeys() {}

  /** What {@code concurrency} may say. */
  static final Type<String> LIMIT =
      new Type<>("text", "off, adaptive or a whole number from 1 to " + MOST, ConcurrencyKeys::of);

  /** What the settings floor has to know, beside {@link BackendKeys#KEYS}. */
  public static final List<Key<?>> KEYS =
      List.of(
          Key.text(
                  "backend.*.concurrency",
                  "off",
                  "Calls that may be under way at a time, on all event loops and to all URLs"
                      + " together: off for any, a number, or adaptive to find out by how long"
                      + " answers take. One more fails at once.")
              .as(LIMIT)
              .onSave(),
          Key.integer(
                  "backend.*.concurrency.min",
                  10,
                  1,
                  MOST,
                  "With adaptive, calls under way below which the limit doesn't fall: no fewer"
                      + " than one request makes at once.")
              .onSave(),
          Key.integer(
                  "backend.*.concurrency.max",
                  1000,
                  1,
                  MOST,
                  "With adaptive, calls under way above which the limit doesn't grow.")
              .onSave());

  private static String of(String text) {
    if (!text.equals("off") && !text.equals("adaptive")) {
      Type.between(1, MOST).read(text);
    }
    return text;
  }
}
