package io.serai.circuit;

import static io.serai.circuit.Eip.FALLBACK;
import static io.serai.circuit.Eip.STEPS;
import static io.serai.circuit.Eip.TWO_CALLS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which circuit a breaker has, and by whose options. */
@Timeout(60)
class BreakerCircuitsTest {
  @RegisterExtension final Eip eip = new Eip();
  private final Eip.Switch step = new Eip.Switch();

  private Eip of(String... lines) throws Exception {
    return eip.bind("step", step).breaker(lines);
  }

  @Test
  void whatAConfigurationSaysHoldsWhereTheStepSaysNothing() throws Exception {
    eip.bind("step", step);
    eip.file(
        """
        - beans:
            - name: shared
              type: org.apache.camel.model.Resilience4jConfigurationDefinition
              properties:
                minimumNumberOfCalls: 1
                slidingWindowSize: 10
                "recordExceptions[0]": java.io.IOException
        - route:
            id: r
            from:
              uri: direct:in
              steps:
                - circuitBreaker:
                    id: c
                    configuration: shared
                    resilience4jConfiguration: { slidingWindowSize: 1 }
                    steps: [ { process: { ref: step } } ]
                    onFallback: { steps: [ { setBody: { constant: instead } } ] }
        """);
    step.thrown = new IllegalStateException("mine");
    assertThat(eip.answers(1)).containsOnly("original");
    step.thrown = new IOException("silent");
    assertThat(eip.answers(1)).containsOnly("instead");
    assertThat(eip.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aConfigOfResilience4jsOwnIsWhereOptionsBegin() throws Exception {
    eip.bind(
        "base",
        io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.custom()
            .slidingWindowSize(4)
            .minimumNumberOfCalls(4)
            .ignoreExceptions(IllegalStateException.class)
            .build());
    of("resilience4jConfiguration: { config: base, slidingWindowSize: 2 }", STEPS, FALLBACK);
    step.thrown = new IllegalStateException("mine");
    assertThat(eip.answers(2)).containsOnly("original");
    step.thrown = new IOException("silent");
    eip.answers(2);
    assertThat(eip.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aCircuitOfResilience4jsOwnIsObeyed() throws Exception {
    var bean =
        io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
            "mine",
            io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.custom()
                .slidingWindowSize(2)
                .minimumNumberOfCalls(2)
                .build());
    eip.bind("mine", bean);
    of("resilience4jConfiguration: { circuitBreaker: mine }", STEPS, FALLBACK);
    step.thrown = new IOException("silent");
    assertThat(eip.answers(4)).containsOnly("instead");
    assertThat(step.asked).isEqualTo(2);
    assertThat(bean.getState())
        .isEqualTo(io.github.resilience4j.circuitbreaker.CircuitBreaker.State.OPEN);
  }

  @Test
  void twoInOneRouteHaveCircuitsOfTheirOwn() throws Exception {
    eip.bind("step", step);
    eip.file(
        """
        - route:
            id: r
            from:
              uri: direct:in
              steps:
                - circuitBreaker:
                    id: one
                    resilience4jConfiguration: { minimumNumberOfCalls: 1, slidingWindowSize: 1 }
                    steps: [ { process: { ref: step } } ]
                    onFallback: { steps: [ { setBody: { constant: instead } } ] }
                - circuitBreaker:
                    id: two
                    steps: [ { setBody: { simple: "${body}, two" } } ]
        """);
    step.thrown = new IOException("silent");
    assertThat(eip.answers(2)).containsOnly("instead, two");
    assertThat(eip.circuits.stats())
        .extracting(CircuitStats::name, CircuitStats::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("r/one", State.OPEN),
            org.assertj.core.groups.Tuple.tuple("r/two", State.CLOSED));
  }

  @Test
  void aBreakerWithWrittenIdsOutlivesItsContext() throws Exception {
    of(TWO_CALLS, STEPS, FALLBACK);
    step.thrown = new IOException("silent");
    eip.answers(2);
    var next = new Eip(eip);
    try {
      next.bind("step", step).breaker(TWO_CALLS, STEPS, FALLBACK);
      eip.close();
      assertThat(next.answers(1)).containsOnly("instead");
      assertThat(step.asked).isEqualTo(2);
    } finally {
      next.close();
    }
  }

  @Test
  void otherOptionsAreAnotherCircuit() throws Exception {
    of(TWO_CALLS, STEPS, FALLBACK);
    step.thrown = new IOException("silent");
    eip.answers(2);
    var next = new Eip(eip);
    try {
      next.bind("step", step).breaker(TWO_CALLS.replace("State: 5", "State: 6"), STEPS, FALLBACK);
      step.thrown = null;
      assertThat(next.answers(1)).containsOnly("well");
    } finally {
      next.close();
    }
  }

  @Test
  void withoutAWrittenIdACircuitIsItsContextsOwn() throws Exception {
    eip.bind("step", step);
    eip.file(
        """
        - route:
            id: r
            from:
              uri: direct:in
              steps:
                - circuitBreaker:
                    steps: [ { process: { ref: step } } ]
        """);
    assertThat(eip.circuits.stats()).singleElement().matches(it -> !it.shared());
    eip.close();
    assertThat(eip.circuits.stats()).isEmpty();
  }

  @Test
  void aRejectionFurtherInDoesntOpenTheOuterCircuit() throws Exception {
    eip.bind("step", step);
    eip.breaker(
        TWO_CALLS,
        """
        steps:
          - circuitBreaker:
              id: inner
              resilience4jConfiguration: { minimumNumberOfCalls: 1, slidingWindowSize: 1 }
              steps: [ { process: { ref: step } } ]
        """,
        FALLBACK);
    step.thrown = new IOException("silent");
    assertThat(eip.answers(20)).containsOnly("instead");
    var outer = eip.circuits.stats().get(0);
    assertThat(outer.name()).isEqualTo("r/c");
    assertThat(outer.calls()).isEqualTo(1);
    assertThat(outer.state()).isEqualTo(State.CLOSED);
    assertThat(eip.circuits.stats().get(1).state()).isEqualTo(State.OPEN);
  }

  @Test
  void anInnerBreakerLeavesTheOuterOnesPropertiesInPlace() throws Exception {
    eip.bind("step", step);
    eip.breaker(
        """
        steps:
          - circuitBreaker:
              id: inner
              steps: [ { setBody: { constant: inner } } ]
          - process: { ref: step }
        """,
        FALLBACK);
    step.thrown = new IOException("silent");
    assertThat(eip.answers(1)).containsOnly("instead");
  }
}
