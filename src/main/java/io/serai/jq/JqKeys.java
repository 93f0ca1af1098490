package io.serai.jq;

import io.serai.settings.Key;
import java.time.Duration;
import java.util.List;

/** The settings of jq programs. */
public final class JqKeys {
  private JqKeys() {}

  static final Key<Integer> MAX_STEPS =
      Key.integer(
              "jq.maxSteps",
              1_000_000,
              1_000,
              100_000_000,
              "How many steps one run of a jq program may take: about one for each operator,"
                  + " function and output, more for long texts and arrays. A million is some 50 ms"
                  + " of CPU.")
          .onSave();

  static final Key<Duration> TIMEOUT =
      Key.duration(
              "jq.timeout",
              "250ms",
              "1ms",
              "1m",
              "How long one run of a jq program may take, and never longer than the request's"
                  + " deadline leaves. It runs on the event loop: long ones hold up other requests.")
          .onSave();

  static final Key<Long> MAX_RESULT =
      Key.size(
              "jq.maxResult",
              "8MiB",
              "1KiB",
              "1GiB",
              "How large the JSON that a jq program makes may be, and any text within it.")
          .onSave();

  public static final List<Key<?>> KEYS = List.of(MAX_STEPS, TIMEOUT, MAX_RESULT);
}
