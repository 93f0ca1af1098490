package io.serai.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left on the disk when the process is killed at each step of keeping a unit. */
class LastGoodTest {
  @TempDir private Path base = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void keepOne() throws IOException {
    store = base.resolve("data/last-good");
    new LastGood(base).keep(files("one"));
  }

  private UnitFiles files(String text) {
    var files = new TreeMap<String, byte[]>();
    files.put("a.camel.yaml", text.getBytes(UTF_8));
    return UnitFiles.of("a", files, new TreeMap<>(), base.resolve("conf"));
  }

  /** The folder that keeping {@code two} writes aside, whole, under a name of its own. */
  private void aside(String name) throws IOException {
    var elsewhere = base.resolve("elsewhere");
    new LastGood(elsewhere).keep(files("two"));
    Files.move(elsewhere.resolve("data/last-good/a"), store.resolve(name));
  }

  private void rename(String from, String to) throws IOException {
    Files.move(store.resolve(from), store.resolve(to));
  }

  /** A process that starts anew finds it, and can go on from there. */
  private void assertFound(String text) throws IOException {
    var lastGood = new LastGood(base);
    assertThat(lastGood.units()).containsExactly("a");
    assertThat(lastGood.digest("a")).isEqualTo(files(text).digest());
    assertThat(lastGood.of("a").map(UnitFiles::digest)).contains(files(text).digest());
    lastGood.keep(files("three"));
    assertThat(lastGood.of("a").map(UnitFiles::digest)).contains(files("three").digest());
    try (var left = Files.list(store)) {
      assertThat(left).containsExactly(store.resolve("a"));
    }
  }

  @Test
  void killedWhileTheNewOneIsWritten() throws Exception {
    Files.createDirectories(store.resolve(".a.new/files"));
    Files.writeString(store.resolve(".a.new/files/a.camel.yaml"), "tw");
    assertFound("one");
  }

  @Test
  void killedWhenTheNewOneIsWritten() throws Exception {
    aside(".a.new");
    assertFound("one");
  }

  @Test
  void killedBetweenTheTwoRenames() throws Exception {
    aside(".a.new");
    rename("a", ".a.old");
    assertFound("two");
  }

  @Test
  void killedBetweenTheTwoRenamesAndAgainWhileTheNextIsWritten() throws Exception {
    // The second process deletes what stands aside before it writes there.
    rename("a", ".a.old");
    assertFound("one");
  }

  @Test
  void killedBetweenTheTwoRenamesWithATornNewOne() throws Exception {
    aside(".a.new");
    Files.writeString(store.resolve(".a.new/files/a.camel.yaml"), "tw");
    rename("a", ".a.old");
    assertFound("one");
  }

  @Test
  void killedWhenOnlyTheNewOneIsLeft() throws Exception {
    rename("a", ".a.new");
    assertFound("one");
  }

  @Test
  void killedAfterBothRenames() throws Exception {
    rename("a", ".a.old");
    aside("a");
    assertFound("two");
  }

  @Test
  void killedWhileTheOldOneIsDeleted() throws Exception {
    rename("a", ".a.old");
    aside("a");
    Files.delete(store.resolve(".a.old/digest"));
    assertFound("two");
  }

  @Test
  void neverDeletesTheOnlyWholeOneOnTheWayToTheNext() throws Exception {
    // The next one can't be written: what was whole must still be.
    rename("a", ".a.old");
    Files.createDirectories(store.resolve(".a.new"));
    var impossible = new TreeMap<String, byte[]>();
    impossible.put("a.camel.yaml", new byte[0]);
    impossible.put("a.camel.yaml/below", new byte[0]);
    var lastGood = new LastGood(base);
    var next = UnitFiles.of("a", impossible, new TreeMap<>(), base.resolve("conf"));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> lastGood.keep(next))
        .isInstanceOf(IOException.class);
    assertThat(lastGood.of("a").map(UnitFiles::digest)).contains(files("one").digest());
  }

  @Test
  void whatIsRemovedDoesNotComeBackFromWhatWasLeftBehind() throws Exception {
    aside(".a.new");
    new LastGood(base).remove("a");
    assertThat(new LastGood(base).units()).isEmpty();
    assertThat(new LastGood(base).of("a")).isEmpty();
  }
}
