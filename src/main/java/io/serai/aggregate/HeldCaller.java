package io.serai.aggregate;

import io.serai.request.Request;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** One caller of a bulk call: held since it came, and let go on once. */
final class HeldCaller {
  final Exchange exchange;
  final Request request;
  final byte[] item;
  private final AsyncCallback callback;
  private Request.@Nullable Ending ending;
  private boolean free;

  HeldCaller(Exchange exchange, AsyncCallback callback, Request request, byte[] item) {
    this.exchange = exchange;
    this.callback = callback;
    this.request = request;
    this.item = item;
  }

  /** What to do if its request ends before it is let go. */
  void onEnd(Runnable left) {
    var registered = request.onEnd(left);
    synchronized (this) {
      ending = registered;
      if (!free) {
        return;
      }
    }
    registered.forget();
  }

  /** Goes on where its steps run, after what is to be done with its exchange there; once. */
  void go(Runnable before) {
    Request.Ending registered;
    synchronized (this) {
      if (free) {
        return;
      }
      free = true;
      registered = ending;
    }
    if (registered != null) {
      registered.forget();
    }
    run(
        () -> {
          before.run();
          callback.done(false);
        });
  }

  /** Runs a task where its steps run. */
  void run(Runnable task) {
    try {
      if (request.loop().inEventLoop()) {
        request.resume(task);
      } else {
        request.loop().execute(() -> request.resume(task));
      }
    } catch (RejectedExecutionException e) {
      // The loops have shut down: better here than never.
      task.run();
    }
  }
}
