package io.serai.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.Resilience4jConfigurationDefinition;
import org.junit.jupiter.api.Test;

/** Options are texts in a route file; a plain number is in Camel's unit. */
class BreakerOptionsTest {
  private final Resilience4jConfigurationDefinition written =
      new Resilience4jConfigurationDefinition();

  private EipOptions read() {
    var definition = new CircuitBreakerDefinition();
    definition.setResilience4jConfiguration(written);
    return new EipReader(new DefaultCamelContext(), definition, "here: ").read();
  }

  @Test
  void nothingWrittenIsWhatCamelDocuments() {
    var options = read();
    assertThat(options.circuit()).isEqualTo(CircuitOptions.OF_CAMEL);
    assertThat(options.concurrent()).isZero();
    assertThat(options.timeoutNanos()).isZero();
    written.setBulkheadEnabled("true");
    written.setTimeoutEnabled("true");
    assertThat(read().concurrent()).isEqualTo(25);
    assertThat(read().maxWaitNanos()).isZero();
    assertThat(read().timeoutNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    assertThat(read().cancels()).isTrue();
  }

  @Test
  void everyOptionIsRead() {
    written.setFailureRateThreshold("12.5");
    written.setMinimumNumberOfCalls("7");
    written.setPermittedNumberOfCallsInHalfOpenState("3");
    written.setSlidingWindowSize("30");
    written.setSlidingWindowType("TIME_BASED");
    written.setSlowCallDurationThreshold("2");
    written.setSlowCallRateThreshold("40");
    written.setWaitDurationInOpenState("10");
    written.setAutomaticTransitionFromOpenToHalfOpenEnabled("true");
    var wait = Duration.ofSeconds(10);
    assertThat(read().circuit())
        .isEqualTo(
            new CircuitOptions(
                12.5f,
                7,
                3,
                30,
                WindowType.TIME_BASED,
                Duration.ofSeconds(2),
                40,
                wait,
                true,
                wait,
                1,
                Duration.ofSeconds(10)));
  }

  @Test
  void durationsMayHaveUnits() {
    written.setWaitDurationInOpenState("5s");
    written.setSlowCallDurationThreshold("750ms");
    written.setTimeoutEnabled("true");
    written.setTimeoutDuration("2s");
    written.setBulkheadEnabled("true");
    written.setBulkheadMaxWaitDuration("20");
    var options = read();
    assertThat(options.circuit().waitDurationInOpenState()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.circuit().slowCallDurationThreshold()).isEqualTo(Duration.ofMillis(750));
    assertThat(options.timeoutNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    assertThat(options.maxWaitNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
  }

  @Test
  void wrongValuesAreNamedWithWhatIsExpected() {
    written.setFailureRateThreshold("0");
    assertThatThrownBy(this::read)
        .hasMessage(
            "here: failureRateThreshold: '0' (expected: a percentage above 0, 100 at most)");
    written.setFailureRateThreshold(null);
    written.setWaitDurationInOpenState("soon");
    assertThatThrownBy(this::read)
        .hasMessage(
            "here: waitDurationInOpenState: 'soon'"
                + " (expected: seconds, or a number and a unit such as 500ms or 5s)");
    written.setWaitDurationInOpenState(null);
    written.setSlidingWindowType("BOTH");
    assertThatThrownBy(this::read).hasMessageContaining("COUNT_BASED or TIME_BASED");
    written.setSlidingWindowType(null);
    written.setCircuitBreaker("#nobody");
    assertThatThrownBy(this::read).hasMessageContaining("circuitBreaker: '#nobody'");
    written.setCircuitBreaker(null);
    written.setRecordExceptions(java.util.List.of("io.Nothing"));
    assertThatThrownBy(this::read)
        .hasMessage("here: recordException: 'io.Nothing' (expected: the class of an exception)");
  }
}
