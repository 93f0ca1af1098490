package io.serai.routes;

import static io.serai.routes.Instance.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.LiveSet.State;
import io.serai.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An emptied file or folder may be a slip of the hand: nothing is removed for it. */
class EmptyFilesTest {
  @TempDir Path base;
  private Instance instance;

  @BeforeEach
  void open() throws IOException {
    instance = new Instance(base);
  }

  @AfterEach
  void close() {
    instance.close();
  }

  @Test
  void whatIsRefusedAlreadyWaitsForNoReload() throws Exception {
    instance.answer("a", "/a", "x").answer("b", "/b", "y").start();
    instance.write("a/z.camel.yaml", route("z", "/z", "x"));
    assertThat(instance.units.changes().changed()).containsExactly("a");
    assertThat(instance.units.reload()).hasSize(1);
    emptied("b.camel.yaml");
    assertThat(instance.units.changes().changed()).containsExactly("b");
    assertThat(instance.units.reload()).hasSize(2);
    assertThat(instance.units.changes().units()).isEmpty();
  }

  @Test
  void afterARestartAnEmptyFileServesWhatItHeldBefore() throws Exception {
    instance.answer("a", "/a", "x").start();
    instance.write("a.camel.yaml", "");
    assertThat(instance.restart()).extracting(Problem::message).containsExactly("empty file");
    assertThat(instance.platform.call("/a")).isEqualTo("x");
    assertThat(instance.unit("a").state()).isEqualTo(LiveSet.State.LAST_GOOD);
    instance.answer("a", "/a", "y");
    assertThat(instance.units.reload()).isEmpty();
    assertThat(instance.platform.call("/a")).isEqualTo("y");
  }

  /** As if it had been left so a while ago. */
  private void emptied(String name) throws IOException {
    instance.write(name, "");
    Files.setLastModifiedTime(
        instance.conf.resolve(name), FileTime.fromMillis(System.currentTimeMillis() - 5_000));
  }

  @Test
  void aFileLeftEmptyIsRefusedByNameAndWhatItServedGoesOn() throws Exception {
    instance.answer("a", "/a", "x").start();
    emptied("a.camel.yaml");
    for (int i = 0; i < 2; i++) {
      assertThat(instance.units.reload())
          .extracting(Problem::toString)
          .containsExactly(
              "conf/a.camel.yaml: empty file (expected: routes). Delete it to remove the unit.");
    }
    assertThat(instance.platform.call("/a")).isEqualTo("x");
    assertThat(instance.unit("a").state()).isEqualTo(State.LAST_GOOD);
    assertThat(instance.units.live().degraded()).isTrue();
    Files.delete(instance.conf.resolve("a.camel.yaml"));
    instance.answer("b", "/b", "y");
    assertThat(instance.units.reload()).isEmpty();
    assertThat(instance.platform.call("/a")).isEqualTo("404");
  }

  @Test
  void aFileMadeEmptyJustNowIsLeftAlone() throws Exception {
    instance.answer("b", "/b", "y").write("a.camel.yaml", "");
    var made = Files.getLastModifiedTime(instance.conf.resolve("a.camel.yaml")).toInstant();
    // Somebody is writing it, for all this clock says.
    instance.clock = Clock.fixed(made.plusMillis(299), ZoneOffset.UTC);
    assertThat(instance.restart()).isEmpty();
    instance.clock = Clock.fixed(made.plusMillis(301), ZoneOffset.UTC);
    assertThat(instance.restart()).extracting(Problem::message).containsExactly("empty file");
  }

  @Test
  void suddenlyEmptyConfIsRefused() throws Exception {
    instance.answer("a", "/a", "x");
    instance.start();
    Files.delete(instance.conf.resolve("a.camel.yaml"));
    assertThat(instance.units.reload()).hasSize(1);
    assertThat(instance.platform.call("/a")).isEqualTo("x");
    assertThat(instance.units.live().degraded()).isTrue();
    instance.restart();
    assertThat(instance.platform.call("/a")).isEqualTo("x");
    Files.delete(instance.conf);
    assertThat(instance.units.reload().get(0).message()).contains("can't be read");
    assertThat(instance.platform.call("/a")).isEqualTo("x");
  }
}
