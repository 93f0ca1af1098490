package io.serai.circuit;

import io.github.resilience4j.core.Clock;
import io.github.resilience4j.core.metrics.FixedSizeSlidingWindowMetrics;
import io.github.resilience4j.core.metrics.LockFreeSlidingTimeWindowMetrics;
import io.github.resilience4j.core.metrics.Metrics;
import io.github.resilience4j.core.metrics.Snapshot;
import java.util.concurrent.TimeUnit;

/**
 * What a closed circuit looks back on: resilience4j's windows. Its state machine isn't taken with
 * them: it ties the lock-free window to the system's clock, counts late ends of calls from before
 * it opened, and grants the probes of one node only.
 */
final class Window implements Permit {
  private final CircuitOptions options;
  private final Metrics metrics;

  Window(CircuitOptions options, Timing timing) {
    this.options = options;
    this.metrics = metrics(options.slidingWindowType(), options.slidingWindowSize(), timing);
  }

  /**
   * The window of calls is the locked one: its lock is held for some 30 ns, where the lock-free one
   * takes 220, and 700 with two threads at it. The windows of time are alike, so there it is the
   * one that never parks a loop; it loses its list where first and last are one.
   */
  private static Metrics metrics(WindowType type, int size, Timing timing) {
    return type == WindowType.TIME_BASED
        ? new LockFreeSlidingTimeWindowMetrics(Math.max(2, size), clock(timing))
        : new FixedSizeSlidingWindowMetrics(size);
  }

  private static Clock clock(Timing timing) {
    return new Clock() {
      @Override
      public long wallTime() {
        return TimeUnit.NANOSECONDS.toMillis(timing.nanos());
      }

      @Override
      public long monotonicTime() {
        return timing.nanos();
      }
    };
  }

  /** Counts an ended call; why it is time to open, empty if it isn't. */
  String add(boolean failed, boolean slow, long nanos) {
    var counted = metrics.record(nanos, TimeUnit.NANOSECONDS, outcome(failed, slow));
    int calls = counted.getTotalNumberOfCalls();
    return options.trips(
            calls, counted.getNumberOfFailedCalls(), counted.getTotalNumberOfSlowCalls())
        ? reason(counted)
        : "";
  }

  private static Metrics.Outcome outcome(boolean failed, boolean slow) {
    if (slow) {
      return failed ? Metrics.Outcome.SLOW_ERROR : Metrics.Outcome.SLOW_SUCCESS;
    }
    return failed ? Metrics.Outcome.ERROR : Metrics.Outcome.SUCCESS;
  }

  private String reason(Snapshot counted) {
    return options.reason(
        counted.getTotalNumberOfCalls(),
        counted.getNumberOfFailedCalls(),
        counted.getTotalNumberOfSlowCalls());
  }

  Snapshot now() {
    return metrics.getSnapshot();
  }
}
