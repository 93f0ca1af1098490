package io.serai.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private final Loops loops = Loops.start(1);
  private final EventLoop loop = loops.next();

  @AfterEach
  void close() {
    loops.close();
  }

  @Test
  void ringsInOrderAndNeverEarly() throws Exception {
    List<String> rung = Collections.synchronizedList(new ArrayList<>());
    var all = new CountDownLatch(3);
    List<Long> early = Collections.synchronizedList(new ArrayList<>());
    onLoop(
        () -> {
          // Far enough off that none is due before all are set, on a busy machine too.
          long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
          for (int millis : new int[] {60, 20, 40}) {
            long at = start + TimeUnit.MILLISECONDS.toNanos(millis);
            Alarms.of(loop)
                .at(
                    at,
                    () -> {
                      if (System.nanoTime() - at < 0) {
                        early.add(at);
                      }
                      rung.add(millis + "ms");
                      all.countDown();
                    });
          }
          return null;
        });
    assertThat(all.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(rung).containsExactly("20ms", "40ms", "60ms");
    assertThat(early).isEmpty();
  }

  @Test
  void aCancelledOneIsSilentEvenWhenItsNeighbourCancelsItWhileRinging() throws Exception {
    var rung = new AtomicInteger();
    var last = new CountDownLatch(1);
    onLoop(
        () -> {
          var alarms = Alarms.of(loop);
          long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
          var pair = new ArrayList<Alarms.Alarm>();
          for (int i = 0; i < 2; i++) {
            pair.add(
                alarms.at(
                    at,
                    () -> {
                      rung.incrementAndGet();
                      pair.forEach(Alarms.Alarm::cancel);
                    }));
          }
          alarms.at(at + TimeUnit.MILLISECONDS.toNanos(30), last::countDown);
          return null;
        });
    assertThat(last.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(rung).hasValue(1);
  }

  @Test
  void anActionThatThrowsEvenAnErrorDoesNotSilenceTheOthers() throws Exception {
    var rung = new CountDownLatch(1);
    onLoop(
        () -> {
          var alarms = Alarms.of(loop);
          long at = System.nanoTime();
          // Alarms of one slot ring newest first, so this one rings after the broken one.
          alarms.at(at, rung::countDown);
          alarms.at(
              at,
              () -> {
                throw new AssertionError("broken on purpose");
              });
          return null;
        });
    assertThat(rung.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anActionMaySetTheNextAlarm() throws Exception {
    var rounds = new CountDownLatch(3);
    onLoop(
        () -> {
          again(rounds);
          return null;
        });
    assertThat(rounds.await(5, TimeUnit.SECONDS)).isTrue();
  }

  private void again(CountDownLatch rounds) {
    Alarms.of(loop)
        .at(
            System.nanoTime(),
            () -> {
              rounds.countDown();
              if (rounds.getCount() > 0) {
                again(rounds);
              }
            });
  }

  private void onLoop(Callable<?> task) throws Exception {
    loop.submit(task).get(5, TimeUnit.SECONDS);
  }
}
