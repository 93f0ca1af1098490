package io.serai.entry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.serai.request.BodyFlow;
import java.util.List;

/**
 * The body of one answer on its way to the client, each piece at once; a client that doesn't take
 * them holds back whoever sends them. Confined to the loop.
 */
final class Download implements BodyFlow.Taker {
  private static final byte[] LAST_CHUNK = "0\r\n".getBytes(US_ASCII);
  private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);

  /** With its chunk and not with the next one, which may be long in coming. */
  private static final ByteBuf CHUNK_END =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer(2).writeBytes(CRLF)).asReadOnly();

  private final ChannelHandlerContext context;
  private final BodyFlow flow;
  private final Framing framing;
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
   * @param head its size in bytes
   * @param flushed run whenever something was given to the socket
   */
  Download(
      ChannelHandlerContext context,
      BodyFlow flow,
      Framing framing,
      long head,
      Runnable flushed,
      End end) {
    this.context = context;
    this.flow = flow;
    this.framing = framing;
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
    if (framing == Framing.CHUNKS) {
      var line = context.alloc().ioBuffer(16);
      ByteBufUtil.writeAscii(line, Integer.toHexString(size));
      line.writeBytes(CRLF);
      write(line);
      write(piece);
      write(CHUNK_END.duplicate());
    } else {
      write(piece);
    }
    flush();
    if (!context.channel().isWritable()) {
      flow.pause();
    }
  }

  @Override
  public void whole(List<String> trailers) {
    if (flow.length() >= 0 && sent != flow.length()) {
      // Its source has miscounted; the client would wait, or take what follows for a part of it.
      end.over(false);
      return;
    }
    if (framing == Framing.CHUNKS) {
      var last = context.alloc().ioBuffer(64);
      last.writeBytes(LAST_CHUNK);
      for (int i = 0; i < trailers.size(); i += 2) {
        last.writeCharSequence(trailers.get(i) + ": " + trailers.get(i + 1), ISO_8859_1);
        last.writeBytes(CRLF);
      }
      last.writeBytes(CRLF);
      write(last);
      flush();
    }
    end.over(true);
  }

  @Override
  public void broken(String reason) {
    end.over(false);
  }

  @Override
  public long pending() {
    var buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }

  private void write(ByteBuf part) {
    bytes += part.readableBytes();
    context.write(part, context.voidPromise());
  }

  private void flush() {
    context.flush();
    flushed.run();
  }
}
