package io.serai.aggregate;

import static io.serai.aggregate.Route.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.aggregate.Calls.End;
import io.serai.request.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.apache.camel.impl.engine.PooledProcessorExchangeFactory;
import org.apache.camel.processor.MulticastProcessor;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel's own strategies and the operator's, and the stock bugs that ours must not have. */
class ForeignStrategyTest {
  @RegisterExtension final Route route = new Route();
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  /** Joins bodies with commas, notes what it was told, clears exceptions. */
  private class Joining implements AggregationStrategy {
    @Override
    public Exchange aggregate(@Nullable Exchange old, Exchange added) {
      var index = added.getProperty(Exchange.MULTICAST_INDEX, String.class);
      var body = added.getMessage().getBody(String.class);
      if (added.getException() != null) {
        told.add(index + " failed with " + body);
        added.setException(null);
      } else {
        told.add(index + " " + body);
      }
      if (old == null) {
        return added;
      }
      old.getMessage().setBody(old.getMessage().getBody(String.class) + "," + body);
      return old;
    }

    @Override
    public void timeout(Exchange exchange, int index, int total, long timeout) {
      told.add(index + " of " + total + " timed out");
    }
  }

  private static final String THREE =
      """
      - multicast:
          id: m
          parallelProcessing: true
          aggregationStrategy: "#joining"
          steps:
            - to: "part:a"
            - to: "part:b"
            - to: "part:c"
      """;

  private Route ready(String steps) {
    route.context.getRegistry().bind("joining", new Joining());
    route
        .calls
        .on("a", End.with("a").after(30))
        .on("b", End.with("b").after(5))
        .on("c", End.with("c"));
    return route.steps(steps);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void foldsInTheOrderOfTheFile(boolean parallel) throws Exception {
    ready(THREE.replace("true", "" + parallel));
    var exchange = route.answer();
    assertThat(text(exchange)).isEqualTo("a,b,c");
    assertThat(told).containsExactly("0 a", "1 b", "2 c");
    assertThat(exchange.getProperty(Request.PROPERTY)).isSameAs(route.request);
  }

  @Test
  void handsAFailedBranchWithItsExceptionAndTheOriginalBodyToTheStrategy() throws Exception {
    ready(THREE).calls.on("b", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("a,original,c");
    assertThat(told).containsExactly("0 a", "1 failed with original", "2 c");
  }

  @Test
  void failsIfTheStrategyLeavesTheException() throws Exception {
    route.steps("- multicast: { steps: [ { to: 'part:a' }, { to: 'part:b' } ] }");
    route.calls.on("b", End.failing(500));
    assertThat(route.answer().getException()).hasMessage("b: answered 500");
  }

  @Test
  void stopsOnAnExceptionWithoutAskingTheStrategy() throws Exception {
    ready(THREE.replace("parallel", "stopOnException: true\n    parallel"));
    route.calls.on("a", End.never()).on("b", End.never()).on("c", End.failing(500));
    assertThat(route.answer().getException())
        .isInstanceOf(CamelExchangeException.class)
        .hasMessageContaining("Multicast processing failed for number 2")
        .hasRootCauseMessage("c: answered 500");
    assertThat(told).isEmpty();
    assertThat(route.calls.cancelled).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void timesOutAndCancelsWhatIsLate() throws Exception {
    ready(THREE.replace("parallel", "timeout: 400\n    parallel")).calls.on("b", End.never());
    assertThat(text(route.answer())).isEqualTo("a,c");
    assertThat(told).containsExactly("0 a", "1 of 3 timed out", "2 c");
    assertThat(route.calls.cancelled).containsExactly("b");
  }

  /** CAMEL-24142: stock loses a time-out that comes while the strategy is at work, and hangs. */
  @Test
  void keepsATimeoutThatComesWhileTheStrategyIsAtWork() throws Exception {
    var held = new CountDownLatch(1);
    route
        .context
        .getRegistry()
        .bind(
            "joining",
            new Joining() {
              @Override
              public Exchange aggregate(@Nullable Exchange old, Exchange added) {
                try {
                  held.await(700, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return super.aggregate(old, added);
              }
            });
    route.calls.on("a", End.with("a")).on("b", End.never()).on("c", End.never());
    route.offLoop().steps(THREE.replace("parallel", "timeout: 300\n    parallel"));
    assertThat(text(route.answer())).isEqualTo("a");
    assertThat(told).containsExactly("0 a", "1 of 3 timed out", "2 of 3 timed out");
  }

  @Test
  void endsOnceWhereAllEndsAtTheSameMoment() throws Exception {
    ready(THREE.replace("parallel", "timeout: 10\n    parallel")).offLoop();
    for (int round = 0; round < 50; round++) {
      for (var name : new String[] {"a", "b", "c"}) {
        route.calls.on(name, End.with(name).after(10 + round % 8));
      }
      var exchange = route.answer();
      assertThat(exchange.getException()).isNull();
    }
  }

  /** CAMEL-24062. */
  @Test
  void keepsTheOriginalIfToldSo() throws Exception {
    route.context.getRegistry().bind("joining", new UseOriginalAggregationStrategy(false));
    route.steps(THREE).calls.on("b", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("original");
  }

  @Test
  void runsTheErrorHandlerInEachBranchAsCamelDoes() throws Exception {
    var handled = new AtomicInteger();
    route.bind("count", exchange -> handled.incrementAndGet());
    route.context.getRegistry().bind("joining", new Joining());
    route
        .yaml(
            """
            - onException:
                exception: [ "io.serai.PartFailed" ]
                handled: { constant: { expression: "true" } }
                steps:
                  - process: { ref: "#count" }
                  - setBody: { expression: { constant: handled } }
            - route:
                id: r
                from:
                  uri: direct:in
                  steps:
            """
                + THREE.indent(8))
        .calls
        .on("a", End.failing(500))
        .on("b", End.with("b"))
        .on("c", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("handled,b,handled");
    assertThat(handled).hasValue(2);
  }

  @Test
  void failsWithWhatTheStrategyThrows() throws Exception {
    AggregationStrategy broken =
        (old, added) -> {
          throw new IllegalStateException("broken");
        };
    route.context.getRegistry().bind("joining", broken);
    assertThat(route.steps(THREE).answer().getException()).hasMessage("broken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "streaming: true",
        "synchronous: true",
        "parallelAggregate: true",
        "shareUnitOfWork: true"
      })
  void leavesWhatIsNotOursToTheStockOne(String option) {
    ready(THREE.replace("parallelP", option + "\n    parallelP"));
    assertThat(route.context.getProcessor("m")).isInstanceOf(MulticastProcessor.class);
  }

  @Test
  void isOursOtherwise() {
    ready(THREE);
    assertThat(route.context.getProcessor("m")).isInstanceOf(Multicast.class);
  }

  /** Stock hands a stale message to a branch where exchanges are pooled. */
  @Test
  void givesBranchesTheirOwnMessageWhereExchangesArePooled() throws Exception {
    var extension = route.context.getCamelContextExtension();
    extension.setExchangeFactory(new PooledExchangeFactory());
    extension.setProcessorExchangeFactory(new PooledProcessorExchangeFactory());
    ready(
        """
        - multicast:
            aggregationStrategy: "#joining"
            steps:
              - setBody: { expression: { simple: "${body}1" } }
              - setBody: { expression: { simple: "${body}2" } }
        """);
    for (int round = 0; round < 5; round++) {
      var exchange = route.send("r" + round).get(5, TimeUnit.SECONDS);
      assertThat(text(exchange)).isEqualTo("r%d1,r%d2".formatted(round, round));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aggregate", "onCompletion", "timeout"})
  void whateverAStrategyThrowsFailsTheMulticastAndNoMore(String where) throws Exception {
    route
        .context
        .getRegistry()
        .bind(
            "joining",
            new AggregationStrategy() {
              @Override
              public Exchange aggregate(@Nullable Exchange old, Exchange added) {
                broken("aggregate");
                return added;
              }

              @Override
              public void onCompletion(@Nullable Exchange result, Exchange input) {
                broken("onCompletion");
              }

              @Override
              public void timeout(Exchange exchange, int index, int total, long timeout) {
                broken("timeout");
              }

              private void broken(String what) {
                if (what.equals(where)) {
                  throw new NoClassDefFoundError("of the operator's");
                }
              }
            });
    route.calls.on("a", End.with("a")).on("b", End.never()).on("c", End.with("c"));
    route.steps(
        THREE.replace("parallelProcessing: true", "parallelProcessing: true\n    timeout: \"50\""));
    var exchange = route.send("x").get(20, TimeUnit.SECONDS);
    assertThat(exchange.getException()).hasRootCauseMessage("of the operator's");
  }
}
