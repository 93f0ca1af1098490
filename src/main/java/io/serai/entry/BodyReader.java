package io.serai.entry;

/** Takes one request's body out of what comes. */
interface BodyReader {

  /**
   * Takes what is there.
   *
   * @return true once the body is whole
   * @throws Malformed 400 for a broken one, 413 for one that is longer than allowed
   */
  boolean read(Input input) throws Malformed;

  /** The whole body. */
  byte[] bytes();

  /** One whose length was declared and allowed. */
  static BodyReader of(RequestHead head, long maxBody) {
    return head.length() == RequestHead.CHUNKED
        ? new ChunkedBody(maxBody)
        : new SizedBody((int) head.length());
  }

  /** Waits in the input until all of it is there, so that a declared length alone costs nothing. */
  final class SizedBody implements BodyReader {
    private final int length;
    private byte[] bytes = {};

    SizedBody(int length) {
      this.length = length;
    }

    @Override
    public boolean read(Input input) {
      if (input.size() < length) {
        return false;
      }
      bytes = input.take(length);
      return true;
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }
  }
}
