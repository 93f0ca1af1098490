package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.serai.request.BodyFlow;
import io.serai.request.ChunkWriter;
import java.util.List;
import java.util.function.Predicate;

/**
 * The body of one request on its way to the backend, behind its head; a backend that doesn't take
 * it holds back whoever sends it. Confined to the loop.
 */
final class Upward implements BodyFlow.Taker {
  private final Channel channel;
  private final BodyFlow flow;
  private final Predicate<String> trailers;
  private final Told told;
  private boolean stopped;
  private boolean sent;

  /** Who wants to know how it ends. */
  interface Told {
    /** The socket has all of it. */
    void sent();

    /** No more comes. */
    void broken();

    /** For too long the socket took nothing. */
    void notTaken();
  }

  /**
   * One whose head is written.
   *
   * @param trailers by name, whether one goes with it
   */
  Upward(Channel channel, BodyFlow flow, Predicate<String> trailers, Told told) {
    this.trailers = trailers;
    this.channel = channel;
    this.flow = flow;
    this.told = told;
  }

  void begin() {
    if (!channel.isWritable()) {
      flow.pause();
    }
    flow.into(this);
  }

  /** The socket takes more again. */
  void hasRoom() {
    flow.resume();
  }

  /** Whether the socket has all of it. */
  boolean isSent() {
    return sent;
  }

  /** The connection is closed, or no more is wanted. */
  void stop() {
    stopped = true;
    flow.cancel();
  }

  @Override
  public void piece(ByteBuf piece) {
    if (stopped || !piece.isReadable()) {
      piece.release();
      return;
    }
    if (flow.length() < 0) {
      ChunkWriter.piece(channel, piece);
    } else {
      channel.write(piece, channel.voidPromise());
    }
    channel.flush();
    if (!channel.isWritable()) {
      flow.pause();
    }
  }

  @Override
  public void whole(List<String> all) {
    if (stopped) {
      return;
    }
    var last = flow.length() < 0 ? ChunkWriter.last(channel, all, trailers) : Unpooled.EMPTY_BUFFER;
    channel
        .writeAndFlush(last)
        .addListener(
            (ChannelFutureListener)
                written -> {
                  if (written.isSuccess() && !stopped) {
                    sent = true;
                    told.sent();
                  }
                });
  }

  @Override
  public void broken(String reason) {
    if (!stopped) {
      told.broken();
    }
  }

  @Override
  public void late() {
    if (!stopped) {
      told.notTaken();
    }
  }

  @Override
  public long pending() {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }
}
