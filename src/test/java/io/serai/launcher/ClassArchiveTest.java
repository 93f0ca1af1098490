package io.serai.launcher;

import static io.serai.launcher.ClassArchive.State.DAMAGED;
import static io.serai.launcher.ClassArchive.State.FRESH;
import static io.serai.launcher.ClassArchive.State.NONE;
import static io.serai.launcher.ClassArchive.State.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  @TempDir private Path base = Path.of("");
  private Directories directories = new Directories(base, base);
  private ClassArchive archive = new ClassArchive(directories, "17.0.1");

  @BeforeEach
  void anInstance() throws IOException {
    directories = new Directories(base, base);
    directories.create();
    Files.createDirectories(directories.conf());
    Files.writeString(directories.jvmOptions(), "-Xmx64m\n");
    Files.createDirectories(ClassArchive.folder(directories));
    archive = new ClassArchive(directories, "17.0.1");
  }

  private void made() throws IOException {
    Files.writeString(archive.made(), "0123456789");
    archive.keep("print");
  }

  @Test
  void isFreshForWhatItWasMadeOfAndStaleForAnythingElse() throws IOException {
    assertThat(archive.state("print")).isEqualTo(NONE);
    made();
    assertThat(archive.made()).doesNotExist();
    assertThat(archive.state("print")).isEqualTo(FRESH);
    assertThat(archive.state("another jar")).isEqualTo(STALE);
  }

  @Test
  void isDamagedOnceItIsShorterOrGone() throws IOException {
    made();
    Files.writeString(archive.file(), "01234");
    assertThat(archive.state("print")).isEqualTo(DAMAGED);
    Files.delete(archive.file());
    assertThat(archive.state("print")).isEqualTo(DAMAGED);
  }

  @Test
  void isNotTrustedAfterACrash() throws IOException {
    made();
    var crash = Files.createFile(directories.logs().resolve("hs_err_pid1.log"));
    Files.setLastModifiedTime(crash, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(archive.state("print")).isEqualTo(DAMAGED);
  }

  @Test
  void isNotTriedAgainWithWhatItCouldNotBeMadeOf() throws IOException {
    archive.giveUp("print");
    assertThat(archive.state("print")).isEqualTo(FRESH);
    assertThat(archive.state("after an upgrade")).isEqualTo(STALE);
  }

  @Test
  void twoJavasKeepOneEach() throws IOException {
    made();
    var other = new ClassArchive(directories, "25.0.1");
    assertThat(other.state("print")).isEqualTo(NONE);
    Files.writeString(other.made(), "abc");
    other.keep("another print");
    assertThat(archive.state("print")).isEqualTo(FRESH);
    assertThat(other.state("another print")).isEqualTo(FRESH);
  }

  @Test
  void changesWithTheOptionsOfTheJvm() throws IOException {
    var before = archive.print();
    assertThat(archive.print()).isEqualTo(before).contains(System.getProperty("java.vm.version"));
    Files.writeString(directories.jvmOptions(), "-Xmx65m\n");
    assertThat(archive.print()).isNotEqualTo(before);
  }
}
