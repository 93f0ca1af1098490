package io.serai.backend;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop to one host. The last one used is the first one used again, so that
 * those not needed grow old and close. Confined to its loop, but for the two counts.
 *
 * <p>A call that finds none idle waits in line; whatever comes first serves it, a connection given
 * back or a new one. A new one is opened for as long as more wait than are on their way, up to the
 * cap.
 */
final class Pool {
  private final Host host;
  private final EventLoop loop;
  private final int cap;
  private final int maxQueue;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final ArrayDeque<Caller> waiting = new ArrayDeque<>();
  private int connecting;
  private int promised; // of those connecting, how many are for the line
  private boolean sweeping;
  // Read by others for the figures only; a little late is good enough.
  private int open;
  private int idleCount;

  Pool(Host host, EventLoop loop, int cap, int maxQueue) {
    this.host = host;
    this.loop = loop;
    this.cap = cap;
    this.maxQueue = maxQueue;
  }

  EventLoop loop() {
    return loop;
  }

  int open() {
    return open;
  }

  int idle() {
    return idleCount;
  }

  /** Whether a call gets a connection without waiting for another call's. */
  boolean hasRoom() {
    return !idle.isEmpty() || open + connecting < cap;
  }

  /** Sends the call, now or once there is a connection; or tells it that there will be none. */
  void take(Caller call) {
    var connection = idle.pollFirst();
    while (connection != null) {
      idleCount--;
      if (connection.isUsable(call.now())) {
        connection.send(call);
        return;
      }
      connection.close();
      connection = idle.pollFirst();
    }
    if (open + connecting < cap) {
      waiting.addLast(call);
      promised++;
      connect(null);
    } else if (waiting.size() - promised < maxQueue) {
      waiting.addLast(call);
      call.queued(host.options.queueTimeout());
    } else {
      call.noCapacity("no connection free and " + maxQueue + " calls waiting");
    }
  }

  /** As {@link #take}, on a connection never used before unless the cap forbids. */
  void takeFresh(Caller call) {
    if (open + connecting < cap) {
      connect(call);
    } else {
      take(call);
    }
  }

  /** The call waits no more. */
  void leave(Caller call) {
    waiting.remove(call);
  }

  private void connect(@Nullable Caller owner) {
    connecting++;
    new Connecting(this, host, owner).start();
  }

  /** A new connection is ready for requests. */
  void connected(Connection connection, @Nullable Caller owner) {
    connecting--;
    open++;
    var next = owner;
    if (owner == null) {
      promised--;
      next = waiting.pollFirst();
    }
    if (next != null && next.isWaiting()) {
      connection.send(next);
    } else {
      release(connection, System.nanoTime());
    }
  }

  void connectFailed(Fault fault, @Nullable Caller owner) {
    connecting--;
    var call = owner;
    if (owner == null) {
      promised--;
      call = waiting.pollFirst();
    }
    if (call != null && call.isWaiting()) {
      call.connectFailed(fault);
    }
    fill();
  }

  /** Takes a connection back, or gives it to the next in line. */
  void release(Connection connection, long now) {
    if (!connection.isUsable(now)) {
      connection.close();
      return;
    }
    var next = waiting.pollFirst();
    if (next != null) {
      connection.send(next);
      return;
    }
    connection.idleSince(now);
    idle.addFirst(connection);
    idleCount++;
    if (!sweeping) {
      sweeping = true;
      loop.schedule(this::sweep, host.options.idleTimeout(), TimeUnit.NANOSECONDS);
    }
  }

  /** A connection is gone, whoever closed it. */
  void closed(Connection connection) {
    open--;
    if (idle.remove(connection)) {
      idleCount--;
    }
    fill();
  }

  private void fill() {
    while (waiting.size() > promised && open + connecting < cap) {
      promised++;
      connect(null);
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    var oldest = idle.peekLast();
    while (oldest != null && now - oldest.idleSince() >= host.options.idleTimeout()) {
      idle.pollLast();
      idleCount--;
      oldest.close();
      oldest = idle.peekLast();
    }
    sweeping = oldest != null;
    if (oldest != null) {
      long left = host.options.idleTimeout() - (now - oldest.idleSince());
      loop.schedule(this::sweep, left, TimeUnit.NANOSECONDS);
    }
  }

  void closeIdle() {
    for (var next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      idleCount--;
      next.close();
    }
  }
}
