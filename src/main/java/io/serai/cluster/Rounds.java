package io.serai.cluster;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again, on a thread of its own that is there once it has begun. */
final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private final String name;
  private final Duration pause;
  private final Runnable round;
  private volatile boolean begun;
  private volatile boolean closed;

  private final ScheduledThreadPoolExecutor thread;

  Rounds(String name, Duration pause, Runnable round) {
    this.name = name;
    this.pause = pause;
    this.round = round;
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /** Idempotent, and cheap after the first time. */
  void begin() {
    if (begun) {
      return;
    }
    synchronized (this) {
      if (!begun && !closed) {
        begun = true;
        thread.scheduleWithFixedDelay(
            this::once, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void once() {
    try {
      round.run();
    } catch (RuntimeException | Error e) {
      // The next may do better; one that throws would be the last.
      if (!closed) {
        LOG.warn("{}: a round failed: {}", name, e.toString());
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    thread.shutdownNow();
  }
}
