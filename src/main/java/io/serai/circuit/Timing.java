package io.serai.circuit;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clock and the timer of circuits; tests have their own. */
public interface Timing {

  /** Nanoseconds on a scale of its own, never going back. */
  long nanos();

  /**
   * Runs the task once, on a thread that mustn't be held.
   *
   * @param nanos from now
   * @return runs to take it back
   */
  Runnable after(long nanos, Runnable task);

  /** {@link System#nanoTime}, and one daemon thread, there while it is needed. */
  static Timing real() {
    var timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "serai-circuits");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return new Timing() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public Runnable after(long nanos, Runnable task) {
        var scheduled = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
      }
    };
  }
}
