package io.serai.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Opens the node and keeps it open, on a thread of its own as Hazelcast lets whoever starts it wait
 * for seconds: after a failure again, with growing pauses, and again if it has ended by itself.
 *
 * <pre>
 *   opening ──► open, a tick each second ──► ended by itself ─┐
 *    ▲   └──► failed, pause 1 s to 60 s ─┐                    │
 *    └───────────────────────────────────┴────────────────────┘
 *   close(): leave ──► end
 * </pre>
 */
final class Keeper {

  /** How a node is opened and what becomes of it; called on the keeper's thread. */
  interface House {
    Node open() throws Node.NotOpened;

    void opened(Node node);

    void failed(String reason, Duration pause);

    void tick();

    /** The last chance to send something. */
    void leaving(Node node);
  }

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final long LEAVING_MILLIS = 2_500;

  private final House house;
  private final Thread thread = new Thread(this::keep, "serai-cluster-keeper");
  private boolean closed;

  Keeper(House house) {
    this.house = house;
    thread.setDaemon(true);
  }

  synchronized void begin() {
    if (!closed && thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  /** Returns when it has left, or after {@value #LEAVING_MILLIS} ms and a little more. */
  void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      // One that is being opened in this moment is left to itself; it ends when it notices.
      thread.join(LEAVING_MILLIS + 500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    var pause = TICK;
    while (goesOn(Duration.ZERO)) {
      var node = open(pause);
      if (node == null) {
        goesOn(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      } else {
        pause = TICK;
        house.opened(node);
        stay(node);
      }
    }
  }

  private @Nullable Node open(Duration pause) {
    try {
      return house.open();
    } catch (Node.NotOpened e) {
      house.failed(String.valueOf(e.getMessage()), pause);
    } catch (RuntimeException | LinkageError e) {
      // Whatever a library throws at its start, it must not end the looking.
      house.failed("cluster: not opened: " + e, pause);
    }
    return null;
  }

  private void stay(Node node) {
    while (goesOn(TICK)) {
      if (!node.isRunning()) {
        house.failed(
            "cluster: the node has ended by itself, the log of com.hazelcast says why", TICK);
        return;
      }
      house.tick();
    }
    house.leaving(node);
    node.leave(LEAVING_MILLIS);
  }

  /** Waits that long, or until it is closed; whether it isn't. */
  private synchronized boolean goesOn(Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    try {
      for (long left = wait.toMillis();
          !closed && left > 0;
          left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      closed = true; // nobody of ours interrupts; whoever does wants the end
    }
    return !closed;
  }
}
