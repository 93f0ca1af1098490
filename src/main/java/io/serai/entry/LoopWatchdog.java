package io.serai.entry;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names whoever blocks an event loop: gives each loop a small task now and then and looks whether
 * it was done. One line with a stack trace, at most once a minute per loop.
 */
final class LoopWatchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopWatchdog.class);
  private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

  private final List<Watch> watches = new ArrayList<>();
  private final long limit;
  private final long interval;
  private volatile boolean closed;

  LoopWatchdog(EventLoopGroup loops, Duration limit) {
    this.limit = limit.toNanos();
    this.interval = Math.max(this.limit / 4, TimeUnit.MILLISECONDS.toNanos(5));
    for (var loop : loops) {
      watches.add(new Watch((EventLoop) loop));
    }
  }

  /**
   * Looks from now on, and complains after the grace. A loop that has just got its first requests
   * loads the classes for them, for half a second and only once: that is no step of anybody's route
   * and nothing an operator could mend. A step that blocks is named afterwards, when it is met
   * again or still goes on.
   */
  void start(Duration grace) {
    if (limit > 0) {
      var thread = new Thread(() -> watch(grace), "serai-loop-watchdog");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void watch(Duration grace) {
    pause(grace.toNanos());
    while (!closed) {
      long before = System.nanoTime();
      pause(interval);
      // Whoever overslept was paused together with the loops (a collection, a suspended machine, no
      // processor to be had): what they didn't do meanwhile says nothing of them.
      boolean overslept = System.nanoTime() - before > interval + limit / 2;
      for (var watch : watches) {
        watch.look(overslept);
      }
    }
  }

  /** To the end, even if it is woken before. */
  private void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class Watch implements Runnable {
    private final EventLoop loop;
    private volatile @Nullable Thread thread;
    private volatile boolean waiting;
    private long asked;
    private long lastWarning = System.nanoTime() - PAUSE;

    Watch(EventLoop loop) {
      this.loop = loop;
    }

    /** On the loop: it isn't blocked. */
    @Override
    public void run() {
      thread = Thread.currentThread();
      waiting = false;
    }

    void look(boolean overslept) {
      long now = System.nanoTime();
      if (overslept) {
        asked = now;
      }
      if (!waiting) {
        if (!loop.isShuttingDown()) {
          waiting = true;
          asked = now;
          try {
            loop.execute(this);
          } catch (RejectedExecutionException e) {
            closed = true; // the loops are going down
          }
        }
        return;
      }
      var blocked = thread;
      if (blocked != null && now - asked > limit && now - lastWarning >= PAUSE) {
        lastWarning = now;
        LOG.warn(
            "{} has been blocked for {} ms; a route on it must not block. It is at:{}",
            blocked.getName(),
            TimeUnit.NANOSECONDS.toMillis(now - asked),
            stack(blocked));
      }
    }

    private static String stack(Thread blocked) {
      var text = new StringBuilder();
      for (var frame : blocked.getStackTrace()) {
        text.append("\n\tat ").append(frame);
      }
      return text.toString();
    }
  }
}
