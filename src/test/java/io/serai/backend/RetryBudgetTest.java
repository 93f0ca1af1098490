package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetryBudgetTest {
  /** {@link System#nanoTime} may begin anywhere, below zero too. */
  private static final long[] BEGINNINGS = {0, -TimeUnit.DAYS.toNanos(100), Long.MAX_VALUE / 2};

  private static long at(long beginning, double seconds) {
    return beginning + (long) (seconds * 1e9);
  }

  private static int spend(RetryBudget budget, long nanos, int wanted) {
    int granted = 0;
    for (int i = 0; i < wanted; i++) {
      granted += budget.spend(nanos) ? 1 : 0;
    }
    return granted;
  }

  @Test
  void grantsItsShareOfTheCallsOfTheLastTenSecondsAndNoMore() {
    for (long beginning : BEGINNINGS) {
      var budget = new RetryBudget(20, 0);
      for (int i = 0; i < 1000; i++) {
        budget.called(at(beginning, i / 1000.0));
      }
      assertThat(spend(budget, at(beginning, 1), 150)).isEqualTo(150);
      assertThat(spend(budget, at(beginning, 9), 150)).isEqualTo(50);
      assertThat(spend(budget, at(beginning, 11), 10)).as("the calls are forgotten").isZero();
      budget.called(at(beginning, 11.5));
      assertThat(spend(budget, at(beginning, 12), 10)).as("a fifth of one is none").isZero();
    }
  }

  @Test
  void grantsAFewInEachSecondWhateverTheCalls() {
    for (long beginning : BEGINNINGS) {
      var budget = new RetryBudget(20, 3);
      for (int second = 0; second < 40; second++) {
        assertThat(spend(budget, at(beginning, second + 0.5), 10)).isEqualTo(3);
      }
    }
    assertThat(spend(new RetryBudget(0, 0), 1, 10)).isZero();
  }

  @Test
  void grantsNoMoreToManyThreads() throws Exception {
    var budget = new RetryBudget(20, 100);
    var granted = new AtomicInteger();
    var go = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      var thread =
          new Thread(
              () -> {
                awaitUninterruptibly(go);
                for (int each = 0; each < 10_000; each++) {
                  budget.called(5);
                  granted.addAndGet(budget.spend(5) ? 1 : 0);
                }
              });
      threads.add(thread);
      thread.start();
    }
    go.countDown();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(granted.get()).isBetween(7000, 8100);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anOutageGetsItsCallsAndAFifthMore() {
    try (var one = StubBackend.start().otherwise(Script.status(503));
        var two = StubBackend.start().otherwise(Script.status(503));
        var calls =
            new Calls(
                "backend.a.url", one.url() + "," + two.url(),
                "backend.a.retries", "3",
                "backend.a.retryFloor", "5",
                "backend.a.retryBackoff", "1ms",
                // It would end the outage's calls long before the budget is spent.
                "backend.a.circuit", "false")) {
      int offered = 600;
      long start = System.nanoTime();
      var begun = new ArrayList<CompletableFuture<Outcome>>();
      for (int i = 0; i < offered; i++) {
        begun.add(calls.begin(calls.request(), "backend:a/x"));
        if (begun.size() % 20 == 0) {
          begun.forEach(Calls::await);
        }
      }
      begun.forEach(Calls::await);
      double seconds = (System.nanoTime() - start) / 1e9;
      int got = one.requests().size() + two.requests().size();
      // Of a second that has begun the floor is granted in full.
      double most = 1.2 * offered + 5 * (Math.floor(seconds) + 2);
      assertThat((double) got).isBetween(1.1 * offered, most);
      var stats = calls.stats("a");
      assertThat(stats.retries()).isEqualTo(got - offered);
      assertThat(stats.retriesDenied()).isGreaterThan(offered / 2);
    }
  }
}
