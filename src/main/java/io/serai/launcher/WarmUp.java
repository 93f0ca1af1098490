package io.serai.launcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something done beside a start that makes the first answers quick. A start goes on without it if
 * it fails or takes long.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /** What is done, once; closed afterwards, which nobody waits for. */
  interface Trial extends AutoCloseable {
    void run() throws Exception;

    @Override
    void close();
  }

  private final CountDownLatch over = new CountDownLatch(1);

  private WarmUp() {}

  static WarmUp begin(Trial trial) {
    var warmUp = new WarmUp();
    var thread = new Thread(() -> warmUp.run(trial), "serai-warm-up");
    thread.setDaemon(true);
    thread.start();
    return warmUp;
  }

  private void run(Trial trial) {
    try (trial) {
      trial.run();
      over.countDown();
    } catch (Throwable e) {
      // Whatever it is, it belongs to no request.
      LOG.debug("no warm-up", e);
    } finally {
      over.countDown();
    }
  }

  /** Until it is through, has failed, or the time is over. */
  void await(Duration atMost) {
    try {
      if (!over.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("the warm-up isn't waited for any longer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
