package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

  @Test
  void readsTheReasonFromTheCauses() {
    assertThat(of(new BindException("Address already in use"))).isEqualTo(ExitCode.PORT_TAKEN);
    assertThat(of(new IOException("bind(..) failed: Address already in use")))
        .isEqualTo(ExitCode.PORT_TAKEN);
    assertThat(of(new BindException("Permission denied"))).isEqualTo(ExitCode.NO_PERMISSION);
    assertThat(of(new BindException("Cannot assign requested address")))
        .isEqualTo(ExitCode.CONFIGURATION);
    assertThat(of(new AccessDeniedException("/x"))).isEqualTo(ExitCode.NO_PERMISSION);
    assertThat(of(Failure.usage("x"))).isEqualTo(ExitCode.USAGE);
    assertThat(of(new IllegalStateException())).isEqualTo(ExitCode.FAILED);
  }

  private static ExitCode of(Exception cause) {
    return ExitCode.of(new RuntimeException("around it", cause));
  }
}
