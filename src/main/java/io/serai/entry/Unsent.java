package io.serai.entry;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.serai.request.Holding;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of the answers the socket hasn't taken yet, and whether the client takes it. It is in memory
 * until then, and counted among the bodies. Confined to the loop.
 */
final class Unsent {
  private final Channel channel;
  private final Function<EventLoop, Holding> memory;
  private final Pace pace;
  private @Nullable Holding holding;
  private boolean watched;

  /**
   * Of one connection.
   *
   * @param patience nanoseconds in which the client must take some of it, {@code
   *     listener.writeTimeout}
   * @param memory where it is counted
   */
  Unsent(Channel channel, long patience, Function<EventLoop, Holding> memory) {
    this.channel = channel;
    this.memory = memory;
    this.pace = new Pace(patience);
  }

  long pending() {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Looks anew; whether there is any. */
  boolean look() {
    long left = pending();
    pace.begin(left, System.nanoTime());
    hold(left);
    return left > 0;
  }

  /** After a flush: what the socket didn't take is held. */
  void hold() {
    hold(pending());
  }

  private void hold(long left) {
    if (left == 0 && holding == null) {
      return; // as nearly always
    }
    if (holding == null) {
      holding = memory.apply(channel.eventLoop());
    }
    holding.become(left);
    if (left > 0 && !watched) {
      watched = true;
      // Written once all before it is, and failed with it if the connection closes.
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> behind());
    }
  }

  private void behind() {
    watched = false;
    if (channel.isOpen()) {
      // In a turn of its own: it counts as unsent itself until the socket's buffer is done with it.
      channel.eventLoop().execute(this::hold);
    } else if (holding != null) {
      holding.become(0);
    }
  }

  /** The last answer is on its way: whatever the client takes of it counts. */
  void all() {
    pace.begin(Long.MAX_VALUE, System.nanoTime());
  }

  /** Whether there is something that the client takes, not too slowly. */
  boolean isTaken(long now) {
    long left = pending();
    if (left > 0 && holding != null) {
      holding.become(left);
    }
    return left > 0 && pace.isKept(left, now);
  }

  /** When it has waited long enough. */
  long due() {
    return pace.due();
  }
}
