package io.serai.entry;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where routes run that may block: virtual threads from Java 21 on, a bounded pool before. Requests
 * are counted when they are let in, tasks are not: the completion of a request that was let in is
 * never turned away, or its caller would wait for ever.
 */
final class OffLoop implements Executor, AutoCloseable {
  private final ExecutorService threads;
  private final int most;
  private final boolean virtual;
  private final AtomicInteger admitted = new AtomicInteger();

  OffLoop(int threads, int queue) {
    this.most = threads + queue;
    var virtualThreads = virtualThreads();
    this.virtual = virtualThreads != null;
    this.threads = virtualThreads != null ? virtualThreads : pool(threads);
  }

  private static ThreadPoolExecutor pool(int threads) {
    var count = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          var thread = new Thread(task, "serai-offloop-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    var pool =
        new ThreadPoolExecutor(
            threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** By reflection: the house is compiled for 17. Null where there are none. */
  private static @Nullable ExecutorService virtualThreads() {
    try {
      var builder = Thread.class.getMethod("ofVirtual").invoke(null);
      var form = Class.forName("java.lang.Thread$Builder");
      form.getMethod("name", String.class, long.class).invoke(builder, "serai-offloop-", 1L);
      var factory = (ThreadFactory) form.getMethod("factory").invoke(builder);
      return (ExecutorService)
          Executors.class
              .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
              .invoke(null, factory);
    } catch (NoSuchMethodException | ClassNotFoundException e) {
      return null;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("virtual threads are there and can't be made", e);
    }
  }

  boolean isVirtual() {
    return virtual;
  }

  /** Lets one more request in, if there is room; {@link #release} lets it out. */
  boolean admit() {
    if (admitted.incrementAndGet() <= most) {
      return true;
    }
    admitted.decrementAndGet();
    return false;
  }

  void release() {
    admitted.decrementAndGet();
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
