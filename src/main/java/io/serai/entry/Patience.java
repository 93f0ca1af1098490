package io.serai.entry;

import io.netty.channel.Channel;
import io.serai.request.Backlog;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How long a client may take for what it does on its connection. What is said last holds. Confined
 * to the loop.
 */
final class Patience {
  private static final long LINGER = TimeUnit.SECONDS.toNanos(2);
  private static final long SETTLE = TimeUnit.SECONDS.toNanos(1);

  private final ListenerSettings settings;
  private final Connections connections;
  private final Unsent unsent;
  private final Due due;
  private long quietSince = System.nanoTime();

  /**
   * For a connection that has just been opened.
   *
   * @param memory where answers are counted that the client hasn't taken
   * @param over what to do when it ends
   */
  Patience(
      Channel channel,
      ListenerSettings settings,
      Connections connections,
      Function<Channel, Backlog> memory,
      Runnable over) {
    this.settings = settings;
    this.connections = connections;
    unsent = new Unsent(channel, settings.writeTimeout().toNanos(), memory);
    due = new Due(channel, over);
    due.at(quietSince + settings.headerTimeout().toNanos());
  }

  /** For the next request, from now on. */
  void quiet() {
    quietSince = System.nanoTime();
    due.at(quietSince + settings.idleTimeout().toNanos());
  }

  /** For the rest of a head. */
  void head(long now) {
    due.at(now + settings.headerTimeout().toNanos());
  }

  /** For a body. */
  void body(long now) {
    due.at(now + settings.bodyTimeout().toNanos());
  }

  /** Ours with a route. */
  void work(long until) {
    due.at(until);
  }

  /** For what flows, until it is to be looked at again. */
  void flow(long until) {
    due.at(until);
  }

  /** What the socket didn't take at once, if any, the client must take within its time. */
  void unsent() {
    if (unsent.look()) {
      due.at(unsent.due());
    }
  }

  /** What the socket didn't take at a flush takes memory. */
  void flushed() {
    unsent.hold();
  }

  /** For taking the last answer, whatever it takes of it. */
  void last() {
    unsent.all();
    linger();
  }

  /** For closing its side. */
  void linger() {
    due.at(System.nanoTime() + LINGER);
  }

  /** The connection is closed: there is nothing to wait for. */
  void gone() {
    due.never();
    unsent.gone();
  }

  /**
   * Whether it is over for a client that is to send nothing, or to take what is unsent. If it
   * isn't, it ends anew later.
   *
   * @param quiet whether the client may be silent too
   */
  boolean isOver(boolean quiet) {
    long now = System.nanoTime();
    if (unsent.isTaken(now)) {
      quietSince = now;
      due.at(connections.isDraining() ? now + SETTLE : unsent.due());
      return false;
    }
    if (quiet && unsent.pending() == 0 && now - quietSince < idle()) {
      due.at(quietSince + idle());
      return false;
    }
    return true;
  }

  /** How long a connection may be quiet. */
  private long idle() {
    return connections.isDraining() ? SETTLE : settings.idleTimeout().toNanos();
  }

  /**
   * Whether a quiet connection may be closed, now that the instance is on its way out. If not, a
   * request may be on its way, which is answered, and that answer ends the connection; or an answer
   * is, to a slow client.
   */
  boolean isSettled() {
    long now = System.nanoTime();
    if (now - quietSince >= SETTLE && unsent.pending() == 0) {
      return true;
    }
    due.at(Math.max(quietSince, now - SETTLE + 1) + SETTLE);
    return false;
  }
}
