package io.serai.circuit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.serai.PartFailed;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Camel documents of its circuit breaker, and what its own one gets wrong. */
@Timeout(60)
class BreakerTest {
  private static final String TWO_CALLS =
      """
      resilience4jConfiguration: { minimumNumberOfCalls: 2, slidingWindowSize: 2, \
      permittedNumberOfCallsInHalfOpenState: 1, waitDurationInOpenState: 5 }
      """;
  private static final String STEPS = "steps: [ { process: { ref: step } } ]";
  private static final String FALLBACK =
      "onFallback: { steps: [ { setBody: { constant: instead } } ] }";

  @RegisterExtension final Eip eip = new Eip();
  private final Eip.Switch step = new Eip.Switch();
  private final Eip.Held held = new Eip.Held();

  private Eip of(String... lines) throws Exception {
    return eip.bind("step", step).breaker(lines);
  }

  private Eip held(String... lines) throws Exception {
    return eip.bind("step", held).breaker(lines);
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
  void stepsThatTakeTooLongAreAnsweredByTheFallbackAndComeTooLate() throws Exception {
    held(
        "resilience4jConfiguration: { timeoutEnabled: true, timeoutDuration: 250 }",
        STEPS,
        FALLBACK);
    var answer = eip.send("original");
    eip.timing.pass(Duration.ofMillis(249));
    assertThat(answer).isNotDone();
    eip.timing.pass(Duration.ofMillis(1));
    var exchange = answer.get(10, TimeUnit.SECONDS);
    assertThat(Eip.told(exchange)).isEqualTo("instead");
    assertThat(property(exchange, ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_TIMED_OUT))
        .isEqualTo(true);
    held.letOne();
    assertThat(Eip.told(exchange)).isEqualTo("instead");
    assertThat(eip.circuits.stats().get(0).failed()).isEqualTo(1);
  }

  @Test
  void aTimeoutCountsByTheRulesOfExceptions() throws Exception {
    held(
        "resilience4jConfiguration: { timeoutEnabled: true, timeoutDuration: 250,"
            + " ignoreException: [ java.util.concurrent.TimeoutException ] }",
        STEPS,
        FALLBACK);
    assertThat(timedOut()).isEqualTo("instead");
    assertThat(eip.circuits.stats().get(0).calls()).isZero();
  }

  @Test
  void aTimeoutThatIsNotRecordedIsNoFailure() throws Exception {
    held(
        "resilience4jConfiguration: { timeoutEnabled: true, timeoutDuration: 250,"
            + " recordException: [ java.io.IOException ] }",
        STEPS,
        FALLBACK);
    assertThat(timedOut()).isEqualTo("instead");
    assertThat(eip.circuits.stats().get(0).failed()).isZero();
  }

  private String timedOut() throws Exception {
    var answer = eip.send("original");
    eip.timing.pass(Duration.ofMillis(250));
    return Eip.told(answer.get(10, TimeUnit.SECONDS));
  }

  @Test
  void stepsThatTakeTooLongWithoutAFallbackAre504() throws Exception {
    held("resilience4jConfiguration: { timeoutEnabled: true, timeoutDuration: 250 }", STEPS);
    var answer = eip.send("original");
    eip.timing.pass(Duration.ofMillis(250));
    var thrown = answer.get(10, TimeUnit.SECONDS).getException();
    assertThat(thrown)
        .hasMessage("c: timeout after 250ms")
        .hasCauseInstanceOf(TimeoutException.class);
    assertThat(((PartFailed) thrown).status()).isEqualTo(504);
  }

  @Test
  void stepsThatAreInTimeLeaveNoAlarm() throws Exception {
    held("resilience4jConfiguration: { timeoutEnabled: true }", STEPS, FALLBACK);
    var answer = eip.send("original");
    assertThat(eip.timing.waiting()).isEqualTo(1);
    held.letOne();
    assertThat(Eip.told(answer.get(10, TimeUnit.SECONDS))).isEqualTo("held");
    assertThat(eip.timing.waiting()).isZero();
  }

  @Test
  void aFullBulkheadTurnsAway() throws Exception {
    held(
        "resilience4jConfiguration: { bulkheadEnabled: true, bulkheadMaxConcurrentCalls: 1 }",
        STEPS);
    var first = eip.send("original");
    var thrown = eip.answer().getException();
    assertThat(thrown).hasMessage("c: no capacity").hasCauseInstanceOf(BulkheadFullException.class);
    assertThat(((PartFailed) thrown).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(((PartFailed) requireNonNull(thrown)).status()).isEqualTo(503);
    held.letOne();
    assertThat(Eip.told(first.get(10, TimeUnit.SECONDS))).isEqualTo("held");
    var next = eip.send("original");
    held.letOne();
    assertThat(Eip.told(next.get(10, TimeUnit.SECONDS))).isEqualTo("held");
    assertThat(eip.circuits.stats().get(0).failed()).isZero();
  }

  @Test
  void whoMayWaitForABulkheadGoesInTheOrderOfComing() throws Exception {
    var order = new ArrayList<Object>();
    eip.bind("step", held);
    eip.bind("note", (org.apache.camel.Processor) it -> order.add(it.getMessage().getBody()));
    eip.breaker(
        "resilience4jConfiguration: { bulkheadEnabled: true, bulkheadMaxConcurrentCalls: 1,"
            + " bulkheadMaxWaitDuration: 1000 }",
        "steps: [ { process: { ref: note } }, { process: { ref: step } } ]");
    var all = new ArrayList<CompletableFuture<Exchange>>();
    for (int i = 0; i < 4; i++) {
      all.add(eip.send(i));
    }
    assertThat(order).containsExactly(0);
    for (int i = 0; i < 4; i++) {
      int under = i;
      org.awaitility.Awaitility.await()
          .until(() -> order.size() == under + 1 && held.waiting() == 1);
      held.letOne();
      assertThat(Eip.told(all.get(i).get(10, TimeUnit.SECONDS))).isEqualTo("held");
    }
    assertThat(order).containsExactly(0, 1, 2, 3);
    assertThat(held.most).isEqualTo(1);
    assertThat(eip.timing.waiting()).isZero();
  }

  @Test
  void whoWaitsTooLongForABulkheadIsTurnedAway() throws Exception {
    held(
        "resilience4jConfiguration: { bulkheadEnabled: true, bulkheadMaxConcurrentCalls: 1,"
            + " bulkheadMaxWaitDuration: 1s }",
        STEPS,
        FALLBACK);
    eip.send("original");
    var late = eip.send("original");
    eip.timing.pass(Duration.ofMillis(999));
    assertThat(late).isNotDone();
    eip.timing.pass(Duration.ofMillis(1));
    assertThat(Eip.told(late.get(10, TimeUnit.SECONDS))).isEqualTo("instead");
    held.letOne();
    assertThat(held.waiting()).isZero();
  }

  @Test
  void howeverManyGoOnAfterAWaitTheTimerRunsNoneOfTheirSteps() throws Exception {
    var released = new CountDownLatch(1);
    var timer = Thread.currentThread();
    var byTimer = new AtomicInteger();
    eip.bind(
        "blocking",
        (Processor)
            exchange -> {
              if (Thread.currentThread() == timer) {
                byTimer.incrementAndGet();
              } else {
                released.await();
              }
            });
    held(
        "resilience4jConfiguration: { timeoutEnabled: true, minimumNumberOfCalls: 5000,"
            + " slidingWindowSize: 5000 }",
        STEPS,
        "onFallback: { steps: [ { process: { ref: blocking } } ] }");
    var all = new ArrayList<CompletableFuture<Exchange>>();
    for (int i = 0; i < 1500; i++) {
      all.add(eip.send(i));
    }
    eip.timing.pass(Duration.ofSeconds(1));
    assertThat(byTimer).hasValue(0);
    assertThat(all).noneMatch(CompletableFuture::isDone);
    released.countDown();
    for (var each : all) {
      assertThat(each.get(30, TimeUnit.SECONDS).getException()).isNull();
    }
  }

  @Test
  void thousandsAreUnderWayOnOneThread() throws Exception {
    held(STEPS, FALLBACK);
    var all = new ArrayList<CompletableFuture<Exchange>>();
    for (int i = 0; i < 2000; i++) {
      all.add(eip.send(i));
    }
    assertThat(held.waiting()).isEqualTo(2000);
    for (int i = 0; i < 2000; i++) {
      held.letOne();
    }
    assertThat(all).allMatch(CompletableFuture::isDone);
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

  @Test
  void anErrorBeforeTheStepsGivesPlaceAndPermitBack() throws Exception {
    of(
        "resilience4jConfiguration: { bulkheadEnabled: true, bulkheadMaxConcurrentCalls: 1 }",
        STEPS);
    for (int i = 0; i < 2; i++) {
      var failed = eip.send(new Uncopiable()).get(10, TimeUnit.SECONDS);
      assertThat(failed.getException()).hasRootCauseInstanceOf(OutOfMemoryError.class);
    }
    assertThat(Eip.told(eip.answer())).isEqualTo("well");
  }

  private static final class Uncopiable implements StreamCache {
    @Override
    public StreamCache copy(Exchange exchange) {
      throw new OutOfMemoryError("none left");
    }

    @Override
    public void reset() {}

    @Override
    public void writeTo(OutputStream out) {}

    @Override
    public boolean inMemory() {
      return true;
    }

    @Override
    public long length() {
      return 0;
    }

    @Override
    public long position() {
      return 0;
    }
  }
}
