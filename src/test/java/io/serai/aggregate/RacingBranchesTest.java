package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.PartFailed;
import io.serai.aggregate.Calls.End;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Branches that end on threads of their own, at one moment. */
@Timeout(120)
class RacingBranchesTest {
  @RegisterExtension final Route route = new Route();

  private static final String STOPPING =
      """
      - multicast:
          parallelProcessing: true
          stopOnException: true
          aggregationStrategy: "#watched"
          steps:
            - process: { ref: "#a" }
            - process: { ref: "#b" }
            - process: { ref: "#c" }
      """;

  /** Notes whatever a strategy must never see. */
  private static final class Watched implements AggregationStrategy {
    final AtomicReference<@Nullable String> wrong = new AtomicReference<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean over;

    void ready() {
      over = false;
    }

    @Override
    public Exchange aggregate(@Nullable Exchange old, Exchange added) {
      if (!busy.compareAndSet(false, true)) {
        wrong.set("two threads fold at once");
      }
      if (added.getException() != null) {
        wrong.set("asked for the failed branch");
      }
      if (over) {
        wrong.set("asked after the end");
      }
      LockSupport.parkNanos(1_000);
      if (over) {
        wrong.set("ended while it was at work");
      }
      busy.set(false);
      return old == null ? added : old;
    }

    @Override
    public void onCompletion(@Nullable Exchange exchange) {
      over = true;
    }
  }

  private void bind(String name, Object bean) {
    route.context.getRegistry().bind(name, bean);
  }

  @Test
  void neverFoldsTheBranchThatStopsItNorGoesOnWhileFolding() throws Exception {
    var watched = new Watched();
    var together = new CyclicBarrier(3);
    Processor ends = exchange -> together.await(10, TimeUnit.SECONDS);
    bind("watched", watched);
    bind("a", ends);
    bind("b", ends);
    bind(
        "c",
        (Processor)
            exchange -> {
              ends.process(exchange);
              throw new IllegalStateException("stop");
            });
    route.offLoop().steps(STOPPING);
    for (int round = 0; round < 5_000; round++) {
      watched.ready();
      assertThat(route.answer().getException()).isInstanceOf(CamelExchangeException.class);
      assertThat(watched.wrong.get()).as("round " + round).isNull();
    }
  }

  @Test
  void goesOnOnlyWhenTheStrategyHasLetGoOfTheExchange() throws Exception {
    var folding = new CountDownLatch(1);
    var failing = new CountDownLatch(1);
    var wentOn = new CountDownLatch(1);
    var early = new AtomicBoolean();
    AggregationStrategy slow =
        (old, added) -> {
          folding.countDown();
          try {
            failing.await(10, TimeUnit.SECONDS);
            early.set(wentOn.await(300, TimeUnit.MILLISECONDS));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return added;
        };
    bind("watched", slow);
    bind("a", (Processor) exchange -> {});
    bind("b", (Processor) exchange -> {});
    bind(
        "c",
        (Processor)
            exchange -> {
              folding.await(10, TimeUnit.SECONDS);
              failing.countDown();
              throw new IllegalStateException("stop");
            });
    route.offLoop().steps(STOPPING);
    var answer = route.send("x");
    answer.thenRun(wentOn::countDown);
    assertThat(answer.get(20, TimeUnit.SECONDS).getException())
        .isInstanceOf(CamelExchangeException.class);
    assertThat(early).isFalse();
  }

  @Test
  void cancelsTheOthersWhereABranchStopsItWithoutAnException() throws Exception {
    bind("watched", new Watched());
    bind("rollback", (Processor) exchange -> exchange.setRollbackOnlyLast(true));
    route.steps(
        """
        - multicast:
            parallelProcessing: true
            stopOnException: true
            aggregationStrategy: "#watched"
            steps:
              - to: "part:a"
              - process: { ref: "#rollback" }
        """);
    route.calls.on("a", End.never());
    route.answer();
    assertThat(route.calls.cancelled).containsExactly("a");
  }

  @Test
  void aCallReadsTheExchangeAsItWasThoughASiblingFailsMeanwhile() throws Exception {
    var seen = new AtomicReference<@Nullable Object>();
    route.calls.beginning =
        (name, exchange) -> {
          if (name.equals("b")) {
            try {
              // Time enough for the other to fail and the route to go on.
              TimeUnit.MILLISECONDS.sleep(300);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            seen.set(exchange.getMessage().getBody());
          }
        };
    route
        .offLoop()
        .yaml(
            """
            - onException:
                exception: [ "io.serai.PartFailed" ]
                steps:
                  - setBody: { expression: { constant: "an error" } }
            - route:
                id: r
                from:
                  uri: direct:in
                  steps:
                    - multicast:
                        parallelProcessing: true
                        aggregationStrategy: "#keyed"
                        steps:
                          - to: { uri: "part:a", parameters: { as: a } }
                          - to: { uri: "part:b", parameters: { as: b } }
            """);
    route.calls.on("a", End.failing(500));
    assertThat(route.answer().getException()).isInstanceOf(PartFailed.class);
    assertThat(seen.get()).isEqualTo("original");
  }

  @RepeatedTest(3)
  void recordsEachBranchOnceThoughTimeIsUpAtThatMoment() throws Exception {
    bind(
        "a",
        (Processor)
            exchange -> {
              TimeUnit.MILLISECONDS.sleep(9 + System.nanoTime() % 3);
              exchange.getMessage().setBody("1");
            });
    route
        .offLoop()
        .steps(
            """
            - multicast:
                parallelProcessing: true
                timeout: 10
                aggregationStrategy: "#keyed"
                steps:
                  - process: { id: a, ref: "#a" }
                  - process: { id: b, ref: "#a" }
            """);
    for (int round = 0; round < 100; round++) {
      route.answer();
      var request = route.request;
      if (request != null) {
        assertThat(request.parts().all()).extracting(part -> part.part()).doesNotHaveDuplicates();
      }
    }
  }
}
