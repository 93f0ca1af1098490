package io.serai.routes;

import io.serai.circuit.Passing;
import io.serai.request.Alarms;
import io.serai.request.Parts;
import io.serai.request.Request;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A request as a circuit breaker sees it. */
final class BreakerRequest implements Passing {
  private final Request request;
  private @Nullable Request branch;

  private BreakerRequest(Request request) {
    this.request = request;
  }

  /** That of the exchange, null if it came in by none. */
  static @Nullable Passing of(Exchange exchange) {
    var request = Request.of(exchange);
    return request == null ? null : new BreakerRequest(request);
  }

  @Override
  public void branch(Exchange copy) {
    var aside = request.aside();
    branch = aside;
    copy.setProperty(Request.PROPERTY, aside);
  }

  @Override
  public void settle(boolean cancel) {
    if (branch != null) {
      branch.parts().all().forEach(request.parts()::add);
      if (cancel) {
        branch.end();
      }
    }
  }

  @Override
  public void restore(Exchange exchange) {
    if (branch != null) {
      exchange.setProperty(Request.PROPERTY, request);
    }
  }

  @Override
  public void fellBack(Exchange exchange) {
    exchange.setProperty(Parts.UP_TO_FALLBACK, request.parts().all());
  }

  /** Whatever is ended once the deadline is over has taken too long. */
  @Override
  public boolean isCancelled() {
    return request.isEnded() && !request.deadline().isOver();
  }

  @Override
  public Runnable after(long nanos, Runnable action) {
    var alarm = new LoopAlarm(request, System.nanoTime() + nanos, action);
    onLoop(alarm);
    return () -> onLoop(alarm::cancel);
  }

  private void onLoop(Runnable task) {
    if (request.loop().inEventLoop()) {
      task.run();
      return;
    }
    try {
      request.loop().execute(task);
    } catch (RejectedExecutionException e) {
      // The loop has shut down, and rings no alarm any more.
    }
  }

  @Override
  public void resume(Runnable task) {
    try {
      request.resume(task);
    } catch (RejectedExecutionException e) {
      // No thread to be had: better here than never.
      task.run();
    }
  }

  @Override
  public Runnable onEnd(Runnable action) {
    return request.onEnd(action)::forget;
  }

  /** Set and cancelled on the loop only, in that order. */
  private static final class LoopAlarm implements Runnable {
    private final Request request;
    private final long at;
    private final Runnable action;
    private Alarms.@Nullable Alarm alarm;

    LoopAlarm(Request request, long at, Runnable action) {
      this.request = request;
      this.at = at;
      this.action = action;
    }

    @Override
    public void run() {
      alarm = Alarms.of(request.loop()).at(at, action);
    }

    void cancel() {
      if (alarm != null) {
        alarm.cancel();
      }
    }
  }
}
