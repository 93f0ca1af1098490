package io.serai.routes;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What every turn works with.
 *
 * @param builders builds several generations at once
 * @param afterwards drains old generations, while the next turn may already run
 * @param register one thread: JMX names go from old to new in order
 */
record Means(
    Platform platform,
    Workshop workshop,
    UnitReader reader,
    LastGood lastGood,
    ExecutorService builders,
    ExecutorService afterwards,
    ExecutorService register,
    Duration drain,
    Clock clock) {

  /** Of the settings a generation would be built with now; empty for none. */
  String settingsPrint(@Nullable Generation generation) {
    return generation == null ? "" : workshop.settingsPrint(generation.checks());
  }
}
