package io.serai.entry;

import io.serai.request.Holding;
import java.util.Arrays;

/** One whose length isn't known before its end. */
final class ChunkedBody implements BodyReader {
  private final ChunkFraming framing;
  private final long maxBody;
  private final Holding holding;
  private byte[] bytes = {};
  private int length;

  ChunkedBody(long maxBody, Holding holding) {
    this.framing = new ChunkFraming(maxBody);
    this.maxBody = maxBody;
    this.holding = holding;
  }

  @Override
  public boolean read(Input input) throws Malformed {
    while (!framing.isWhole() && input.size() > 0) {
      int more = (int) Math.min(framing.data(), input.size());
      if (more > 0) {
        makeRoom(more);
        length += input.takeInto(bytes, length, more);
        framing.took(more);
      } else {
        framing.step(input.read());
      }
    }
    if (input.size() == 0) {
      input.clear();
    }
    return framing.isWhole();
  }

  @Override
  public byte[] bytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void makeRoom(int more) throws Malformed {
    if (length + more > bytes.length) {
      bytes = BodyReader.grown(bytes, length + more, maxBody, holding);
    }
  }
}
