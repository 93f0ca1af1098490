package io.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneTest {
  @Test
  void tellsOfEachTaskThatItDropsBecauseTooManyWait() throws Exception {
    var dropped = new AtomicInteger();
    var done = new ConcurrentLinkedQueue<Integer>();
    var goOn = new CountDownLatch(1);
    var isBusy = new CountDownLatch(1);
    var isOver = new CountDownLatch(2);
    try (var lane = new Lane("lane", 2, dropped::incrementAndGet)) {
      lane.run(
          () -> {
            isBusy.countDown();
            await(goOn);
          });
      await(isBusy);
      for (int i = 1; i <= 5; i++) {
        int task = i;
        lane.run(
            () -> {
              done.add(task);
              isOver.countDown();
            });
      }
      assertThat(dropped).hasValue(3);
      goOn.countDown();
      await(isOver);
      assertThat(done).containsExactly(1, 2);
    }
  }

  @Test
  void saysNothingOfWhatComesAfterItsEnd() {
    var dropped = new AtomicInteger();
    var lane = new Lane("lane", 2, dropped::incrementAndGet);
    lane.close();
    lane.run(dropped::incrementAndGet);
    assertThat(dropped).hasValue(0);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
