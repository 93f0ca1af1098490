package io.serai.entry;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.serai.request.BodyFlow;
import io.serai.request.ChunkWriter;
import java.util.List;
import java.util.function.Predicate;

/**
 * The body of one answer on its way to the client, each piece at once; a client that doesn't take
 * them holds back whoever sends them. Confined to the loop.
 */
final class Download implements BodyFlow.Taker {
  private final ChannelHandlerContext context;
  private final BodyFlow flow;
  private final Framing framing;
  private final Predicate<String> trailers;
  private final Runnable flushed;
  private final End end;
  private long sent;
  private long bytes;

  /** How the client sees where the body ends. */
  enum Framing {
    /** By a length in the head. */
    LENGTH,
    /** By a last chunk. */
    CHUNKS,
    /** By the end of the connection: HTTP/1.0. */
    CLOSE
  }

  /** Told once how it ended. */
  interface End {
    void over(boolean whole);
  }

  /**
   * One whose head is written.
   *
   * @param trailers by name, whether one goes out
   * @param head its size in bytes
   * @param flushed run whenever something was given to the socket
   */
  Download(
      ChannelHandlerContext context,
      BodyFlow flow,
      Framing framing,
      Predicate<String> trailers,
      long head,
      Runnable flushed,
      End end) {
    this.context = context;
    this.flow = flow;
    this.framing = framing;
    this.trailers = trailers;
    this.bytes = head;
    this.flushed = flushed;
    this.end = end;
  }

  /** Lets it flow. */
  void begin() {
    if (!context.channel().isWritable()) {
      flow.pause();
    }
    flow.into(this);
  }

  /** The socket takes more again. */
  void hasRoom() {
    flow.resume();
  }

  /** The client has gone, or there is no sense in going on. */
  void cancel() {
    flow.cancel();
  }

  /** Nothing moves: if it is the source that doesn't, it hears of that. */
  void standStill() {
    flow.standStill();
  }

  /** Whether it waits for what comes in time, whatever happens. */
  boolean isAwaited() {
    return flow.isAwaited();
  }

  /** Whether to the client an end is as good as a break. */
  boolean endsByClosing() {
    return framing == Framing.CLOSE;
  }

  /** Of the answer so far, its head and what frames it included. */
  long bytes() {
    return bytes;
  }

  /** Of the body, what the client's socket has taken. */
  long taken() {
    return flow.taken();
  }

  @Override
  public void piece(ByteBuf piece) {
    int size = piece.readableBytes();
    if (size == 0) {
      piece.release(); // As a chunk it would be the last one.
      return;
    }
    sent += size;
    bytes += size;
    if (framing == Framing.CHUNKS) {
      bytes += ChunkWriter.piece(context.channel(), piece);
    } else {
      context.write(piece, context.voidPromise());
    }
    flush();
    if (!context.channel().isWritable()) {
      flow.pause();
    }
  }

  @Override
  public void whole(List<String> all) {
    if (flow.length() >= 0 && sent != flow.length()) {
      // Its source has miscounted; the client would wait, or take what follows for a part of it.
      end.over(false);
      return;
    }
    if (framing == Framing.CHUNKS) {
      var last = ChunkWriter.last(context.channel(), all, trailers);
      bytes += last.readableBytes();
      context.write(last, context.voidPromise());
      flush();
    }
    end.over(true);
  }

  @Override
  public void broken(String reason) {
    end.over(false);
  }

  /** Whoever watches the client ends it. */
  @Override
  public void late() {}

  @Override
  public long pending() {
    var buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }

  private void flush() {
    context.flush();
    flushed.run();
  }
}
