package io.serai.backend;

import io.serai.circuit.CircuitOptions;
import io.serai.circuit.WindowType;
import io.serai.settings.Key;
import java.time.Duration;
import java.util.List;

/** The settings of backends' circuits; options are called as Camel calls them. */
public final class CircuitKeys {
  private static final String PREFIX = "circuit.";

  /** What the wait is multiplied by each time that probes fail. */
  private static final double GROWTH = 2;

  private CircuitKeys() {}

  private static Key<Integer> integer(String option, int otherwise, int most, String doc) {
    return Key.integer("backend.*." + PREFIX + option, otherwise, 1, most, doc).onSave();
  }

  private static Key<Duration> duration(String option, String otherwise, String doc) {
    return Key.duration("backend.*." + PREFIX + option, otherwise, "1ms", "1d", doc).onSave();
  }

  /** What the settings floor has to know, beside {@link BackendKeys#KEYS}. */
  public static final List<Key<?>> KEYS =
      List.of(
          Key.text(
                  "backend.*.circuit.failures",
                  FailureRule.DEFAULT,
                  "What counts as a failure: connect, reset, timeout, invalid, 4xx, 5xx and"
                      + " statuses. An answer with any other status is a success. With"
                      + " unlessLater a 429 or 503 with a Retry-After says nothing.")
              .onSave(),
          integer("failureRateThreshold", 50, 100, "Per cent of failed calls at which it opens."),
          integer(
              "minimumNumberOfCalls", 20, 1_000_000, "Calls in the window before any rate counts."),
          Key.choice(
                  "backend.*.circuit.slidingWindowType",
                  "TIME_BASED",
                  "Whether the window holds the calls of the last seconds, or the last calls.",
                  "TIME_BASED",
                  "COUNT_BASED")
              .onSave(),
          integer("slidingWindowSize", 10, 100_000, "Seconds or calls in the window."),
          duration("slowCallDurationThreshold", "60s", "A call that takes longer is slow."),
          integer("slowCallRateThreshold", 100, 100, "Per cent of slow calls at which it opens."),
          duration(
              "waitDurationInOpenState",
              "5s",
              "How long it stays open at first; doubled each time that its probes fail."),
          duration("waitMax", "60s", "What that grows to."),
          integer(
              "permittedNumberOfCallsInHalfOpenState",
              1,
              1000,
              "Probes that decide whether it closes."),
          Key.flag(
                  "backend.*.circuit.automaticTransitionFromOpenToHalfOpenEnabled",
                  false,
                  "Whether it is half-open as soon as the wait is over, and not only when a call"
                      + " comes.")
              .onSave());

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static CircuitOptions read(Texts texts) {
    var otherwise = CircuitOptions.OF_BACKENDS;
    return new CircuitOptions(
        count(texts, "failureRateThreshold", (int) otherwise.failureRateThreshold()),
        count(texts, "minimumNumberOfCalls", otherwise.minimumNumberOfCalls()),
        count(
            texts,
            "permittedNumberOfCallsInHalfOpenState",
            otherwise.permittedNumberOfCallsInHalfOpenState()),
        count(texts, "slidingWindowSize", otherwise.slidingWindowSize()),
        WindowType.valueOf(
            (String)
                texts.get(
                    PREFIX + "slidingWindowType",
                    BackendKeys.typeOf(PREFIX + "slidingWindowType"),
                    otherwise.slidingWindowType().name())),
        time(texts, "slowCallDurationThreshold", "60s"),
        count(texts, "slowCallRateThreshold", (int) otherwise.slowCallRateThreshold()),
        time(texts, "waitDurationInOpenState", "5s"),
        texts.flag(PREFIX + "automaticTransitionFromOpenToHalfOpenEnabled", false),
        time(texts, "waitMax", "60s"),
        GROWTH,
        otherwise.sharedWindow());
  }

  private static int count(Texts texts, String option, int otherwise) {
    return texts.count(PREFIX + option, otherwise);
  }

  private static Duration time(Texts texts, String option, String otherwise) {
    return Duration.ofNanos(texts.nanos(PREFIX + option, otherwise));
  }
}
