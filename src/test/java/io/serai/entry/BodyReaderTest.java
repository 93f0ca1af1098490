package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.Unpooled;
import io.serai.request.Holding;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a large body costs that comes in small pieces. */
class BodyReaderTest {
  private static final int SIZE = 64 << 20;
  private static final int PIECE = 4 << 10;
  private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Input input = new Input();
  private final byte[] piece = new byte[PIECE];

  private static long allocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private boolean read(BodyReader reader, byte[] bytes) throws Malformed {
    input.add(Unpooled.wrappedBuffer(bytes));
    return reader.read(input);
  }

  @Test
  void aSizedBodyIsCopiedAFewTimesAndNotOncePerPiece() throws Malformed {
    long before = allocated();
    var reader = new BodyReader.SizedBody(SIZE, Holding.NONE);
    for (int i = 1; i <= SIZE / PIECE; i++) {
      Arrays.fill(piece, (byte) i);
      assertThat(read(reader, piece)).isEqualTo(i == SIZE / PIECE);
    }
    assertThat(reader.bytes()).hasSize(SIZE);
    assertThat(reader.bytes()[PIECE]).isEqualTo((byte) 2);
    assertThat(allocated() - before).isLessThan(6L * SIZE);
  }

  @Test
  void aChunkedBodyIsCopiedAFewTimesAndNotOncePerPiece() throws Malformed {
    long before = allocated();
    var reader = new ChunkedBody(SIZE, Holding.NONE);
    var size = (Integer.toHexString(PIECE) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < SIZE / PIECE; i++) {
      read(reader, size);
      read(reader, piece);
      read(reader, CRLF);
    }
    assertThat(read(reader, "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))).isTrue();
    // The last doubling goes no further than maxBody, so that nothing has to be cut off.
    assertThat(reader.bytes()).hasSize(SIZE);
    assertThat(allocated() - before).isLessThan(6L * SIZE);
  }

  @Test
  void aDeclaredLengthAloneCostsNothing() throws Malformed {
    long before = allocated();
    var reader = new BodyReader.SizedBody(Integer.MAX_VALUE, Holding.NONE);
    assertThat(read(reader, piece)).isFalse();
    assertThat(allocated() - before).isLessThan(1 << 20);
  }

  @Test
  void leavesWhatBelongsToTheNextRequest() throws Malformed {
    var reader = new BodyReader.SizedBody(3, Holding.NONE);
    assertThat(read(reader, "abcGET".getBytes(StandardCharsets.US_ASCII))).isTrue();
    assertThat(new String(reader.bytes(), StandardCharsets.US_ASCII)).isEqualTo("abc");
    assertThat(input.size()).isEqualTo(3);
  }

  @Test
  void whatWaitsAheadIsCopiedAFewTimesToo() {
    long before = allocated();
    for (int i = 0; i < SIZE / 4 / PIECE; i++) {
      input.add(Unpooled.wrappedBuffer(piece));
    }
    assertThat(allocated() - before).isLessThan(2L * SIZE);
  }
}
