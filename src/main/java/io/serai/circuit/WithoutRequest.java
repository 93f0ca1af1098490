package io.serai.circuit;

import java.util.concurrent.Executor;
import org.apache.camel.Exchange;

/** An exchange that nobody waits for: a timer's or a queue's. Its steps end when they end. */
final class WithoutRequest implements Passing {
  private final Timing timing;
  private final Executor pool;

  WithoutRequest(Timing timing, Executor pool) {
    this.timing = timing;
    this.pool = pool;
  }

  @Override
  public void branch(Exchange copy) {}

  @Override
  public void settle(boolean cancel) {}

  @Override
  public void restore(Exchange exchange) {}

  @Override
  public void fellBack(Exchange exchange) {}

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public Runnable after(long nanos, Runnable action) {
    return timing.after(nanos, action);
  }

  @Override
  public void resume(Runnable task) {
    pool.execute(task);
  }

  @Override
  public Runnable onEnd(Runnable action) {
    return () -> {};
  }
}
