package io.serai.circuit;

import static io.serai.circuit.Eip.FALLBACK;
import static io.serai.circuit.Eip.STEPS;
import static io.serai.circuit.Eip.TWO_CALLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.serai.PartFailed;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Camel documents of its circuit breaker, and what its own one gets wrong. */
@Timeout(60)
class BreakerTest {
  @RegisterExtension final Eip eip = new Eip();
  private final Eip.Switch step = new Eip.Switch();

  private Eip of(String... lines) throws Exception {
    return eip.bind("step", step).breaker(lines);
  }

  private static Object property(Exchange exchange, ExchangePropertyKey key) {
    return exchange.getProperty(key);
  }

  @Test
  void whatTheStepsMadeGoesOn() throws Exception {
    of(STEPS, FALLBACK);
    var exchange = eip.answer();
    assertThat(Eip.told(exchange)).isEqualTo("well");
    assertThat(
            property(exchange, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_SUCCESSFUL_EXECUTION))
        .isEqualTo(true);
    assertThat(property(exchange, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_FROM_FALLBACK))
        .isEqualTo(false);
    assertThat(property(exchange, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_STATE))
        .isEqualTo("CLOSED");
    assertThat(exchange.getProperty(ExchangePropertyKey.TRY_ROUTE_BLOCK)).isNull();
  }

  @Test
  void theFallbackAnswersForStepsThatFail() throws Exception {
    of(STEPS, FALLBACK);
    step.thrown = new IOException("silent");
    var exchange = eip.answer();
    assertThat(Eip.told(exchange)).isEqualTo("instead");
    assertThat(
            property(exchange, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_SUCCESSFUL_EXECUTION))
        .isEqualTo(false);
    assertThat(property(exchange, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_FROM_FALLBACK))
        .isEqualTo(true);
    assertThat(property(exchange, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_SHORT_CIRCUITED))
        .isEqualTo(true);
    assertThat(property(exchange, ExchangePropertyKey.EXCEPTION_CAUGHT)).isSameAs(step.thrown);
  }

  @Test
  void theFallbackSeesTheMessageAsItCame() throws Exception {
    eip.bind(
        "step",
        (org.apache.camel.Processor)
            exchange -> {
              exchange.getMessage().setBody("spoilt");
              exchange.getMessage().setHeader("spoilt", true);
              exchange.setVariable("spoilt", true);
              throw new IOException("silent");
            });
    eip.breaker(STEPS, "onFallback: { steps: [ { setHeader: { name: f, constant: f } } ] }");
    var exchange = eip.answer();
    assertThat(Eip.told(exchange)).isEqualTo("original");
    assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys("f");
    assertThat(exchange.getVariable("spoilt")).isNull();
  }

  @Test
  void headersAndVariablesOfTheStepsGoOn() throws Exception {
    eip.breaker(
        "steps: [ { setHeader: { name: h, constant: h } },"
            + " { setVariable: { name: v, constant: v } } ]");
    var exchange = eip.answer();
    assertThat(exchange.getMessage().getHeader("h")).isEqualTo("h");
    assertThat(exchange.getVariable("v")).isEqualTo("v");
  }

  @Test
  void withoutAFallbackTheFailureGoesOn() throws Exception {
    of(STEPS);
    step.thrown = new IOException("silent");
    var exchange = eip.answer();
    assertThat(exchange.getException()).isSameAs(step.thrown);
    assertThat(property(exchange, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_REJECTED)).isNull();
  }

  @Test
  void aFallbackThatFailsFailsTheRoute() throws Exception {
    of(
        STEPS,
        "onFallback: { steps: [ { throwException:"
            + " { exceptionType: java.io.IOException, message: that too } } ] }");
    step.thrown = new IOException("silent");
    assertThat(Eip.told(eip.answer())).isEqualTo("that too");
  }

  @Test
  void opensAndProbesAndCloses() throws Exception {
    of(TWO_CALLS, STEPS, FALLBACK);
    step.thrown = new IOException("silent");
    assertThat(eip.answers(4)).containsOnly("instead");
    assertThat(step.asked).isEqualTo(2);
    var rejected = eip.answer();
    assertThat(property(rejected, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_STATE))
        .isEqualTo("OPEN");
    assertThat(property(rejected, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_REJECTED))
        .isEqualTo(true);
    step.thrown = null;
    eip.timing.pass(Duration.ofSeconds(5));
    assertThat(eip.answers(1)).containsOnly("well");
    assertThat(eip.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void openWithoutAFallbackItIs503() throws Exception {
    of(TWO_CALLS, STEPS);
    step.thrown = new IOException("silent");
    eip.answers(2);
    var thrown = eip.answer().getException();
    assertThat(thrown).isInstanceOf(PartFailed.class).hasMessage("c: circuit open");
    assertThat(((PartFailed) thrown).status()).isEqualTo(503);
    assertThat(((PartFailed) thrown).retryAfter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(thrown).hasCauseInstanceOf(CallNotPermittedException.class);
    eip.circuits.force("r/c", State.FORCED_OPEN, "test");
    var forced = (PartFailed) eip.answer().getException();
    assertThat(forced.retryAfter()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void openWithoutAFallbackItGoesOnIfTheFileSaysSo() throws Exception {
    of(TWO_CALLS.replace("{", "{ throwExceptionWhenHalfOpenOrOpenState: false,"), STEPS);
    step.thrown = new IOException("silent");
    eip.answers(2);
    var exchange = eip.answer();
    assertThat(Eip.told(exchange)).isEqualTo("original");
    assertThat(property(exchange, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_REJECTED))
        .isEqualTo(true);
    assertThat(property(exchange, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_SHORT_CIRCUITED))
        .isEqualTo(true);
  }

  @Test
  void camelsOwnClassOfARejectionCanBeCaught() throws Exception {
    eip.bind("step", step);
    eip.file(
        """
        - route:
            id: r
            from:
              uri: direct:in
              steps:
                - doTry:
                    steps:
                      - circuitBreaker:
                          id: c
                          resilience4jConfiguration: { minimumNumberOfCalls: 1, slidingWindowSize: 1 }
                          steps: [ { process: { ref: step } } ]
                    doCatch:
                      - exception:
                          - io.github.resilience4j.circuitbreaker.CallNotPermittedException
                        steps: [ { setBody: { constant: caught } } ]
        """);
    step.thrown = new IOException("silent");
    assertThat(eip.answers(2)).containsExactly("silent", "caught");
  }

  @Test
  void anIgnoredExceptionIsNeitherCountedNorAnswered() throws Exception {
    of(TWO_CALLS.replace("{", "{ ignoreException: [ java.io.IOException ],"), STEPS, FALLBACK);
    step.thrown = new IllegalStateException(new IOException("silent"));
    assertThat(eip.answers(5)).containsOnly("original");
    assertThat(property(eip.answer(), ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_IGNORED))
        .isEqualTo(true);
    assertThat(eip.circuits.stats().get(0).calls()).isZero();
  }

  @Test
  void onlyRecordedExceptionsAreFailures() throws Exception {
    of(TWO_CALLS.replace("{", "{ recordException: [ java.io.IOException ],"), STEPS, FALLBACK);
    step.thrown = new IllegalStateException("mine");
    var exchange = eip.answer();
    assertThat(Eip.told(exchange)).isEqualTo("original");
    assertThat(
            property(exchange, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_SUCCESSFUL_EXECUTION))
        .isEqualTo(true);
    step.thrown = new IOException("silent");
    assertThat(eip.answers(1)).containsOnly("instead");
    assertThat(eip.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aBreakerThatIsDisabledIsPassedBy() throws Exception {
    of("disabled: true", STEPS, FALLBACK);
    step.thrown = new IOException("silent");
    assertThat(eip.answers(3)).containsOnly("original");
    assertThat(step.asked).isZero();
  }

  /** As Camel has it: inherited, it stands around the whole breaker, else it sees nothing. */
  @Test
  void theErrorHandlerStaysOutUnlessInherited() throws Exception {
    var yaml =
        """
        - onException:
            exception: [ java.io.IOException ]
            handled: { constant: "true" }
            redeliveryPolicy: { maximumRedeliveries: 2, redeliveryDelay: 0 }
            steps: [ { setBody: { constant: handled } } ]
        - route:
            id: r
            from:
              uri: direct:in
              steps:
                - circuitBreaker:
                    id: c
                    inheritErrorHandler: INHERIT
                    steps: [ { process: { ref: step } } ]
        """;
    eip.bind("step", step).file(yaml.replace("INHERIT", "false"));
    step.thrown = new IOException("silent");
    assertThat(eip.answers(1)).containsOnly("silent");
    assertThat(step.asked).isEqualTo(1);
    var inheriting = new Eip();
    try {
      inheriting.bind("step", step).file(yaml.replace("INHERIT", "true"));
      assertThat(inheriting.answers(1)).containsOnly("handled");
      assertThat(step.asked).isEqualTo(4);
    } finally {
      inheriting.close();
    }
  }
}
