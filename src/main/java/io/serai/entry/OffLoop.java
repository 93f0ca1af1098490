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
 *
 * <p>Nor does a completion wait for one of the threads that begin: a step that blocks until its
 * call is done (Camel's own split does, while it streams) holds one, and if all of them did, none
 * would be left to tell them. {@link Completions} have threads of their own, several for each
 * request let in.
 */
final class OffLoop implements Executor, AutoCloseable {
  private static final int THREADS_PER_REQUEST = 4;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ExecutorService beginning;
  private final @Nullable Completions completions;
  private final int most;
  private final AtomicInteger admitted = new AtomicInteger();

  OffLoop(int threads, int queue) {
    this.most = threads + queue;
    var virtualThreads = virtualThreads();
    if (virtualThreads != null) {
      beginning = virtualThreads;
      completions = null;
      return;
    }
    var pool =
        new ThreadPoolExecutor(
            threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), OffLoop::thread);
    pool.allowCoreThreadTimeOut(true);
    beginning = pool;
    completions = new Completions(THREADS_PER_REQUEST * most, OffLoop::thread);
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "serai-offloop-" + COUNT.incrementAndGet());
    thread.setDaemon(true);
    return thread;
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
    return completions == null;
  }

  /** Lets one more request in, if there is room; {@link #release} lets it out. */
  boolean admit() {
    // A request that fans out may hold several threads: before those run out, others are refused.
    if (admitted.incrementAndGet() <= most && (completions == null || completions.busy() < most)) {
      return true;
    }
    admitted.decrementAndGet();
    return false;
  }

  /** How many it holds: those let in, or, if they are more, the threads of what they wait for. */
  int inFlight() {
    int held = admitted.get();
    return completions == null ? held : Math.max(held, completions.busy());
  }

  void release() {
    admitted.decrementAndGet();
  }

  /** Starts a request that was let in, as soon as there is a thread. */
  void begin(Runnable task) {
    beginning.execute(task);
  }

  /** Goes on with one that has begun. */
  @Override
  public void execute(Runnable task) {
    if (completions == null) {
      beginning.execute(task);
    } else {
      completions.execute(task);
    }
  }

  @Override
  public void close() {
    beginning.shutdown();
    if (completions != null) {
      completions.close();
    }
  }
}
