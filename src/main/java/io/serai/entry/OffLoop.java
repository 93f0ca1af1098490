package io.serai.entry;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where routes run that may block: virtual threads from Java 21 on, a bounded pool before. Requests
 * are counted when they are let in, tasks are not: the completion of a request that was let in is
 * never turned away, or its caller would wait for ever.
 *
 * <p>Nor does a completion ever wait for one of the bounded threads: a step that blocks until its
 * call is done (Camel's circuit breaker does) holds one, and if all of them did, none would be left
 * to tell them.
 */
final class OffLoop implements Executor, AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ExecutorService beginning;
  private final ExecutorService resuming;
  private final int most;
  private final boolean virtual;
  private final AtomicInteger admitted = new AtomicInteger();

  OffLoop(int threads, int queue) {
    this.most = threads + queue;
    var virtualThreads = virtualThreads();
    this.virtual = virtualThreads != null;
    this.beginning =
        virtualThreads != null ? virtualThreads : pool(threads, new LinkedBlockingQueue<>());
    this.resuming =
        virtualThreads != null ? virtualThreads : pool(Integer.MAX_VALUE, new SynchronousQueue<>());
  }

  private static ThreadPoolExecutor pool(int most, BlockingQueue<Runnable> line) {
    ThreadFactory factory =
        task -> {
          var thread = new Thread(task, "serai-offloop-" + COUNT.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    // Threads beyond the core are made only when the line takes no more; one that holds nothing
    // never does.
    int core = line instanceof SynchronousQueue ? 0 : most;
    var pool = new ThreadPoolExecutor(core, most, 30, TimeUnit.SECONDS, line, factory);
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

  /** Starts a request that was let in, as soon as there is a thread. */
  void begin(Runnable task) {
    beginning.execute(task);
  }

  /** Goes on with one that has begun, at once. */
  @Override
  public void execute(Runnable task) {
    resuming.execute(task);
  }

  @Override
  public void close() {
    beginning.shutdown();
    resuming.shutdown();
  }
}
