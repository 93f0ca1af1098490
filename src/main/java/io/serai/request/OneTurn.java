package io.serai.request;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Reads of a socket what one turn allows, and the rest once all others have had theirs.
 *
 * <p>A socket that had more when it was left is by Netty's epoll loop read again as a task, and
 * between tasks that loop looks at its clock only each 64: of one that always has more that was 64
 * MiB, and as many milliseconds in which nobody else was served. Here it is left as if it had no
 * more; as epoll tells levels, not edges, the next look at all sockets finds that it has. Only what
 * the system still holds of one whose peer has ended is read as before: Netty asks nobody then.
 */
final class OneTurn implements RecvByteBufAllocator {
  /** Of up to 64 KiB each. */
  private static final int READS = 4;

  private final AdaptiveRecvByteBufAllocator sizes = new AdaptiveRecvByteBufAllocator();

  OneTurn() {
    sizes.maxMessagesPerRead(READS);
  }

  @Override
  // The plain handle, which the interface names, is deprecated.
  public ExtendedHandle newHandle() {
    return new Turn((ExtendedHandle) sizes.newHandle());
  }

  private static final class Turn extends DelegatingHandle implements ExtendedHandle {
    private final ExtendedHandle sizes;
    private boolean over;

    Turn(ExtendedHandle sizes) {
      super(sizes);
      this.sizes = sizes;
    }

    @Override
    public void reset(ChannelConfig config) {
      over = false;
      super.reset(config);
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier more) {
      return sizes.continueReading(more);
    }

    @Override
    public void readComplete() {
      super.readComplete();
      over = true;
    }

    /** By this Netty judges whether there may be more. */
    @Override
    public int lastBytesRead() {
      return over ? 0 : super.lastBytesRead();
    }
  }
}
