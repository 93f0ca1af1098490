package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.serai.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortHolderTest {

  @Test
  void namesTheProcessThatHasThePort() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "a system without /proc");
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(PortHolder.of(socket.getLocalPort()))
          .startsWith("process " + ProcessHandle.current().pid() + " (");
      var settings = Settings.of(Map.of("management.port", "" + socket.getLocalPort()));
      var bind = new BindException("management.port: is taken. Stop it.");
      var failure =
          PortHolder.portTaken(new UncheckedIOException(bind.getMessage(), bind), settings);
      assertThat(failure).isNotNull();
      assertThat(failure)
          .hasMessageContaining("Stop it. Held by process " + ProcessHandle.current().pid() + " (");
    }
  }

  @Test
  void saysNothingOfWhatIsNoTakenPort() {
    assertThat(PortHolder.portTaken(new IllegalStateException("x"), Settings.of(Map.of())))
        .isNull();
  }
}
