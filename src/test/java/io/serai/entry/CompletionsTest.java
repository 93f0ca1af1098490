package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompletionsTest {
  private final Set<Thread> made = ConcurrentHashMap.newKeySet();
  private final Completions completions = new Completions(3, this::thread);

  private Thread thread(Runnable task) {
    var thread = new Thread(task);
    made.add(thread);
    return thread;
  }

  @AfterEach
  void close() {
    completions.close();
  }

  @Test
  void refusesNothingAndMakesNoMoreThreadsThanAllowed() throws Exception {
    var go = new CountDownLatch(1);
    var done = new CountDownLatch(1000);
    for (int i = 0; i < 1000; i++) {
      completions.execute(
          () -> {
            awaitSoon(go);
            done.countDown();
          });
    }
    assertThat(made).hasSize(3);
    assertThat(completions.busy()).isEqualTo(3);
    go.countDown();
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    await().until(() -> completions.busy() == 0);
  }

  @Test
  void completesWhatABlockedOneWaitsFor() throws Exception {
    var second = new CountDownLatch(1);
    var first = new CountDownLatch(1);
    completions.execute(
        () -> {
          awaitSoon(second);
          first.countDown();
        });
    completions.execute(second::countDown);
    assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void forgetsNothingThatComesWhileThreadsEnd() {
    var done = new AtomicInteger();
    for (int i = 0; i < 50_000; i++) {
      completions.execute(done::incrementAndGet);
    }
    await().until(() -> done.get() == 50_000 && completions.busy() == 0);
  }

  @Test
  void aThreadIsGivenBackAndTheLineGoesOnWhateverATaskThrows() throws Exception {
    var go = new CountDownLatch(1);
    var done = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      boolean throwing = i % 2 == 0;
      completions.execute(
          () -> {
            awaitSoon(go);
            done.incrementAndGet();
            if (throwing) {
              throw new IllegalStateException("broke");
            }
          });
    }
    made.forEach(thread -> thread.setUncaughtExceptionHandler((by, thrown) -> {}));
    go.countDown();
    await().until(() -> done.get() == 100 && completions.busy() == 0);
    assertThat(made).hasSize(3);
  }

  @Test
  void doesWhatComesWhileItClosesOnceAndKeepsNoThread() {
    for (int round = 0; round < 50; round++) {
      var closing = new Completions(1, this::thread);
      var done = new AtomicInteger();
      for (int i = 0; i < 200; i++) {
        if (i == 100) {
          closing.close();
        }
        closing.execute(done::incrementAndGet);
      }
      await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> closing.busy() == 0);
      assertThat(done).hasValue(200);
    }
    await().until(() -> made.stream().noneMatch(Thread::isAlive));
  }

  private static void awaitSoon(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
