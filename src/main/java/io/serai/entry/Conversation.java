package io.serai.entry;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is said on one connection: takes requests out of the bytes, one at a time, and writes
 * answers in the order of the requests. Confined to the loop.
 *
 * <pre>
 *           bytes        head whole       body whole, or none       answer out
 *  QUIET ─────────► HEAD ──────────► BODY ───────────► WORKING ───┬─────────────► QUIET
 *    ▲                │ malformed      │ 413, 408         │       └─► STREAMING ───┘
 *    └─ room again ── │ ────────────── │ ───────────── WRITING            │ broken
 *                     └────────────► LINGERING ─────► closed ◄────────────┘
 * </pre>
 *
 * A body that goes on as it comes may do so while WORKING and STREAMING, {@link Upload}.
 */
final class Conversation implements Recipient {
  private final Channel channel;
  private final Walk walk;
  private final Connections connections;
  private final Incoming incoming;
  private final Patience patience;
  private final Outgoing outgoing;
  private final Streaming streaming;
  private Phase phase = Phase.QUIET;
  private @Nullable Visit visit;
  private boolean pumping;

  Conversation(
      ChannelHandlerContext context,
      Walk walk,
      ListenerSettings settings,
      Connections connections) {
    this.channel = context.channel();
    this.walk = walk;
    this.connections = connections;
    this.incoming = new Incoming(channel, settings);
    this.patience = new Patience(channel, settings, connections, walk::memory, this::tooLong);
    this.outgoing = new Outgoing(context, walk, patience, settings.packs());
    this.streaming = new Streaming(outgoing, patience);
  }

  /** There are too many connections. */
  void turnAway() {
    var id = Identify.id(null);
    linger();
    outgoing.answer(Answer.problem(503, "too many connections", id).with("Retry-After", "1"), id);
  }

  /** Takes over the bytes. */
  void came(ByteBuf came) {
    try {
      if (phase == Phase.LINGERING) {
        return;
      }
      takeIn(came);
    } finally {
      came.release();
    }
    outgoing.gather();
    pump();
    if (isWaiting()) {
      incoming.pause();
    }
  }

  /** Whether what comes for the next request has to wait. */
  private boolean isWaiting() {
    return phase == Phase.WORKING || phase == Phase.WRITING || phase == Phase.STREAMING;
  }

  private void takeIn(ByteBuf came) {
    boolean uploading = incoming.isUploading();
    try {
      incoming.add(came);
    } catch (Malformed malformed) {
      malformed(malformed);
    } catch (Throwable broken) {
      broken(broken);
    }
    if (uploading && !incoming.isUploading() && phase == Phase.WORKING && visit != null) {
      // The deadline is the route's: the client's own time is over now.
      patience.work(System.nanoTime() + deadline(visit));
    }
  }

  private static long deadline(Visit of) {
    return of.served().way().terms().deadline().toNanos();
  }

  /** All that the socket held for now. */
  void cameAll() {
    if (outgoing.isGathering()) {
      outgoing.flush();
      if (phase == Phase.QUIET) {
        patience.unsent();
      }
    }
  }

  /** The socket takes more again. */
  void hasRoom() {
    if (phase == Phase.WRITING) {
      phase = Phase.QUIET;
      patience.quiet();
      pump();
    } else if (phase == Phase.STREAMING) {
      streaming.hasRoom();
    }
  }

  /** Takes requests out of the input until one has to wait. */
  private void pump() {
    if (pumping || !channel.isOpen()) {
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
              case WORKING, WRITING, STREAMING, LINGERING -> false;
            };
      }
    } catch (Malformed malformed) {
      malformed(malformed);
    } catch (Throwable broken) {
      broken(broken);
    } finally {
      pumping = false;
    }
    if (!isWaiting()) {
      incoming.resume();
    }
  }

  private boolean takeHead() throws Malformed {
    if (incoming.isEmpty()) {
      return false;
    }
    if (!outgoing.hasRoom()) {
      phase = Phase.WRITING;
      patience.unsent();
      return false;
    }
    var head = incoming.head();
    long now = System.nanoTime();
    if (head == null) {
      if (phase == Phase.QUIET && !incoming.isEmpty()) {
        phase = Phase.HEAD;
        patience.head(now);
      }
      return false;
    }
    var arrived = new Visit(walk, this, head, now);
    visit = arrived;
    phase = Phase.BODY;
    var refusal = walk.atHead(arrived);
    if (refusal != null) {
      walk.giveBack(arrived);
      answered(arrived, incoming.skipBody(head) ? refusal : refusal.closing());
      return true;
    }
    if (!head.hasBody()) {
      work(arrived);
      return true;
    }
    var terms = arrived.served().way().terms();
    if (terms.stream()) {
      var upload =
          new Upload(channel, head, terms.maxBody(), terms.requestHeaders(), outgoing::goAhead);
      arrived.upload(upload.flow());
      incoming.begin(upload);
      work(arrived);
      return true;
    }
    patience.body(now);
    if (incoming.expectBody(head, terms.maxBody(), arrived.holding())) {
      outgoing.goAhead();
    }
    return true;
  }

  private boolean takeBody() throws Malformed {
    var body = incoming.body();
    if (body == null || visit == null) {
      return false;
    }
    visit.body(body);
    work(visit);
    return true;
  }

  private void work(Visit whole) {
    phase = Phase.WORKING;
    if (incoming.isUploading()) {
      streaming.watch(whole);
    } else {
      patience.work(whole.due());
    }
    walk.enter(whole, channel.eventLoop());
  }

  /** Writes it, unless another one went out before. */
  @Override
  public void answer(Visit answered, Answer answer) {
    if (channel.eventLoop().inEventLoop()) {
      answered(answered, answer);
      goOn();
    } else {
      channel.eventLoop().execute(() -> answer(answered, answer));
    }
  }

  /** The next request, if it came ahead, in a turn of its own and not inside this one's steps. */
  private void goOn() {
    if (pumping || incoming.isEmpty()) {
      pump();
    } else {
      channel.eventLoop().execute(this::pump);
    }
  }

  private void answered(Visit answered, Answer answer) {
    if (answered.isOver()) {
      answer.drop();
      walk.streamedOut(answered);
      return;
    }
    answered.over();
    boolean close =
        !answered.head().keepAlive()
            || answer.closes()
            || connections.isDraining()
            // Where the next request would begin isn't known yet.
            || incoming.isUploading();
    if (answer.flow() != null) {
      phase = Phase.STREAMING;
      streaming.begin(answered, answer, close, brokenOff -> streamed(answered, brokenOff));
      return;
    }
    visit = null;
    incoming.noBody();
    if (close) {
      linger();
    } else {
      phase = Phase.QUIET;
    }
    if (!outgoing.answer(answered, answer, close)) {
      // Nobody would get the answers to what was sent ahead.
      linger();
    }
    incoming.breakUpload("it was answered before");
  }

  /** That was the end of an answer that went out as it came. */
  private void streamed(Visit answered, String brokenOff) {
    boolean endsByClosing = streaming.endsByClosing();
    long bytes = streaming.over();
    visit = null;
    walk.streamedOut(answered);
    answered.breakOff(brokenOff);
    if (!brokenOff.isEmpty()) {
      // Never a clean end: the client mustn't take what it has for all of it.
      phase = Phase.LINGERING;
      if (endsByClosing) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
      }
      channel.close();
    } else if (streaming.isLast() || incoming.isUploading()) {
      linger();
      outgoing.end();
    } else {
      phase = Phase.QUIET;
      patience.quiet();
      patience.unsent();
    }
    walk.leave(answered, answered.status(streaming.status()), bytes);
    incoming.breakUpload("it was answered before");
    goOn();
  }

  private void stoodStill(Visit flowing) {
    walk.stoodStill(flowing, streaming.bytes());
    if (phase == Phase.STREAMING) {
      streaming.standStill(flowing);
      streamed(flowing, "idle");
      return;
    }
    if (streaming.isHeldBack(flowing)) {
      // Then the call fails, and the route answers.
      patience.work(System.nanoTime() + deadline(flowing));
      streaming.standStill(flowing);
      return;
    }
    answered(flowing, walk.noBody(flowing).closing());
    pump();
  }

  private void linger() {
    phase = Phase.LINGERING;
    incoming.clear();
  }

  private void malformed(Malformed malformed) {
    if (visit != null && phase == Phase.STREAMING) {
      // Its answer is on the way already.
      channel.close();
      return;
    }
    if (visit != null) {
      // Well-formed, but there is no memory for its body.
      boolean shed = malformed.status() == 503;
      end(
          visit,
          shed
              ? walk.noMemory(visit)
              : Answer.problem(malformed.status(), malformed.detail(), visit.id()));
      return;
    }
    var id = Identify.id(null);
    linger();
    int bytes = outgoing.answer(Answer.problem(malformed.status(), malformed.detail(), id), id);
    walk.unread(malformed, id, bytes);
  }

  private void broken(Throwable cause) {
    if (visit != null && phase != Phase.STREAMING) {
      walk.broke(visit, cause);
      end(visit, Answer.problem(500, "the log knows more by this id", visit.id()));
    } else {
      channel.close();
    }
  }

  /** Where the next request would begin is unknown, so there is none. */
  private void end(Visit unfinished, Answer answer) {
    if (phase == Phase.BODY) {
      walk.giveBack(unfinished);
    }
    answered(unfinished, answer.closing());
  }

  private void tooLong() {
    switch (phase) {
      case HEAD -> malformed(new Malformed(408, "the head took longer than allowed"));
      case BODY -> malformed(new Malformed(408, "the body took longer than allowed"));
      case WORKING -> {
        if (visit != null && incoming.isUploading()) {
          if (!streaming.isFlowing(visit)) {
            stoodStill(visit);
          }
        } else if (visit != null) {
          answered(visit, walk.late(visit));
          pump();
        }
      }
      case STREAMING -> {
        if (visit != null && !streaming.isFlowing(visit)) {
          stoodStill(visit);
        }
      }
      case QUIET, WRITING, LINGERING -> {
        if (patience.isOver(phase == Phase.QUIET)) {
          channel.close();
        }
      }
    }
  }

  /** The client has gone. */
  void gone() {
    patience.gone();
    incoming.clear();
    if (visit != null) {
      var gone = visit;
      visit = null;
      gone.over();
      long bytes = 0;
      if (phase == Phase.BODY) {
        walk.giveBack(gone);
      } else if (phase == Phase.STREAMING) {
        bytes = streaming.over();
        walk.streamedOut(gone);
      }
      walk.leave(gone, 499, bytes);
    }
    incoming.breakUpload("its client has gone");
  }

  /** What only the socket can be blamed for is the client's going. */
  void failed(Throwable cause) {
    if (!(cause instanceof IOException) && visit != null) {
      walk.broke(visit, cause);
    }
  }

  /** The instance is on its way out. */
  void endQuiet() {
    if (phase == Phase.QUIET && patience.isSettled()) {
      channel.close();
    }
  }
}
