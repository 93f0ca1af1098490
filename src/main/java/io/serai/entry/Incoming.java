package io.serai.entry;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.serai.request.Holding;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends on a connection, taken out in heads and bodies. What it sends ahead waits, up
 * to a bound, then the socket isn't read. Confined to the loop.
 */
final class Incoming {
  private static final int MOST_AHEAD = 64 << 10;

  private final Channel channel;
  private final ListenerSettings limits;
  private final Input input = new Input();
  private @Nullable BodyReader body;
  private @Nullable Upload upload;

  Incoming(Channel channel, ListenerSettings limits) {
    this.channel = channel;
    this.limits = limits;
  }

  /**
   * More has come.
   *
   * @throws Malformed if what goes on as it comes can't
   */
  void add(ByteBuf came) throws Malformed {
    var reading = upload;
    if (reading != null) {
      // Whoever takes it may fail in this moment, and with it the upload.
      reading.read(came);
      if (!reading.isWhole()) {
        return;
      }
      if (upload == reading) {
        upload = null;
      }
    }
    if (came.isReadable()) {
      input.add(came);
    }
  }

  /** A body comes next that goes on as it comes; what is there of it does so now. */
  void begin(Upload coming) throws Malformed {
    upload = coming;
    var there = Unpooled.wrappedBuffer(input.take(input.size()));
    add(there);
  }

  /** Whether such a body is under way. */
  boolean isUploading() {
    return upload != null;
  }

  /** It isn't any more, and not whole. */
  void breakUpload(String reason) {
    if (upload != null) {
      var broken = upload;
      upload = null;
      broken.broken(reason);
    }
  }

  boolean isEmpty() {
    return input.size() == 0;
  }

  /** The next head; null until all of it is there. */
  @Nullable RequestHead head() throws Malformed {
    return input.head(limits);
  }

  /**
   * Its body, which may be as long as that, is what comes next.
   *
   * @return whether the client may wait to be asked for it
   */
  boolean expectBody(RequestHead head, long atMost, Holding holding) {
    body = BodyReader.of(head, atMost, holding);
    return head.expectsContinue() && isEmpty();
  }

  /** The body that is expected; null until all of it is there. */
  byte @Nullable [] body() throws Malformed {
    if (body == null || !body.read(input)) {
      return null;
    }
    var whole = body.bytes();
    body = null;
    return whole;
  }

  /** Leaves out the body of a refused request. False if it has yet to come. */
  boolean skipBody(RequestHead head) {
    if (head.length() > 0 && input.size() >= head.length()) {
      input.skip((int) head.length());
      return true;
    }
    return !head.hasBody();
  }

  /** No body is expected any more. */
  void noBody() {
    body = null;
  }

  /** The client has to wait: if it has sent much ahead, nothing more is read. */
  void pause() {
    if (upload == null && input.size() > MOST_AHEAD) {
      channel.config().setAutoRead(false);
    }
  }

  void resume() {
    if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  void clear() {
    input.clear();
  }
}
