package io.serai.schema;

import io.serai.settings.Settings;
import java.util.Map;

/** What one check may take. */
record Bounds(int maxSteps, long nanos) {

  /** The name under which a context's registry has them. */
  static final String NAME = "io.serai.schema.bounds";

  static final Bounds DEFAULT = of(Settings.of(Map.of()));

  /** For the operator's own schemas, which are checked when they are loaded. */
  static final Bounds LOADING = new Bounds(Integer.MAX_VALUE, 60_000_000_000L);

  static Bounds of(Settings settings) {
    return new Bounds(
        settings.get(SchemaKeys.MAX_STEPS), settings.get(SchemaKeys.TIMEOUT).toNanos());
  }
}
