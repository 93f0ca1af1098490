package io.serai.entry;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Goes on with off-loop requests, on platform threads. A completion is never refused, or its
 * request would hang: beyond the most threads it waits in a line. That has no bound of its own and
 * needs none, each completion belongs to one call of a request that was let in.
 *
 * <p>A thread is made as soon as none is idle and not only when the line is full, as {@link
 * ThreadPoolExecutor} would by itself: the others may be blocked until this very completion.
 */
final class Completions implements Executor, AutoCloseable {
  private final int most;
  private final ThreadPoolExecutor threads;
  private final Queue<Runnable> line = new ConcurrentLinkedQueue<>();
  private final AtomicInteger busy = new AtomicInteger();

  Completions(int most, ThreadFactory factory) {
    this.most = most;
    this.threads =
        new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
  }

  /** Threads that have something to do. */
  int busy() {
    return busy.get();
  }

  @Override
  public void execute(Runnable task) {
    if (!take()) {
      line.add(task);
      // All of them may have ended since we looked, and none would come back for it.
      if (!take()) {
        return;
      }
      try {
        start(this::empty);
      } catch (OutOfMemoryError e) {
        // Whoever is told so does it elsewhere, and then nobody else may.
        if (line.remove(task)) {
          throw e;
        }
      }
      return;
    }
    start(
        () -> {
          run(task);
          empty();
        });
  }

  private boolean take() {
    if (busy.incrementAndGet() <= most) {
      return true;
    }
    busy.decrementAndGet();
    return false;
  }

  private void start(Runnable work) {
    try {
      threads.execute(work);
    } catch (OutOfMemoryError e) {
      busy.decrementAndGet();
      throw e;
    }
  }

  /** On a thread that has been taken: does what waits, then gives the thread back. */
  private void empty() {
    do {
      for (var task = line.poll(); task != null; task = line.poll()) {
        run(task);
      }
      busy.decrementAndGet();
      // One may have come between the last look and the giving back.
    } while (!line.isEmpty() && take());
  }

  /** What one throws is no reason to forget the others, nor to keep the thread for busy. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      var thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /**
   * Lets threads end as soon as they are idle. What still comes is not refused either: a request
   * may be under way yet.
   */
  @Override
  public void close() {
    threads.setKeepAliveTime(0, TimeUnit.SECONDS);
  }
}
