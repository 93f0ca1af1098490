package io.serai.entry;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: takes requests out of the bytes, one at a time, and writes answers in
 * the order of the requests. What a client sends ahead waits, up to a bound, then the socket isn't
 * read.
 *
 * <pre>
 *           bytes        head whole       body whole, or none       answer out
 *  QUIET ─────────► HEAD ──────────► BODY ───────────► WORKING ─────────────────► QUIET
 *    ▲                │ malformed      │ 413, 408         │ no room in the socket
 *    └─ room again ── │ ────────────── │ ───────────── WRITING
 *                     └────────────► LINGERING ─────► closed
 * </pre>
 */
final class Connection extends ChannelInboundHandlerAdapter {
  private static final int MOST_AHEAD = 64 << 10;
  private static final long LINGER = TimeUnit.SECONDS.toNanos(2);
  private static final long SETTLE = TimeUnit.SECONDS.toNanos(1);

  private enum Phase {
    /** Between requests; ends after {@code listener.idleTimeout}. */
    QUIET,
    /** Part of a head is there; ends after {@code listener.headerTimeout}. */
    HEAD,
    /** The head is there and the body isn't whole; ends after {@code listener.bodyTimeout}. */
    BODY,
    /** The route has the request; ends with its deadline. */
    WORKING,
    /** The client doesn't take its answer; ends after {@code listener.writeTimeout}. */
    WRITING,
    /** The last answer goes out; what still comes is thrown away, so that no reset overtakes it. */
    LINGERING
  }

  private final Walk walk;
  private final ListenerSettings settings;
  private final ListenerStats stats;
  private final Connections connections;
  private final Input input = new Input();
  private @Nullable ChannelHandlerContext context;
  private Phase phase = Phase.QUIET;
  private @Nullable Visit visit;
  private @Nullable BodyReader body;
  private @Nullable Due due;
  private @Nullable Unsent unsent;
  private long quietSince;
  private boolean reading;
  private boolean pumping;

  Connection(Walk walk, ListenerSettings settings, ListenerStats stats, Connections connections) {
    this.walk = walk;
    this.settings = settings;
    this.stats = stats;
    this.connections = connections;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    due = new Due(ctx.channel(), this::tooLong);
    unsent = new Unsent(ctx.channel(), settings.writeTimeout().toNanos());
    quietSince = System.nanoTime();
    if (connections.add(this)) {
      due(quietSince + settings.headerTimeout().toNanos());
    } else {
      var id = Identify.id(null);
      last(
          AnswerWriter.write(
              ctx.alloc(),
              Answer.problem(503, "too many connections", id).with("Retry-After", "1"),
              id,
              false,
              true,
              false,
              null,
              0));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var came = (ByteBuf) message;
    try {
      if (phase == Phase.LINGERING) {
        return;
      }
      input.add(came);
    } finally {
      came.release();
    }
    reading = true;
    pump();
    if (input.size() > MOST_AHEAD && (phase == Phase.WORKING || phase == Phase.WRITING)) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    // One system call for the answers to all requests that came together.
    if (reading) {
      reading = false;
      ctx.flush();
      lookAfterUnsent();
    }
  }

  /** Takes requests out of the input until one has to wait. */
  private void pump() {
    if (pumping || !channel().isOpen()) {
      return;
    }
    pumping = true;
    try {
      boolean more = true;
      while (more) {
        more =
            switch (phase) {
              case QUIET, HEAD -> takeHead();
              case BODY -> takeBody();
              case WORKING, WRITING, LINGERING -> false;
            };
      }
    } catch (Malformed malformed) {
      malformed(malformed);
    } catch (Throwable broken) {
      broken(broken);
    } finally {
      pumping = false;
    }
    if (phase != Phase.WORKING && phase != Phase.WRITING && !channel().config().isAutoRead()) {
      channel().config().setAutoRead(true);
    }
  }

  private boolean takeHead() throws Malformed {
    if (input.size() == 0) {
      return false;
    }
    if (!channel().isWritable()) {
      ctx().flush();
      if (!channel().isWritable()) {
        phase = Phase.WRITING;
        unsent().look();
        due(unsent().due());
        return false;
      }
    }
    var head = input.head(settings);
    long now = System.nanoTime();
    if (head == null) {
      if (phase == Phase.QUIET && input.size() > 0) {
        phase = Phase.HEAD;
        due(now + settings.headerTimeout().toNanos());
      }
      return false;
    }
    stats.begin();
    var arrived = new Visit(walk, this, head, now);
    visit = arrived;
    phase = Phase.BODY;
    var refusal = walk.atHead(arrived);
    if (refusal != null) {
      walk.giveBack(arrived);
      answered(arrived, isBodySkipped(head) ? refusal : refusal.closing());
      return true;
    }
    if (!head.hasBody()) {
      work(arrived);
      return true;
    }
    body = BodyReader.of(head, arrived.served().way().terms().maxBody(), arrived.holding());
    due(now + settings.bodyTimeout().toNanos());
    if (head.expectsContinue() && input.size() == 0) {
      ctx().writeAndFlush(Unpooled.wrappedBuffer(AnswerWriter.CONTINUE));
    }
    return true;
  }

  /** Whether nothing of the refused request is left to come. */
  private boolean isBodySkipped(RequestHead head) {
    if (head.length() > 0 && input.size() >= head.length()) {
      input.skip((int) head.length());
      return true;
    }
    return !head.hasBody();
  }

  private boolean takeBody() throws Malformed {
    if (body == null || visit == null || !body.read(input)) {
      return false;
    }
    visit.body(body.bytes());
    body = null;
    work(visit);
    return true;
  }

  private void work(Visit whole) {
    phase = Phase.WORKING;
    due(whole.start() + whole.served().way().terms().deadline().toNanos());
    walk.enter(whole, channel().eventLoop());
  }

  /** Writes the answer, unless another one went out before; from any thread. */
  void answer(Visit answered, Answer answer) {
    if (channel().eventLoop().inEventLoop()) {
      answered(answered, answer);
      goOn();
    } else {
      channel().eventLoop().execute(() -> answer(answered, answer));
    }
  }

  /** The next request, if it came ahead, in a turn of its own and not inside this one's steps. */
  private void goOn() {
    if (pumping || input.size() == 0) {
      pump();
    } else {
      channel().eventLoop().execute(this::pump);
    }
  }

  private void answered(Visit answered, Answer answer) {
    if (answered.isOver()) {
      return;
    }
    answered.over();
    visit = null;
    body = null;
    int status = answer.status();
    int bytes = 0;
    try {
      bytes = write(answered, answer);
    } catch (Throwable unwritable) {
      // No memory for it, say. Nothing of it has gone out.
      walk.broke(answered, unwritable);
      status = 500;
      ctx().close();
    }
    walk.leave(answered, status, bytes);
  }

  private int write(Visit answered, Answer answer) {
    var head = answered.head();
    boolean close = !head.keepAlive() || answer.closes() || connections.isDraining();
    var request = answered.begun();
    var out =
        AnswerWriter.write(
            ctx().alloc(),
            answer,
            answered.id(),
            head.method().equals("HEAD"),
            close,
            head.http10(),
            answer.isReported() && request != null ? request.parts() : null,
            System.nanoTime() - answered.start());
    int bytes = out.readableBytes();
    if (close) {
      last(out);
    } else {
      ctx().write(out, ctx().voidPromise());
      phase = Phase.QUIET;
      quietSince = System.nanoTime();
      due(quietSince + settings.idleTimeout().toNanos());
      if (!reading) {
        ctx().flush();
        lookAfterUnsent();
      }
    }
    return bytes;
  }

  /** What the socket didn't take at once, the client must take within its time. */
  private void lookAfterUnsent() {
    if (phase != Phase.QUIET) {
      return;
    }
    if (unsent().look()) {
      due(unsent().due());
    }
  }

  /** Writes and ends. Closing at once could throw away what the client hasn't read yet. */
  private void last(ByteBuf out) {
    phase = Phase.LINGERING;
    input.clear();
    unsent().all();
    due(System.nanoTime() + LINGER);
    ctx()
        .writeAndFlush(out)
        .addListener(
            (ChannelFutureListener)
                sent -> {
                  if (sent.isSuccess()) {
                    due(System.nanoTime() + LINGER);
                    ((DuplexChannel) sent.channel()).shutdownOutput();
                  } else {
                    sent.channel().close();
                  }
                });
  }

  private void malformed(Malformed malformed) {
    if (visit != null) {
      if (phase == Phase.BODY) {
        walk.giveBack(visit);
      }
      var answer = Answer.problem(malformed.status(), malformed.detail(), visit.id());
      answered(visit, answer.closing());
      return;
    }
    var id = Identify.id(null);
    var answer = Answer.problem(malformed.status(), malformed.detail(), id);
    var out = AnswerWriter.write(ctx().alloc(), answer, id, false, true, false, null, 0);
    stats.malformed(malformed.status(), out.readableBytes());
    AccessLog.malformed(malformed.status(), id, malformed.detail());
    last(out);
  }

  private void broken(Throwable cause) {
    if (visit != null) {
      walk.broke(visit, cause);
      if (phase == Phase.BODY) {
        walk.giveBack(visit);
      }
      answered(visit, Answer.problem(500, "the log knows more by this id", visit.id()).closing());
    } else {
      ctx().close();
    }
  }

  private void due(long at) {
    if (due != null) {
      due.at(at);
    }
  }

  private void tooLong() {
    long now = System.nanoTime();
    switch (phase) {
      case HEAD -> malformed(new Malformed(408, "the head took longer than allowed"));
      case BODY -> malformed(new Malformed(408, "the body took longer than allowed"));
      case WORKING -> {
        if (visit != null) {
          answered(visit, walk.late(visit));
          pump();
        }
      }
      case QUIET, WRITING, LINGERING -> {
        if (unsent().isTaken(now)) {
          quietSince = now;
          due(connections.isDraining() ? now + SETTLE : unsent().due());
        } else if (phase == Phase.QUIET
            && unsent().pending() == 0
            && now - quietSince < patience()) {
          due(quietSince + patience());
        } else {
          ctx().close();
        }
      }
    }
  }

  /** How long a connection may be quiet. */
  private long patience() {
    return connections.isDraining() ? SETTLE : settings.idleTimeout().toNanos();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (phase == Phase.WRITING && ctx.channel().isWritable()) {
      phase = Phase.QUIET;
      quietSince = System.nanoTime();
      due(quietSince + settings.idleTimeout().toNanos());
      pump();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connections.remove(this);
    if (due != null) {
      due.never();
    }
    input.clear();
    if (visit != null) {
      var gone = visit;
      visit = null;
      gone.over();
      if (phase == Phase.BODY) {
        walk.giveBack(gone);
      }
      walk.leave(gone, 499, 0);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException) && visit != null) {
      walk.broke(visit, cause);
    }
    ctx.close();
  }

  /** The instance is on its way out: ends when quiet, a request on its way is still answered. */
  void drain() {
    channel().eventLoop().execute(this::endQuiet);
  }

  private void endQuiet() {
    long now = System.nanoTime();
    if (phase == Phase.QUIET && now - quietSince >= SETTLE && unsent().pending() == 0) {
      ctx().close();
    } else if (phase == Phase.QUIET) {
      // A request may be on its way; it is answered, and that answer ends the connection. Or an
      // answer is, to a slow client.
      due(Math.max(quietSince, now - SETTLE + 1) + SETTLE);
    }
  }

  void close() {
    ctx().close();
  }

  private Unsent unsent() {
    return Objects.requireNonNull(unsent);
  }

  private ChannelHandlerContext ctx() {
    if (context == null) {
      throw new IllegalStateException("not connected yet");
    }
    return context;
  }

  private Channel channel() {
    return ctx().channel();
  }
}
