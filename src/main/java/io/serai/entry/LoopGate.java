package io.serai.entry;

import io.netty.channel.EventLoop;
import io.serai.request.BodyBudget;
import io.serai.request.Holding;
import java.util.concurrent.TimeUnit;

/** The door of one event loop: how late it is, how many it lets in. Confined to that loop. */
final class LoopGate implements Runnable {
  private final EventLoop loop;
  private final BodyBudget budget;
  private final LoopLag lag;
  private final LoopWindow window;
  private final Runnable ended;
  private volatile boolean closed;

  /**
   * Open.
   *
   * @param ended run on the loop when nobody watches it any more
   */
  LoopGate(EventLoop loop, BodyBudget budget, LoopLag lag, LoopWindow window, Runnable ended) {
    this.loop = loop;
    this.budget = budget;
    this.lag = lag;
    this.window = window;
    this.ended = ended;
  }

  EventLoop loop() {
    return loop;
  }

  LoopLag lag() {
    return lag;
  }

  /** Watched from now on; on the loop. */
  void start() {
    lag.begin(System.nanoTime());
    next();
  }

  private void next() {
    loop.schedule(this, LoopLag.TICK, TimeUnit.NANOSECONDS);
  }

  /** The tick that lateness is measured by. */
  @Override
  public void run() {
    if (closed) {
      ended.run();
      return;
    }
    switch (lag.tick(System.nanoTime())) {
      case ON_TIME -> window.widen();
      case LATE -> {
        // Once is enough for a loop that was too late a moment ago.
        if (window.isNarrow()) {
          window.narrow();
        }
      }
      case TOO_LATE -> window.narrow();
    }
    next();
  }

  /** Whether this loop has too much to do for one more. */
  boolean isShut(long now) {
    return window.isFull() || lag.isTooLate(now);
  }

  /** One more is in; what its bodies take is counted into what it gets. */
  Holding enter() {
    window.enter();
    return budget.holding(loop);
  }

  void leave() {
    window.leave();
  }

  /** The next tick is the last one. */
  void close() {
    closed = true;
  }
}
