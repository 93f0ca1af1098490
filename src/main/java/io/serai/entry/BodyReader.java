package io.serai.entry;

import io.serai.request.Holding;
import java.util.Arrays;

/** Takes one request's body out of what comes. */
interface BodyReader {

  /**
   * Takes what is there.
   *
   * @return true once the body is whole
   * @throws Malformed 400 for a broken one, 413 for one that is longer than allowed, 503 for one
   *     that there is no memory for
   */
  boolean read(Input input) throws Malformed;

  /** The whole body. */
  byte[] bytes();

  /** For a body whose declared length, if any, is allowed. */
  static BodyReader of(RequestHead head, long maxBody, Holding holding) {
    return head.length() == RequestHead.CHUNKED
        ? new ChunkedBody(maxBody, holding)
        : new SizedBody((int) head.length(), holding);
  }

  /**
   * A larger array with the same content, for as much as has come and not for what was announced: a
   * declared length alone costs nothing. Doubled, so that each byte is copied once or twice,
   * however small the pieces.
   *
   * @param needed how many bytes there will be now
   * @param most how many there can be in the end
   * @throws Malformed 503 if all bodies together would take more than they may
   */
  static byte[] grown(byte[] bytes, int needed, long most, Holding holding) throws Malformed {
    int length = (int) Math.max(needed, Math.min(2L * bytes.length, most));
    if (!holding.take(length - bytes.length)) {
      throw new Malformed(503, Holding.SPENT);
    }
    return Arrays.copyOf(bytes, length);
  }

  /** One whose length was declared and allowed. */
  final class SizedBody implements BodyReader {
    private final int length;
    private final Holding holding;
    private byte[] bytes = {};
    private int filled;

    SizedBody(int length, Holding holding) {
      this.length = length;
      this.holding = holding;
    }

    @Override
    public boolean read(Input input) throws Malformed {
      int more = Math.min(length - filled, input.size());
      if (filled + more > bytes.length) {
        bytes = grown(bytes, filled + more, length, holding);
      }
      filled += input.takeInto(bytes, filled, more);
      return filled == length;
    }

    /** As long as the body, once that is whole. */
    @Override
    public byte[] bytes() {
      return bytes;
    }
  }
}
