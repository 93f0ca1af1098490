package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BuildTest {

  /** In a worktree too, whose .git is a file that points at another checkout. */
  @Test
  void tellsTheCommitThatIsCheckedOutHere() throws Exception {
    var git =
        new ProcessBuilder("git", "rev-parse", "HEAD")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var head = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assumeThat(git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0).isTrue();
    assertThat(Build.THIS.commit()).hasSizeGreaterThanOrEqualTo(7);
    assertThat(head).startsWith(Build.THIS.commit());
  }
}
