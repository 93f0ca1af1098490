package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocal;
import io.serai.request.BodyFlow;
import io.serai.request.Holding;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One connection to a backend: a request out, its answer in, then the next. */
final class Connection extends ChannelInboundHandlerAdapter
    implements BodyFlow.Source, Upward.Told {
  private static final FastThreadLocal<byte[]> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[64 << 10];
        }
      };

  /** Bytes that any socket takes at once when nothing else is on its way. */
  private static final int ONE_WRITE = 2 << 10;

  /** From that many bytes on a piece of a body is passed on uncopied. */
  private static final int WORTH_PASSING = 1024;

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
  // Of an answer that goes on as it comes, and of a request that did.
  private @Nullable BodyFlow flow;
  private @Nullable Upward upward;

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
    parser.reset(next.isHead(), next.wanted(), next.maxBody(), next.holding(), next.isStreamed());
    boolean hadBeenOut = next.isOut();
    var bytes = next.sending(this);
    int size = bytes.readableBytes();
    writing = true;
    // Nobody listens: a write that fails comes back as exceptionCaught.
    channel().writeAndFlush(bytes, channel().voidPromise());
    writing = false;
    if (!channel().isActive() && call != null) {
      closedAtOnce(take(), hadBeenOut, size);
      return;
    }
    var upload = next.upload();
    if (upload != null) {
      upward = new Upward(channel(), upload, next::passesTrailer, this);
      upward.begin();
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
    var dropped = flow;
    flow = null;
    parser.drop();
    channel().close();
    stopUpload();
    if (dropped != null) {
      dropped.cancel();
    }
  }

  private void stopUpload() {
    if (upward != null) {
      var stopped = upward;
      upward = null;
      stopped.stop();
    }
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
      if (flow != null && isWorthPassing(bytes)) {
        passOn(flow, bytes);
        if (call == null) {
          return;
        }
        if (parser.isDone()) {
          done(bytes.isReadable());
          return;
        }
        continue;
      }
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
      if (parser.hasBegun()) {
        bytes.readerIndex(bytes.readerIndex() - size + used);
        used = size;
        begin();
        if (call == null) {
          return; // Nobody wants the rest.
        }
      }
      if (parser.isDone()) {
        done(used < size || bytes.isReadable());
        return;
      }
    }
    if (flow != null) {
      addPiece(flow);
    }
    if (flow != null && !flow.wantsMore()) {
      channel().config().setAutoRead(false);
    }
  }

  // An answer that goes on as it comes.

  private void begin() {
    var body = new BodyFlow(parser.length(), this);
    var answer = parser.answer();
    parser.goOn();
    if (parser.isDone()) {
      body.end(List.of());
    }
    flow = body;
    java.util.Objects.requireNonNull(call).begun(answer, body, System.nanoTime());
  }

  private boolean isWorthPassing(ByteBuf bytes) {
    return Math.min(parser.run(), bytes.readableBytes()) >= WORTH_PASSING;
  }

  /** What is nothing but body, in one piece. */
  private void passOn(BodyFlow body, ByteBuf bytes) {
    addPiece(body);
    int size = (int) Math.min(parser.run(), bytes.readableBytes());
    parser.passed(size);
    body.add(bytes.readRetainedSlice(size));
  }

  private void addPiece(BodyFlow body) {
    var piece = parser.piece();
    if (piece != null) {
      body.add(piece);
    }
  }

  @Override
  public void resume() {
    channel().config().setAutoRead(true);
  }

  @Override
  public void cancel() {
    drop(Fault.UNWANTED);
  }

  @Override
  public void late() {
    // One of no announced length may have nothing to say for now: events, say.
    drop(flow != null && flow.length() >= 0 ? Fault.STOOD_STILL : Fault.UNWANTED);
  }

  private void drop(Fault fault) {
    if (flow != null && call != null) {
      flow = null;
      var asked = take();
      close();
      asked.ended(fault);
    }
  }

  // A request that does.

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (upward != null && channel().isWritable()) {
      upward.hasRoom();
    }
  }

  @Override
  public void sent() {
    if (call != null) {
      call.uploaded();
    }
  }

  @Override
  public void broken() {
    if (call != null) {
      fail(Fault.UNWANTED);
    }
  }

  @Override
  public void notTaken() {
    if (call != null) {
      fail(Fault.NOT_TAKEN);
    }
  }

  private void done(boolean bytesLeft) {
    var body = flow;
    if (body != null) {
      addPiece(body);
      if (call == null) {
        return; // That was the moment in which nobody wanted it any more.
      }
    }
    flow = null;
    var asked = take();
    var answer = parser.answer();
    var trailers = parser.trailers(); // The next call on it begins with none.
    long now = System.nanoTime();
    if (parser.keepAlive() && !bytesLeft && isAllSent()) {
      reused = true;
      upward = null;
      if (body != null) {
        resume();
      }
      pool.release(this, now);
    } else {
      close();
    }
    if (body == null) {
      asked.answered(answer, now);
    } else {
      asked.ended(null);
      body.end(trailers);
    }
  }

  /** An answer may come before the whole request is out; then the rest of it would follow. */
  private boolean isAllSent() {
    if (upward != null && !upward.isSent()) {
      return false;
    }
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
    var body = flow;
    if (body != null) {
      addPiece(body);
      if (call == null) {
        return;
      }
    }
    flow = null;
    var asked = take();
    close();
    if (body == null) {
      asked.broken(fault, nothing, reused);
    } else {
      asked.ended(fault);
      body.fail(fault.reason());
    }
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
