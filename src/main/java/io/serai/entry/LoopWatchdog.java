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
  private volatile boolean closed;

  LoopWatchdog(EventLoopGroup loops, Duration limit) {
    this.limit = limit.toNanos();
    for (var loop : loops) {
      watches.add(new Watch((EventLoop) loop));
    }
    if (this.limit > 0) {
      var thread = new Thread(this::watch, "serai-loop-watchdog");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(this, Math.max(limit / 4, TimeUnit.MILLISECONDS.toNanos(5)));
      for (var watch : watches) {
        watch.look();
      }
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

    void look() {
      long now = System.nanoTime();
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
