package io.serai.circuit;

import static io.serai.circuit.Eip.FALLBACK;
import static io.serai.circuit.Eip.STEPS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.serai.PartFailed;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.StreamCache;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time and room that a breaker gives its steps. */
@Timeout(60)
class BreakerBoundsTest {
  @RegisterExtension final Eip eip = new Eip();
  private final Eip.Held held = new Eip.Held();

  private Eip held(String... lines) throws Exception {
    return eip.bind("step", held).breaker(lines);
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
    assertThat(exchange.getProperty(ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_TIMED_OUT))
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
      Awaitility.await().until(() -> order.size() == under + 1 && held.waiting() == 1);
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
  void anErrorBeforeTheStepsGivesPlaceAndPermitBack() throws Exception {
    eip.bind("step", new Eip.Switch());
    eip.breaker(
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
