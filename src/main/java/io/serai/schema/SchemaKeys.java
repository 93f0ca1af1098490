package io.serai.schema;

import io.serai.settings.Key;
import java.time.Duration;
import java.util.List;

/** The settings of checks against a schema. */
public final class SchemaKeys {
  private SchemaKeys() {}

  static final Key<Integer> MAX_STEPS =
      Key.integer(
              "schema.maxSteps",
              5_000_000,
              1_000,
              100_000_000,
              "How many steps one check of a body against its schema may take: about one for each"
                  + " keyword at each value, more for patterns and long texts. A million is some"
                  + " 100 ms of CPU.")
          .onSave();

  static final Key<Duration> TIMEOUT =
      Key.duration(
              "schema.timeout",
              "500ms",
              "1ms",
              "1m",
              "How long one check of a body against its schema may take. It runs on the event loop:"
                  + " long ones hold up other requests.")
          .onSave();

  public static final List<Key<?>> KEYS = List.of(MAX_STEPS, TIMEOUT);
}
