package io.serai.entry;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;

/** The way of a connection's answers into its socket. Confined to the loop. */
final class Outgoing {
  private final ChannelHandlerContext context;
  private final Walk walk;
  private final Patience patience;
  private final boolean packs;
  private boolean gathering;

  Outgoing(ChannelHandlerContext context, Walk walk, Patience patience, boolean packs) {
    this.packs = packs;
    this.context = context;
    this.walk = walk;
    this.patience = patience;
  }

  /** From now on answers wait for the next {@link #flush}: one system call for all of them. */
  void gather() {
    gathering = true;
  }

  boolean isGathering() {
    return gathering;
  }

  void flush() {
    gathering = false;
    context.flush();
    patience.flushed();
  }

  /** Whether the socket takes more, if need be after it was given what it can take. */
  boolean hasRoom() {
    if (!context.channel().isWritable()) {
      context.flush();
      patience.flushed();
    }
    return context.channel().isWritable();
  }

  /** The client waits for it with its body: RFC 9110 section 10.1.1. */
  void goAhead() {
    context.writeAndFlush(Unpooled.wrappedBuffer(AnswerWriter.CONTINUE));
  }

  /**
   * Writes the answer of a request, which ends with it.
   *
   * @param close whether the connection does so too
   * @return false if it couldn't be written, and the connection is closed
   */
  boolean answer(Visit answered, Answer answer, boolean close) {
    int bytes;
    try {
      bytes = write(answered, answer, close);
    } catch (Throwable unwritable) {
      // No memory for it, say. Nothing of it has gone out.
      walk.broke(answered, unwritable);
      context.close();
      walk.leave(answered, 500, 0);
      return false;
    }
    walk.leave(answered, answer.status(), bytes);
    return true;
  }

  private int write(Visit answered, Answer answer, boolean close) {
    var request = answered.begun();
    var out =
        AnswerWriter.write(
            context.alloc(),
            answer,
            answered.id(),
            answered.head().method().equals("HEAD"),
            close,
            answered.head().http10(),
            answer.isReported() && request != null ? request.parts() : null,
            System.nanoTime() - answered.start(),
            packs,
            packs && Packing.isWanted(answered.head()));
    int bytes = out.readableBytes();
    if (close) {
      last(out);
      return bytes;
    }
    context.write(out, context.voidPromise());
    patience.quiet();
    if (!gathering) {
      context.flush();
      patience.unsent();
    }
    return bytes;
  }

  /** Writes the answer to what is no request; the connection ends with it. Its size in bytes. */
  int answer(Answer answer, String id) {
    var out =
        AnswerWriter.write(context.alloc(), answer, id, false, true, false, null, 0, false, false);
    int bytes = out.readableBytes();
    last(out);
    return bytes;
  }

  /** Closing at once could throw away what the client hasn't read yet. */
  private void last(ByteBuf answer) {
    patience.last();
    context
        .writeAndFlush(answer)
        .addListener(
            (ChannelFutureListener)
                sent -> {
                  if (sent.isSuccess()) {
                    patience.linger();
                    ((DuplexChannel) sent.channel()).shutdownOutput();
                  } else {
                    sent.channel().close();
                  }
                });
    patience.flushed();
  }
}
