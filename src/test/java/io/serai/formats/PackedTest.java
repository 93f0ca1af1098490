package io.serai.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class PackedTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static String plain(byte[] body, String coding, long most) {
    try {
      return new String(Packed.plain(body, coding, most), UTF_8);
    } catch (Unreadable e) {
      return e.reason();
    }
  }

  private static byte[] deflated(String text, boolean raw) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw);
    deflater.setInput(text.getBytes(UTF_8));
    deflater.finish();
    var out = new byte[1000];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  @Test
  void comesBackFromEachCoding() {
    var gzip = Packed.gzip("{\"a\":1}".getBytes(UTF_8));
    assertThat(plain(gzip, "gzip", 100)).isEqualTo("{\"a\":1}");
    assertThat(plain(gzip, "X-GZIP", 100)).isEqualTo("{\"a\":1}");
    assertThat(plain(deflated("{\"a\":1}", false), "deflate", 100)).isEqualTo("{\"a\":1}");
    assertThat(plain(deflated("{\"a\":1}", true), "deflate", 100)).isEqualTo("{\"a\":1}");
  }

  @Test
  void severalMembersAreOneBody() throws Exception {
    var out = new ByteArrayOutputStream();
    out.write(Packed.gzip("[1,".getBytes(UTF_8)));
    out.write(Packed.gzip("2]".getBytes(UTF_8)));
    assertThat(plain(out.toByteArray(), "gzip", 100)).isEqualTo("[1,2]");
  }

  @Test
  void aBombIsGivenUpAtItsBound() {
    var bomb = Packed.gzip(new byte[64 << 20]);
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThat(plain(bomb, "gzip", 1 << 20)).isEqualTo("that becomes more than 1048576 bytes");
    // One in another is unpacked once, and isn't unpacked again.
    assertThat(plain(Packed.gzip(bomb), "gzip, gzip", 1 << 20))
        .isEqualTo("in Content-Encoding gzip, gzip where gzip or deflate was expected");
  }

  @Test
  void aHundredThousandEmptyMembersAreNothing() {
    var member = Packed.gzip(new byte[0]);
    var body = new byte[100_000 * member.length];
    for (int at = 0; at < body.length; at += member.length) {
      System.arraycopy(member, 0, body, at, member.length);
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(plain(body, "gzip", 10)).isEmpty();
    // One inflater and one buffer: with those for each it would be some 800 MB, on an event loop.
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 20);
  }

  @Test
  void whatIsTornOrAnotherIsTold() {
    var gzip = Packed.gzip("{\"a\":1}".getBytes(UTF_8));
    assertThat(plain(Arrays.copyOf(gzip, gzip.length - 9), "gzip", 100))
        .isEqualTo("in gzip that ends too early");
    assertThat(plain("{\"a\":1}".getBytes(UTF_8), "gzip", 100)).isEqualTo("in gzip that is broken");
    gzip[gzip.length - 6] ^= 1;
    assertThat(plain(gzip, "gzip", 100)).isEqualTo("in gzip that is broken");
    assertThat(plain(gzip, "br", 100))
        .isEqualTo("in Content-Encoding br where gzip or deflate was expected");
  }

  @Test
  void nothingElseIsThrownWhateverComes() {
    var random = new Random(3);
    for (int run = 0; run < 2_000; run++) {
      var body = Packed.gzip(new byte[random.nextInt(200)]);
      body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(plain(body, run % 2 == 0 ? "gzip" : "deflate", 1000)).isNotNull();
    }
  }
}
