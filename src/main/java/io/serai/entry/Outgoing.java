package io.serai.entry;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.serai.request.BodyFlow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    var out = bytes(answered, answer, close, packs);
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

  private ByteBuf bytes(Visit answered, Answer answer, boolean close, boolean packed) {
    var request = answered.begun();
    return AnswerWriter.write(
        context.alloc(),
        answer,
        answered.id(),
        answered.head().method().equals("HEAD"),
        close,
        answered.head().http10(),
        answer.isReported() && request != null ? request.parts() : null,
        System.nanoTime() - answered.start(),
        packed,
        packed && Packing.isWanted(answered.head()));
  }

  /**
   * Writes the head of an answer whose body goes out as it comes.
   *
   * @param end told how that ended; at once if it has none
   * @return null if it couldn't be written
   */
  @Nullable Download stream(Visit answered, Answer answer, boolean close, Download.End end) {
    var flow = Objects.requireNonNull(answer.flow());
    try {
      // What goes on as it comes is as it came.
      var head = bytes(answered, answer, close, false);
      int size = head.readableBytes();
      context.write(head, context.voidPromise());
      if (!gathering) {
        context.flush();
        patience.flushed();
      }
      return new Download(
          context,
          flow,
          framing(answered.head(), flow),
          answer.trailers(),
          size,
          patience::flushed,
          end);
    } catch (Throwable unwritable) {
      walk.broke(answered, unwritable);
      return null;
    }
  }

  private static Download.Framing framing(RequestHead asked, BodyFlow flow) {
    if (flow.length() >= 0) {
      return Download.Framing.LENGTH;
    }
    return asked.http10() ? Download.Framing.CLOSE : Download.Framing.CHUNKS;
  }

  /** Nothing follows what has been written, and the connection ends with it. */
  void end() {
    last(Unpooled.EMPTY_BUFFER);
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
