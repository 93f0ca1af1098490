package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocal;
import io.serai.request.Holding;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One connection to a backend: a request out, its answer in, then the next. */
final class Connection extends ChannelInboundHandlerAdapter {
  private static final FastThreadLocal<byte[]> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[64 << 10];
        }
      };

  /** Bytes that any socket takes at once when nothing else is on its way. */
  private static final int ONE_WRITE = 2 << 10;

  private final Pool pool;
  private final Host host;
  private final AnswerParser parser = new AnswerParser();
  private long born;
  private @Nullable Channel channel;
  private @Nullable Caller call;
  private boolean ready;
  private boolean reused;
  private boolean writing;
  private long idleSince;

  Connection(Pool pool, Host host) {
    this.pool = pool;
    this.host = host;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  private Channel channel() {
    return java.util.Objects.requireNonNull(channel);
  }

  /** From now on the pool counts it. */
  void ready() {
    born = System.nanoTime();
    ready = true;
  }

  boolean isUsable(long now) {
    return channel().isActive() && !host.isRetired() && now - born < host.options.maxLifetime();
  }

  void idleSince(long now) {
    idleSince = now;
  }

  long idleSince() {
    return idleSince;
  }

  /** Whether a byte of the present call's answer has come. */
  boolean hasAnswerBegun() {
    return parser.started();
  }

  void send(Caller next) {
    call = next;
    parser.reset(next.isHead(), next.wanted(), next.maxBody(), next.holding());
    boolean hadBeenOut = next.isOut();
    var bytes = next.sending(this);
    int size = bytes.readableBytes();
    writing = true;
    // Nobody listens: a write that fails comes back as exceptionCaught.
    channel().writeAndFlush(bytes, channel().voidPromise());
    writing = false;
    if (!channel().isActive() && call != null) {
      closedAtOnce(take(), hadBeenOut, size);
    }
  }

  /** The backend had closed it already. A short request is one write: it failed as a whole. */
  private void closedAtOnce(Caller asked, boolean hadBeenOut, int size) {
    if (reused && size <= ONE_WRITE) {
      asked.unsent(hadBeenOut);
    } else {
      asked.broken(Fault.RESET, true, reused);
    }
  }

  void close() {
    call = null;
    channel().close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(message);
      return;
    }
    try {
      if (call == null) {
        // Nobody asked: an answer out of turn, or bytes behind one.
        close();
        return;
      }
      read(bytes);
    } finally {
      bytes.release();
    }
  }

  private void read(ByteBuf bytes) {
    var scratch = SCRATCH.get();
    while (bytes.isReadable()) {
      int size = Math.min(bytes.readableBytes(), scratch.length);
      bytes.readBytes(scratch, 0, size);
      int used = parser.feed(scratch, 0, size);
      var fault = parser.fault();
      if (fault != null) {
        fail(
            fault.equals(Holding.SPENT)
                ? Fault.NO_MEMORY
                : Fault.invalid(parser.faultType(), fault));
        return;
      }
      if (parser.isDone()) {
        done(used < size || bytes.isReadable());
        return;
      }
    }
  }

  private void done(boolean bytesLeft) {
    var asked = take();
    var answer = parser.answer();
    long now = System.nanoTime();
    if (parser.keepAlive() && !bytesLeft && isAllSent()) {
      reused = true;
      pool.release(this, now);
    } else {
      close();
    }
    asked.answered(answer, now);
  }

  /** An answer may come before the whole request is out; then the rest of it would follow. */
  private boolean isAllSent() {
    var buffer = channel().unsafe().outboundBuffer();
    return buffer != null && buffer.totalPendingWriteBytes() == 0;
  }

  private Caller take() {
    var asked = java.util.Objects.requireNonNull(call);
    call = null;
    return asked;
  }

  private void fail(Fault fault) {
    boolean nothing = !parser.started();
    var asked = take();
    close();
    asked.broken(fault, nothing, reused);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (call != null) {
      if (parser.started() && parser.ended()) {
        done(true);
      } else {
        fail(parser.started() ? Fault.CLOSED_AMIDST : Fault.CLOSED);
      }
    }
    if (ready) {
      ready = false;
      pool.closed(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (writing) {
      return; // Whoever writes sees that it is closed.
    }
    if (!ready) {
      // What opens it is told by the connect and the handshake. Of a socket whose number another
      // has just had, epoll may still tell what befell that one: Netty issue 10411.
      return;
    }
    if (call != null) {
      // In TLS 1.3 a backend refuses our certificate only after our side of the handshake is over.
      boolean refused = failure.getCause() instanceof SSLException && !parser.started();
      fail(refused ? Tls.fault(failure) : parser.started() ? Fault.RESET_AMIDST : Fault.RESET);
    } else {
      close();
    }
  }
}
