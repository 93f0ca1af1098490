package io.serai.entry;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.serai.request.Backlog;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of the answers the socket hasn't taken yet, and whether the client takes it. It is in memory
 * until then, and counted among the bodies. Confined to the loop.
 */
final class Unsent {
  private final Channel channel;
  private final Function<Channel, Backlog> memory;
  private final Pace pace;
  private @Nullable Backlog backlog;
  private boolean watched;

  /**
   * Of one connection.
   *
   * @param patience nanoseconds in which the client must take some of it, {@code
   *     listener.writeTimeout}
   * @param memory where it is counted
   */
  Unsent(Channel channel, long patience, Function<Channel, Backlog> memory) {
    this.channel = channel;
    this.memory = memory;
    this.pace = new Pace(patience);
  }

  long pending() {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /**
   * Without what the socket has of the answer at hand: {@link #pending} has that until the answer
   * is out whole, as its memory is.
   */
  private long untaken() {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }

  /** Looks anew; whether there is any. */
  boolean look() {
    pace.begin(untaken(), System.nanoTime());
    hold();
    return pending() > 0;
  }

  /** After a flush: what the socket didn't take is held. */
  void hold() {
    long left = pending();
    if (left == 0 && backlog == null) {
      return; // as nearly always
    }
    if (backlog == null) {
      backlog = memory.apply(channel);
    }
    backlog.become(left);
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
    } else {
      gone();
    }
  }

  /** The connection is closed, and nothing of it in memory any more. */
  void gone() {
    if (backlog != null) {
      backlog.become(0);
    }
  }

  /** The last answer is on its way: whatever the client takes of it counts. */
  void all() {
    pace.begin(Long.MAX_VALUE, System.nanoTime());
  }

  /**
   * Whether there is something that the client takes, not too slowly: an answer that is too large
   * for the memory there is must be out in one go.
   */
  boolean isTaken(long now) {
    long left = pending();
    if (left == 0) {
      return false;
    }
    if (backlog != null) {
      backlog.become(left);
      if (now >= pace.due() && backlog.isTooMuch()) {
        return false;
      }
    }
    return pace.isKept(untaken(), now);
  }

  /** When it has waited long enough. */
  long due() {
    return pace.due();
  }
}
