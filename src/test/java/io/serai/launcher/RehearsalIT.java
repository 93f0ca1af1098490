package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Installed;
import io.serai.testing.InstanceLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class archive from its making to its damage, in paths with spaces. */
class RehearsalIT {
  @TempDir private Path place = Path.of("");

  private Path base = Path.of("");

  @Test
  void isMadeOnceUsedLeftAloneWhenTornOrOutdatedAndMadeAnew() throws Exception {
    try (var installed = Installed.unpack(place.resolve("my programs"))) {
      base = installed.instance(place.resolve("an instance"), "startup.rehearsal=1ms");

      start(installed);
      assertThat(commandLine()).noneMatch(RehearsalIT::namesAnArchive);
      awaitLog("made: the next start is quicker", 1);
      assertThat(installed.serai("stop", "--base", base.toString()).code()).isZero();

      start(installed);
      assertThat(commandLine()).anyMatch(RehearsalIT::namesAnArchive);
      assertThat(mapped()).as("the JVM took it").isTrue();
      assertThat(installed.serai("stop", "--base", base.toString()).code()).isZero();

      // Cut off, as a full disk or a copy does.
      var archive = archive();
      assertThat(archive.toFile().setWritable(true)).isTrue();
      try (var file = new RandomAccessFile(archive.toFile(), "rw")) {
        file.setLength(file.length() / 2);
      }
      start(installed);
      assertThat(commandLine()).noneMatch(RehearsalIT::namesAnArchive);
      awaitLog("is damaged, or the JVM crashed with it", 1);
      awaitLog("made: the next start is quicker", 2);
      assertThat(installed.serai("stop", "--base", base.toString()).code()).isZero();

      // Another release in the same place: the JVM itself leaves the old one alone.
      try (var jars = Files.newDirectoryStream(installed.home().resolve("lib"), "serai-*.jar")) {
        for (var jar : jars) {
          Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(1000)));
        }
      }
      start(installed);
      awaitLog("made: the next start is quicker", 3);
      assertThat(installed.serai("stop", "--base", base.toString()).code()).isZero();
      start(installed);
      assertThat(mapped()).isTrue();
    }
  }

  private void start(Installed installed) throws Exception {
    var start = installed.serai("start", "--base", base.toString());
    assertThat(start.code()).as(start.out()).isZero();
  }

  private void awaitLog(String words, int times) {
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                InstanceLog.lines(base).stream().filter(line -> line.contains(words)).count()
                    == times);
  }

  private String pid() throws IOException {
    return Files.readString(base.resolve("run/serai.pid")).strip();
  }

  private List<String> commandLine() throws IOException {
    return List.of(Files.readString(Path.of("/proc", pid(), "cmdline")).split("\0"));
  }

  private static boolean namesAnArchive(String word) {
    return word.startsWith("-XX:SharedArchiveFile=") || word.startsWith("-XX:AOTCache=");
  }

  /** Whether the running JVM has the archive in its memory. */
  private boolean mapped() throws IOException {
    return Files.readString(Path.of("/proc", pid(), "maps")).contains("/classes-");
  }

  private Path archive() throws IOException {
    try (var files = Files.list(base.resolve("data/startup"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("classes-[0-9.]+"))
          .findFirst()
          .orElseThrow();
    }
  }
}
