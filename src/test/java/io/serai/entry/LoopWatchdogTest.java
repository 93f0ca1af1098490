package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.request.Loops;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;

/** Whoever blocks a loop is named, once. */
class LoopWatchdogTest {

  private static final class Lines extends AbstractAppender {
    private final Queue<String> text = new ConcurrentLinkedQueue<>();

    Lines() {
      super("lines", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      text.add(event.getMessage().getFormattedMessage());
    }
  }

  @Test
  void namesThreadAndPlace() {
    var lines = new Lines();
    lines.start();
    var logger = (Logger) LogManager.getLogger(LoopWatchdog.class);
    Configurator.setLevel(logger, Level.WARN);
    logger.addAppender(lines);
    var released = new CountDownLatch(1);
    try (var loops = Loops.start(1);
        var watchdog = new LoopWatchdog(loops.group(), Duration.ofMillis(50))) {
      assertThat(watchdog).isNotNull();
      // A first look must have gone well, so that the watchdog knows the thread.
      await()
          .pollDelay(Duration.ofMillis(100))
          .until(() -> loops.next().submit(() -> true).get(5, TimeUnit.SECONDS));
      loops.next().execute(() -> blockHere(released));
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThat(lines.text.toString())
                      .contains("serai-loop", "has been blocked for", "blockHere"));
      await()
          .pollDelay(Duration.ofMillis(200))
          .untilAsserted(
              () -> assertThat(lines.text.toString()).containsOnlyOnce("has been blocked"));
      released.countDown();
    } finally {
      released.countDown();
      logger.removeAppender(lines);
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
