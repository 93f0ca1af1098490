package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BuildTest {

  /** In a worktree too, whose .git is a file that points at another checkout. */
  @Test
  void tellsACommitThatWasCheckedOutHere() throws Exception {
    var git =
        new ProcessBuilder("git", "reflog", "--format=%H", "HEAD")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var commits = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeThat(git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 && !commits.isEmpty())
        .isTrue();
    assertThat(Build.THIS.commit()).hasSizeGreaterThanOrEqualTo(7);
    assertThat(commits.lines()).anyMatch(commit -> commit.startsWith(Build.THIS.commit()));
  }
}
