package io.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class FrameTest {

  @Test
  void isReadAsWritten() throws Exception {
    var read = Frame.read(new Frame("from", "to", "ch", new byte[] {1, 2}).bytes());
    assertThat(read.from()).isEqualTo("from");
    assertThat(read.to()).isEqualTo("to");
    assertThat(read.channel()).isEqualTo("ch");
    assertThat(read.content()).containsExactly(1, 2);
  }

  @Test
  void whatALaterReleaseAppendsToTheHeadIsSkipped() throws Exception {
    var bytes = new Frame("f", "", "c", new byte[] {7}).bytes();
    int head = bytes[2];
    var longer = new ByteArrayOutputStream();
    longer.write(new byte[] {1, 0, (byte) (head + 2)});
    longer.write(bytes, 3, head);
    longer.write(new byte[] {9, 9, 7});
    var read = Frame.read(longer.toByteArray());
    assertThat(read.channel()).isEqualTo("c");
    assertThat(read.content()).containsExactly(7);
  }

  @Test
  void aLaterVersionAndDamageAreNamed() {
    assertThatThrownBy(() -> Frame.read(new byte[] {2, 0, 0}))
        .hasMessage("version 2 (expected: 1)");
    assertThatThrownBy(() -> Frame.read(new byte[0])).hasMessage("a damaged message of 0 bytes");
    assertThatThrownBy(() -> Frame.read(new byte[] {1, 127, 127}))
        .hasMessage("a damaged message of 3 bytes");
  }
}
