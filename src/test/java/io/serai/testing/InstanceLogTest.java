package io.serai.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLogTest {
  @TempDir private Path base = Path.of("");
  private Path logs = Path.of("");

  @BeforeEach
  void folder() throws IOException {
    logs = Files.createDirectory(base.resolve("logs"));
  }

  @Test
  void whatWasRolledAwayComesFirstInTheOrderWritten() throws IOException {
    packed("serai-2026-01-01-2.log.gz", "two\n");
    packed("serai-2026-01-01-10.log.gz", "ten\n");
    packed("serai-2026-01-02-1.log.gz", "next day\n");
    Files.writeString(logs.resolve("serai.log"), "today\nand on\n");
    Files.writeString(logs.resolve("serai.out"), "no log");
    assertThat(InstanceLog.lines(base))
        .containsExactly("two", "ten", "next day", "today", "and on");
  }

  @Test
  void oneThatIsJustBeingPackedIsReadOnceAndWhole() throws IOException {
    packed("serai-2026-01-01-1.log.gz", "half");
    Files.writeString(logs.resolve("serai-2026-01-01-1.log"), "half and the other half\n");
    assertThat(InstanceLog.lines(base)).containsExactly("half and the other half");
  }

  private void packed(String name, String text) throws IOException {
    try (var file = new GZIPOutputStream(Files.newOutputStream(logs.resolve(name)))) {
      file.write(text.getBytes(UTF_8));
    }
  }
}
