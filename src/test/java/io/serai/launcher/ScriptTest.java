package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ScriptTest {

  @Test
  void shellcheckFindsNothing() throws Exception {
    Process check;
    try {
      check = new ProcessBuilder("shellcheck", "bin/serai").redirectErrorStream(true).start();
    } catch (IOException e) {
      System.out.println("skipped: shellcheck isn't installed, so bin/serai wasn't looked at");
      Assumptions.abort("shellcheck isn't installed");
      return;
    }
    var found = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(found).isEmpty();
    assertThat(check.waitFor()).isZero();
  }
}
