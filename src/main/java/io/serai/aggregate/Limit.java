package io.serai.aggregate;

import io.serai.request.Alarms;
import io.serai.request.Request;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells a fan-out when it was waited for long enough: by its loop's wheel, or where there is no
 * request and so no loop by a timer. Set and cancelled from any thread.
 */
final class Limit implements Runnable {
  /** Calls end by themselves at their deadline; this is for what doesn't, and must come second. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final FanOut fanOut;

  /** On {@link System#nanoTime}'s scale. */
  private final long end;

  /** Touched on the loop only. */
  private Alarms.@Nullable Alarm alarm;

  private @Nullable Future<?> timer;

  /** So many nanoseconds from now. */
  Limit(FanOut fanOut, long nanos) {
    this.fanOut = fanOut;
    this.end = System.nanoTime() + nanos + (fanOut.request == null ? 0 : GRACE_NANOS);
  }

  void set() {
    var request = fanOut.request;
    if (request == null) {
      timer =
          fanOut
              .fork
              .timer()
              .schedule(fanOut::timedOut, end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } else if (request.loop().inEventLoop()) {
      setOnLoop(request);
    } else {
      try {
        request.loop().execute(() -> setOnLoop(request));
      } catch (RejectedExecutionException e) {
        // The loop has shut down: no call is made any more, so there is none to wait for.
      }
    }
  }

  private void setOnLoop(Request request) {
    if (!fanOut.settled) {
      alarm = Alarms.of(request.loop()).at(end, this);
    }
  }

  void cancel() {
    var request = fanOut.request;
    if (request == null) {
      if (timer != null) {
        timer.cancel(false);
      }
    } else if (request.loop().inEventLoop()) {
      cancelOnLoop();
    } else {
      try {
        request.loop().execute(this::cancelOnLoop);
      } catch (RejectedExecutionException e) {
        // The loop has shut down, and rings no alarm any more.
      }
    }
  }

  private void cancelOnLoop() {
    if (alarm != null) {
      alarm.cancel();
    }
  }

  /** The alarm rings, on the loop. */
  @Override
  public void run() {
    var request = fanOut.request;
    if (fanOut.settled || request == null) {
      return;
    }
    try {
      request.resume(fanOut::timedOut);
    } catch (RejectedExecutionException e) {
      // No thread to be had: better here than never.
      fanOut.timedOut();
    }
  }
}
