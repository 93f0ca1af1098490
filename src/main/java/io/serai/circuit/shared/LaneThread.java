package io.serai.circuit.shared;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane of real time: one daemon thread. Its line has no bound of its own: what circuits here tell
 * comes once per change of a state, probe or time-out of theirs and must not be lost, and what
 * others tell is bounded where it comes in, {@link SharedCircuits#MOST_UNREAD}.
 */
final class LaneThread implements Lane, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LaneThread.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            var made = new Thread(task, "serai-circuits-shared");
            made.setDaemon(true);
            return made;
          });

  LaneThread() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void run(Runnable task) {
    after(0, task);
  }

  @Override
  public void after(long nanos, Runnable task) {
    try {
      thread.schedule(() -> guarded(task), nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("after the end, nothing is shared any more", closed);
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      // A scheduled task would swallow it, and nobody would know why circuits aren't shared.
      LOG.error("sharing circuits: a step failed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
