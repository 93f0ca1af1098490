package io.serai.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.List;
import java.util.function.Predicate;

/** Bodies of unknown length on a connection, RFC 9112 section 7.1. */
public final class ChunkWriter {
  private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);

  /** With its chunk and not with the next one, which may be long in coming. */
  private static final ByteBuf CHUNK_END =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer(2).writeBytes(CRLF)).asReadOnly();

  private ChunkWriter() {}

  /**
   * Writes a piece, which isn't empty, as a chunk; without a flush.
   *
   * @return how many bytes that took around it
   */
  public static int piece(Channel channel, ByteBuf piece) {
    var line = channel.alloc().ioBuffer(16);
    ByteBufUtil.writeAscii(line, Integer.toHexString(piece.readableBytes()));
    line.writeBytes(CRLF);
    int around = line.readableBytes() + CRLF.length;
    channel.write(line, channel.voidPromise());
    channel.write(piece, channel.voidPromise());
    channel.write(CHUNK_END.duplicate(), channel.voidPromise());
    return around;
  }

  /**
   * The last chunk.
   *
   * @param trailers names and values in turn
   * @param passes by a trailer's name, whether it goes out
   */
  public static ByteBuf last(Channel channel, List<String> trailers, Predicate<String> passes) {
    var last = channel.alloc().ioBuffer(64);
    last.writeByte('0').writeBytes(CRLF);
    for (int i = 0; i < trailers.size(); i += 2) {
      if (passes.test(trailers.get(i))) {
        last.writeCharSequence(trailers.get(i) + ": " + trailers.get(i + 1), ISO_8859_1);
        last.writeBytes(CRLF);
      }
    }
    return last.writeBytes(CRLF);
  }
}
