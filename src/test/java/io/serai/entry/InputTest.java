package io.serai.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.serai.settings.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Empty lines before a request line are read the same in whatever pieces they come. */
class InputTest {
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private final ListenerSettings limits = ListenerSettings.of(Settings.of(Map.of()));
  private final Input input = new Input();

  private @Nullable RequestHead came(String piece) throws Malformed {
    input.add(Unpooled.copiedBuffer(piece, US_ASCII));
    return input.head(limits);
  }

  @Test
  void oneIsOverlookedBeforeEachRequest() throws Malformed {
    assertThat(came("\r\n" + REQUEST)).isNotNull();
    assertThat(came("\r")).isNull();
    assertThat(came("\n" + REQUEST)).isNotNull();
  }

  @Test
  void aSecondOneIsNoRequestLine() throws Malformed {
    assertThat(came("\r\n")).isNull();
    assertThatThrownBy(() -> came("\r\n" + REQUEST)).isInstanceOf(Malformed.class);
  }
}
