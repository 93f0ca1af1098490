package io.serai.entry;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.serai.request.BodyFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request on its way from the client, each piece as it comes; whoever doesn't take
 * them holds back the client. Confined to the loop.
 */
final class Upload implements BodyFlow.Source {
  /** Smaller pieces are gathered: a buffer for a few bytes of each chunk would cost more. */
  private static final int LEAST = 1024;

  private final Channel channel;
  private final Runnable goAhead;
  private final BodyFlow flow;
  private final @Nullable ChunkFraming chunks;
  private final NameRule letIn;
  private long left;
  private boolean asked;
  private boolean whole;

  /**
   * One of which nothing has come.
   *
   * @param atMost in bytes; a declared length is within it
   * @param letIn the headers let in, and so the trailers
   * @param goAhead asks for it a client that waits to be asked
   */
  Upload(Channel channel, RequestHead head, long atMost, NameRule letIn, Runnable goAhead) {
    this.letIn = letIn;
    this.channel = channel;
    this.goAhead = goAhead;
    this.asked = !head.expectsContinue();
    boolean chunked = head.length() == RequestHead.CHUNKED;
    this.flow = new BodyFlow(chunked ? BodyFlow.UNKNOWN : head.length(), this);
    this.chunks = chunked ? new ChunkFraming(atMost) : null;
    this.left = head.length();
  }

  BodyFlow flow() {
    return flow;
  }

  boolean isWhole() {
    return whole;
  }

  /**
   * Takes what there is of it; if it isn't wanted yet, the client isn't read for now.
   *
   * @throws Malformed 400 for a broken one, 413 for one that is longer than allowed
   */
  void read(ByteBuf in) throws Malformed {
    asked |= in.isReadable();
    if (chunks == null) {
      int size = (int) Math.min(left, in.readableBytes());
      if (size > 0) {
        left -= size;
        flow.add(in.readRetainedSlice(size));
      }
      whole = left == 0;
    } else {
      readChunks(in, chunks);
      whole = chunks.isWhole();
    }
    if (whole) {
      flow.end(chunks == null ? List.of() : letIn(chunks.trailers()));
    }
    channel.config().setAutoRead(whole || flow.isOver() || flow.wantsMore());
  }

  private List<String> letIn(List<String> trailers) {
    var passing = new ArrayList<String>(trailers.size());
    for (int i = 0; i < trailers.size(); i += 2) {
      var name = trailers.get(i);
      if (letIn.lets(name.toLowerCase(Locale.ROOT)) && !HeaderNames.isNeverLet(name)) {
        passing.add(name);
        passing.add(trailers.get(i + 1));
      }
    }
    return passing;
  }

  private void readChunks(ByteBuf in, ChunkFraming framing) throws Malformed {
    ByteBuf small = null;
    try {
      while (in.isReadable() && !framing.isWhole()) {
        int size = (int) Math.min(framing.data(), in.readableBytes());
        if (size == 0) {
          framing.step(in.readUnsignedByte());
          continue;
        }
        framing.took(size);
        if (size < LEAST) {
          small = small == null ? channel.alloc().ioBuffer(LEAST) : small;
          small.writeBytes(in, size);
          continue;
        }
        if (small != null) {
          flow.add(small);
          small = null;
        }
        flow.add(in.readRetainedSlice(size));
      }
    } finally {
      if (small != null) {
        flow.add(small);
      }
    }
  }

  @Override
  public void resume() {
    if (!asked) {
      asked = true;
      goAhead.run();
    }
    if (!whole) {
      channel.config().setAutoRead(true);
    }
  }

  /** What still comes is read and thrown away until the request is answered, which ends both. */
  @Override
  public void cancel() {
    channel.config().setAutoRead(true);
  }

  /** The client has gone, or can't go on. */
  void broken(String reason) {
    flow.fail(reason);
    flow.cancel();
  }
}
