package io.serai.circuit;

import java.time.Duration;

/**
 * When a circuit opens and how it closes again. Names as Camel has them, then ours.
 *
 * @param failureRateThreshold per cent of failed calls in the window at which it opens, above 0 to
 *     100
 * @param minimumNumberOfCalls in the window before any rate counts, from 1; a window of fewer calls
 *     needs no more than it holds
 * @param permittedNumberOfCallsInHalfOpenState probes that decide, from 1
 * @param slidingWindowSize calls or seconds, from 1; a window of one second looks back on two
 * @param slowCallDurationThreshold a call that takes longer is slow
 * @param slowCallRateThreshold per cent of slow calls at which it opens, above 0 to 100
 * @param waitDurationInOpenState before the first probe
 * @param automaticTransitionFromOpenToHalfOpenEnabled whether it asks for probes when the wait is
 *     over, and not only when a call comes
 * @param waitMax what the wait grows to when probes fail; as long as the first wait: doesn't grow
 * @param waitGrowth what the wait is multiplied by each time, from 1
 * @param sharedWindow what {@link Breaker#recent()} looks back on, whole seconds from 1; {@link
 *     Circuits} puts that of all in its place
 */
public record CircuitOptions(
    float failureRateThreshold,
    int minimumNumberOfCalls,
    int permittedNumberOfCallsInHalfOpenState,
    int slidingWindowSize,
    WindowType slidingWindowType,
    Duration slowCallDurationThreshold,
    float slowCallRateThreshold,
    Duration waitDurationInOpenState,
    boolean automaticTransitionFromOpenToHalfOpenEnabled,
    Duration waitMax,
    double waitGrowth,
    Duration sharedWindow) {

  /** What Camel documents for its circuit breaker. */
  public static final CircuitOptions OF_CAMEL =
      new CircuitOptions(
          50,
          100,
          10,
          100,
          WindowType.COUNT_BASED,
          Duration.ofSeconds(60),
          100,
          Duration.ofSeconds(60),
          false,
          Duration.ofSeconds(60),
          1,
          Duration.ofSeconds(10));

  /** What a backend has where its settings say nothing. */
  public static final CircuitOptions OF_BACKENDS =
      new CircuitOptions(
          50,
          20,
          1,
          10,
          WindowType.TIME_BASED,
          Duration.ofSeconds(60),
          100,
          Duration.ofSeconds(5),
          false,
          Duration.ofSeconds(60),
          2,
          Duration.ofSeconds(10));

  /** The same, looking back on that for the cluster. */
  CircuitOptions sharing(Duration window) {
    return new CircuitOptions(
        failureRateThreshold,
        minimumNumberOfCalls,
        permittedNumberOfCallsInHalfOpenState,
        slidingWindowSize,
        slidingWindowType,
        slowCallDurationThreshold,
        slowCallRateThreshold,
        waitDurationInOpenState,
        automaticTransitionFromOpenToHalfOpenEnabled,
        waitMax,
        waitGrowth,
        window);
  }

  /** Whether so many calls, of this node or of several, are reason to open. */
  public boolean trips(int calls, int failures, int slow) {
    return calls >= enoughCalls() && !ratesBelow(calls, failures, slow);
  }

  /** Whether so many calls show that all is well. */
  boolean healthy(int calls, int failures, int slow) {
    return calls >= enoughCalls() && ratesBelow(calls, failures, slow);
  }

  /** Why it opens, for the log and the pages. */
  String reason(int calls, int failures, int slow) {
    return 100f * failures / calls >= failureRateThreshold
        ? failures + " of " + calls + " calls failed"
        : slow + " of " + calls + " calls were slower than " + slowCallDurationThreshold;
  }

  /** How many probes decide: a minimum that is reached sooner suffices, as resilience4j has it. */
  public int decidingProbes() {
    return Math.min(minimumNumberOfCalls, permittedNumberOfCallsInHalfOpenState);
  }

  /** How long it stays open. */
  public Duration wait(int attempt) {
    double grown = waitDurationInOpenState.toNanos() * Math.pow(waitGrowth, attempt - 1.0);
    var longest =
        waitMax.compareTo(waitDurationInOpenState) < 0 ? waitDurationInOpenState : waitMax;
    return Duration.ofNanos((long) Math.min(grown, (double) longest.toNanos()));
  }

  /** As resilience4j has it: a window of ten calls never holds twenty. */
  int enoughCalls() {
    return slidingWindowType == WindowType.COUNT_BASED
        ? Math.min(minimumNumberOfCalls, slidingWindowSize)
        : minimumNumberOfCalls;
  }

  /** Whether both rates of that many calls, from 1, are below their thresholds. */
  public boolean ratesBelow(int calls, int failures, int slow) {
    return 100f * failures / calls < failureRateThreshold
        && 100f * slow / calls < slowCallRateThreshold;
  }
}
