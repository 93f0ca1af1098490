package io.serai.jq;

import io.serai.settings.Settings;
import java.util.function.ToLongFunction;
import org.apache.camel.Exchange;

/**
 * What one run of a program may take.
 *
 * @param maxResult bytes of JSON, characters of a text
 * @param nanosLeft until the deadline of the exchange's request; Long.MAX_VALUE without one
 */
record Bounds(int maxSteps, long nanos, long maxResult, ToLongFunction<Exchange> nanosLeft) {

  /** The name under which a context's registry has them. */
  static final String NAME = "io.serai.jq.bounds";

  static final Bounds DEFAULT = of(Settings.of(java.util.Map.of()), exchange -> Long.MAX_VALUE);

  static Bounds of(Settings settings, ToLongFunction<Exchange> nanosLeft) {
    return new Bounds(
        settings.get(JqKeys.MAX_STEPS),
        settings.get(JqKeys.TIMEOUT).toNanos(),
        settings.get(JqKeys.MAX_RESULT),
        nanosLeft);
  }
}
