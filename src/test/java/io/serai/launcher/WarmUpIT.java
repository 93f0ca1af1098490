package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.FirstPage;
import io.serai.testing.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the first client still pays for, counted in classes: time tells little on a busy machine.
 */
class WarmUpIT {
  @TempDir private Path place = Path.of("");
  private long counted;

  @Test
  void theFirstAggregatedAnswerFindsItsClassesLoaded() throws Exception {
    try (var backend = FirstPage.backend();
        var installed = Installed.unpack(place.resolve("serai"))) {
      var base = FirstPage.instance(installed, place.resolve("i"), backend, "");
      var loaded = place.resolve("classes.log");
      Files.copy(
          installed.home().resolve("conf/jvm.options"),
          base.resolve("conf/jvm.options"),
          StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(
          base.resolve("conf/jvm.options"),
          "\n-Xlog:class+load:file=" + loaded + "\n",
          StandardOpenOption.APPEND);
      var start = installed.serai("start", "--base", base.toString());
      assertThat(start.code()).as(start.out()).isZero();

      // On a slow machine it ends after readiness.
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> isQuiet(loaded));
      long before = count(loaded);
      assertThat(FirstPage.get(base, "/page")).isEqualTo(FirstPage.DOCUMENT);
      assertThat(count(loaded) - before).as("classes loaded for the first request").isLessThan(150);
    }
  }

  private boolean isQuiet(Path log) throws IOException {
    long now = count(log);
    boolean quiet = now == counted;
    counted = now;
    return quiet;
  }

  private static long count(Path log) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.count();
    }
  }
}
