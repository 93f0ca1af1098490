package io.serai.manage;

import java.util.Locale;

/** How constants are written in JSON and in labels: {@code last-good}. */
final class JsonNames {
  private JsonNames() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
