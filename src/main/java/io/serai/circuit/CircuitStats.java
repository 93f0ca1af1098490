package io.serai.circuit;

import io.serai.circuit.Phase.Closed;
import io.serai.circuit.Phase.Forced;
import io.serai.circuit.Phase.HalfOpen;
import io.serai.circuit.Phase.Open;

/**
 * The figures of one circuit at one moment, for pages and JMX.
 *
 * @param sinceMillis how long it has been in this state
 * @param reason why it came there
 * @param failureRate per cent of failed calls in its window, of its probes where it is half-open;
 *     -1 while there are fewer than count
 * @param calls in the window, or probes that ended
 * @param failed of those
 * @param slow of those
 * @param rejected calls since the process started
 * @param attempt how often in a row it has opened
 * @param untilMillis how long until it wants to probe, 0 unless it is open
 * @param forcedBy who forced it, empty if nobody did
 * @param shared whether nodes share it, and it outlives a reload
 */
public record CircuitStats(
    String name,
    State state,
    long sinceMillis,
    String reason,
    float failureRate,
    int calls,
    int failed,
    int slow,
    long rejected,
    int attempt,
    long untilMillis,
    String forcedBy,
    boolean shared) {

  static CircuitStats of(Circuit circuit, Phase phase, long now, long rejected, boolean shared) {
    int calls = 0;
    int failed = 0;
    int slow = 0;
    if (phase instanceof Closed closed) {
      var counted = closed.window().now();
      calls = counted.getTotalNumberOfCalls();
      failed = counted.getNumberOfFailedCalls();
      slow = counted.getTotalNumberOfSlowCalls();
    } else if (phase instanceof HalfOpen half) {
      calls = half.ended();
      failed = half.failed();
      slow = half.slow();
    }
    long until = phase instanceof Open open ? Math.max(0, open.until() - now) : 0;
    return new CircuitStats(
        circuit.name(),
        phase.state(),
        millis(now - phase.since()),
        phase.reason(),
        calls < circuit.options().enoughCalls() ? -1 : 100f * failed / calls,
        calls,
        failed,
        slow,
        rejected,
        phase.attempt(),
        millis(until),
        phase instanceof Forced forced ? forced.by() : "",
        shared);
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
