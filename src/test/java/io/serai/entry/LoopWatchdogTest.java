package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.request.Loops;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whoever blocks a loop is named, once. */
class LoopWatchdogTest {

  @Test
  void namesThreadAndPlace() {
    var released = new CountDownLatch(1);
    try (var lines = Lines.of(LoopWatchdog.class.getName());
        var loops = Loops.start(1);
        var watchdog = new LoopWatchdog(loops.group(), Duration.ofMillis(50))) {
      watchdog.start(Duration.ZERO);
      // A first look must have gone well, so that the watchdog knows the thread.
      await()
          .pollDelay(Duration.ofMillis(100))
          .until(() -> loops.next().submit(() -> true).get(5, TimeUnit.SECONDS));
      loops.next().execute(() -> blockHere(released));
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThat(lines.text())
                      .contains("serai-loop", "has been blocked for", "blockHere"));
      await()
          .pollDelay(Duration.ofMillis(200))
          .untilAsserted(() -> assertThat(lines.text()).containsOnlyOnce("has been blocked"));
      released.countDown();
    } finally {
      released.countDown();
    }
  }

  @Test
  void saysNothingWhileFirstRequestsLoadTheirClasses() {
    var released = new CountDownLatch(1);
    try (var lines = Lines.of(LoopWatchdog.class.getName());
        var loops = Loops.start(1);
        var watchdog = new LoopWatchdog(loops.group(), Duration.ofMillis(20))) {
      watchdog.start(Duration.ofMinutes(10));
      loops.next().execute(() -> blockHere(released));
      await()
          .during(Duration.ofMillis(300))
          .untilAsserted(() -> assertThat(lines.text()).doesNotContain("blocked"));
      released.countDown();
    } finally {
      released.countDown();
    }
  }

  private static void blockHere(CountDownLatch released) {
    try {
      assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
