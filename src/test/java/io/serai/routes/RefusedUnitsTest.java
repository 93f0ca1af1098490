package io.serai.routes;

import static io.serai.routes.Instance.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.routes.LiveSet.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units that are not taken, and what goes on in their place. */
class RefusedUnitsTest {
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
  void aRefusedUnitTellsSinceWhen() throws Exception {
    var before = java.time.Instant.now();
    instance.write("a.camel.yaml", "- route: {}\n").start();
    assertThat(instance.unit("a").state()).isEqualTo(State.REFUSED);
    assertThat(instance.unit("a").since()).isBetween(before, java.time.Instant.now());
  }

  @Test
  void refusedFilesLeaveWhatWasServed() throws Exception {
    instance.answer("a", "/a", "good").answer("b", "/b", "bee");
    instance.start();
    instance.write("a.camel.yaml", "route:\n  from: nothing\n");
    var problems = instance.units.reload();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).file()).isEqualTo("conf/a.camel.yaml");
    assertThat(instance.platform.call("/a")).isEqualTo("good");
    assertThat(instance.unit("a").state()).isEqualTo(State.LAST_GOOD);
    assertThat(instance.unit("b").state()).isEqualTo(State.LIVE);
    assertThat(instance.units.live().degraded()).isTrue();
    instance.answer("a", "/a", "better");
    assertThat(instance.units.reload()).isEmpty();
    assertThat(instance.platform.call("/a")).isEqualTo("better");
    assertThat(instance.units.live().degraded()).isFalse();
  }

  @Test
  void restartWithBrokenFilesServesTheLastGood() throws Exception {
    instance.answer("a", "/a", "good");
    instance.start();
    instance.write("a.camel.yaml", "- route: {}\n");
    var problems = instance.restart();
    assertThat(problems).isNotEmpty();
    assertThat(instance.platform.call("/a")).isEqualTo("good");
    assertThat(instance.unit("a").state()).isEqualTo(State.LAST_GOOD);
  }

  @Test
  void strictStartFailsAndServesNothing() throws Exception {
    instance.answer("a", "/a", "good");
    instance.start();
    instance.write("a.camel.yaml", "- route: {}\n");
    instance.units.stop();
    instance.units = instance.fresh(true);
    int before = instance.platform.served.get();
    assertThatThrownBy(() -> instance.units.start())
        .isInstanceOfSatisfying(
            UnitsRefused.class, refused -> assertThat(refused.problems()).isNotEmpty());
    assertThat(instance.platform.served.get()).isEqualTo(before);
  }

  @Test
  void refusedUnitsAreTriedAgainWhenAnotherChanges() throws Exception {
    instance.answer("a", "/same", "first").answer("b", "/b", "bee");
    instance.start();
    instance.answer("b", "/same", "second");
    var problems = instance.units.reload();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).file()).isEqualTo("conf/b.camel.yaml");
    assertThat(problems.get(0).line()).isPositive();
    assertThat(instance.platform.call("/b")).isEqualTo("bee");
    assertThat(instance.platform.call("/same")).isEqualTo("first");
    Files.delete(instance.conf.resolve("a.camel.yaml"));
    assertThat(instance.units.reload()).isEmpty();
    assertThat(instance.platform.call("/same")).isEqualTo("second");
  }

  @Test
  void oneRouteIdInTwoUnitsIsRefused() throws Exception {
    instance.write("a.camel.yaml", route("same", "/a", "x"));
    instance.start();
    instance.write("b.camel.yaml", route("same", "/b", "x"));
    var problems = instance.units.reload();
    assertThat(problems.get(0).message()).contains("same").contains("unit 'a'");
    assertThat(instance.unit("b").state()).isEqualTo(State.REFUSED);
    assertThat(instance.platform.call("/b")).isEqualTo("404");
  }

  @Test
  void aFilePutBackHoldsItsPathAgainstOneThatComesAtTheSameMoment() throws Exception {
    instance.answer("b", "/x", "b");
    instance.start();
    instance.write("b.camel.yaml", "- nonsense\n");
    assertThat(instance.units.reload()).isNotEmpty();
    instance.answer("b", "/x", "b").answer("a", "/x", "a");
    instance.units.reload();
    assertThat(instance.unit("b").state()).isEqualTo(State.LIVE);
    assertThat(instance.unit("a").state()).isEqualTo(State.REFUSED);
    assertThat(instance.platform.call("/x")).isEqualTo("b");
  }

  @Test
  void aFileAndAFolderOfOneNameAreRefused() throws Exception {
    instance.answer("a", "/a", "x").write("a/b.camel.yaml", route("b", "/b", "x"));
    instance.answer("c", "/c", "see");
    assertThat(instance.start().get(0).message()).contains("a file and a folder");
    assertThat(instance.platform.call("/c")).isEqualTo("see");
  }
}
