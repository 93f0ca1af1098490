package io.serai.cluster;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that does things one after another, and isn't there when there is nothing to do. */
final class Lane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final ThreadPoolExecutor thread;

  /** A lane of that thread name on which any number of tasks may wait. */
  Lane(String name) {
    this(name, Integer.MAX_VALUE, () -> {});
  }

  /**
   * A lane of that thread name on which at most that many tasks wait.
   *
   * @param tooMuch hears of each task that is dropped because so many wait, on the thread of who
   *     brought it
   */
  Lane(String name, int mostWaiting, Runnable tooMuch) {
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(mostWaiting),
            task -> {
              var made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            },
            (task, pool) -> {
              if (!pool.isShutdown()) {
                tooMuch.run();
              }
            });
    thread.allowCoreThreadTimeOut(true);
  }

  /** Dropped if too much waits, and silently after the end. */
  void run(Runnable task) {
    thread.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error e) {
            // One that fails, with an error too, must not end the lane for those behind it.
            LOG.error("{}: a task failed", Thread.currentThread().getName(), e);
          }
        });
  }

  /** What waits is dropped; who is at it is interrupted. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
