package io.serai.routes;

import static io.serai.routes.Instance.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.routes.LiveSet.State;
import io.serai.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitsTest {
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
  void aRefusedUnitTellsSinceWhen() throws Exception {
    var before = java.time.Instant.now();
    instance.write("a.camel.yaml", "- route: {}\n").start();
    assertThat(instance.unit("a").state()).isEqualTo(State.REFUSED);
    assertThat(instance.unit("a").since()).isBetween(before, java.time.Instant.now());
  }

  @Test
  void tellsWhatAReloadWouldTakeUp() throws Exception {
    instance.answer("a", "/a", "x").answer("b", "/b", "x").answer("c", "/c", "x").start();
    assertThat(instance.units.changes().units()).isEmpty();
    instance.answer("a", "/a", "y").answer("n", "/n", "x");
    Files.delete(instance.conf.resolve("c.camel.yaml"));
    assertThat(instance.units.changes())
        .isEqualTo(new Changes(List.of("n"), List.of("a"), List.of("c")));
    instance.units.reload();
    assertThat(instance.units.changes().units()).isEmpty();
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
  void servesFilesAndFolders() throws Exception {
    instance.answer("a", "/a", "one");
    instance.write(
        "shop/x.camel.yaml",
        route("x", "/x", "ix")
            .replace("setBody:\n", "to: direct:y\n")
            .replaceAll("(?m)^\\s+constant.*$\n", ""));
    instance.write(
        "shop/y.camel.yaml",
        """
        - from:
            uri: direct:y
            steps:
              - setBody:
                  constant: why
        """);
    assertThat(instance.start()).isEmpty();
    assertThat(instance.platform.call("/a")).isEqualTo("one");
    assertThat(instance.platform.call("/x")).isEqualTo("why");
    assertThat(instance.unit("shop").files())
        .containsExactly("conf/shop/x.camel.yaml", "conf/shop/y.camel.yaml");
    var shown = instance.unit("a").routes().get(0);
    assertThat(shown.path()).isEqualTo("/a");
    assertThat(shown.file()).isEqualTo("conf/a.camel.yaml");
    assertThat(shown.lane()).isEqualTo("loop");
  }

  @Test
  void swapsWithoutLosingACall() throws Exception {
    instance.answer("a", "/a", "0");
    instance.start();
    var failed = new AtomicReference<Throwable>();
    var done = new AtomicBoolean();
    var started = new CountDownLatch(2);
    var callers = Executors.newFixedThreadPool(2);
    for (int i = 0; i < 2; i++) {
      callers.execute(
          () -> {
            started.countDown();
            try {
              int last = 0;
              while (!done.get()) {
                int now = Integer.parseInt(instance.platform.call("/a"));
                assertThat(now).isGreaterThanOrEqualTo(last);
                last = now;
              }
            } catch (Throwable e) {
              failed.set(e);
            }
          });
    }
    started.await();
    for (int i = 1; i <= 10; i++) {
      instance.answer("a", "/a", "" + i);
      assertThat(instance.units.reload()).isEmpty();
      assertThat(instance.platform.call("/a")).isEqualTo("" + i);
    }
    done.set(true);
    callers.shutdown();
    callers.awaitTermination(10, TimeUnit.SECONDS);
    assertThat(failed.get()).isNull();
    assertThat(instance.unit("a").generation()).isEqualTo(11);
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
  void deletedMeansGoneAlsoAfterARestart() throws Exception {
    instance.answer("a", "/a", "x").answer("b", "/b", "y");
    instance.start();
    Files.delete(instance.conf.resolve("a.camel.yaml"));
    assertThat(instance.units.reload()).isEmpty();
    assertThat(instance.platform.call("/a")).isEqualTo("404");
    assertThat(base.resolve("data/last-good/a")).doesNotExist();
    instance.restart();
    assertThat(instance.platform.call("/a")).isEqualTo("404");
    assertThat(instance.platform.call("/b")).isEqualTo("y");
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

  @Test
  void aRenamedUnitKeepsItsPath() throws Exception {
    instance.answer("a", "/a", "x");
    instance.start();
    Files.move(instance.conf.resolve("a.camel.yaml"), instance.conf.resolve("b.camel.yaml"));
    assertThat(instance.units.reload()).isEmpty();
    assertThat(instance.platform.call("/a")).isEqualTo("x");
    assertThat(instance.units.live().units()).extracting(LiveSet.Unit::name).containsExactly("b");
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

  @Test
  void commonIsLoadedIntoEveryUnit() throws Exception {
    instance.write(
        "common/t.camel.yaml",
        """
        - routeTemplate:
            id: hello
            parameters:
              - name: path
            from:
              uri: "gateway:{{path}}"
              steps:
                - setBody:
                    simple: "hello {{my.name}}"
        """);
    instance.platform.settings =
        io.serai.settings.Settings.of(
            java.util.Map.of("routes.reload", "manual", "my.name", "world"));
    for (var unit : new String[] {"a", "b"}) {
      instance.write(
          unit + ".camel.yaml",
          """
          - templatedRoute:
              routeId: %s-hello
              routeTemplateRef: hello
              parameters:
                - name: path
                  value: "/%s"
          """
              .formatted(unit, unit));
    }
    assertThat(instance.start()).isEmpty();
    assertThat(instance.platform.call("/a")).isEqualTo("hello world");
    assertThat(instance.platform.call("/b")).isEqualTo("hello world");
  }

  @Test
  void aSettingInUseRebuildsOnlyItsUnits() throws Exception {
    instance.answer("a", "/a", "{{my.text:x}}").answer("b", "/b", "bee");
    instance.start();
    assertThat(instance.platform.call("/a")).isEqualTo("x");
    instance.platform.settings =
        io.serai.settings.Settings.of(
            java.util.Map.of("routes.reload", "manual", "my.text", "new"));
    instance.units.settingsChanged(instance.platform.settings);
    assertThat(instance.platform.call("/a")).isEqualTo("new");
    assertThat(instance.unit("b").generation()).isEqualTo(1);
  }

  @Test
  void equalContentHasAnEqualDigest() throws Exception {
    instance.answer("a", "/a", "x").answer("b", "/b", "y");
    instance.start();
    var digest = instance.units.live().digest();
    instance.answer("a", "/a", "other");
    instance.units.reload();
    assertThat(instance.units.live().digest()).isNotEqualTo(digest);
    instance.answer("a", "/a", "x");
    instance.units.reload();
    assertThat(instance.units.live().digest()).isEqualTo(digest);
    instance.restart();
    assertThat(instance.units.live().digest()).isEqualTo(digest);
    assertThat(instance.unit("a").generation()).isEqualTo(1);
  }

  @Test
  void showsTheRevision() throws Exception {
    instance.answer("a", "/a", "x").write("REVISION", "v42\n");
    instance.start();
    assertThat(instance.units.live().revision()).isEqualTo("v42");
  }

  @Test
  void touchingAFileChangesNothing() throws Exception {
    instance.answer("a", "/a", "x");
    instance.start();
    Files.setLastModifiedTime(
        instance.conf.resolve("a.camel.yaml"),
        java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    instance.units.reload();
    assertThat(instance.unit("a").generation()).isEqualTo(1);
  }

  @Test
  void inFlightCallsFinishInTheOldGeneration() throws Exception {
    instance.write(
        "a.camel.yaml",
        """
        - route:
            id: slow
            from:
              uri: "gateway:/a"
              steps:
                - delay: { constant: 600 }
                - setBody: { constant: old }
        """);
    instance.start();
    assertThat(instance.unit("a").routes().get(0).because()).contains("delay");
    var answer = new AtomicReference<String>();
    var call =
        new Thread(
            () -> {
              try {
                answer.set(instance.platform.call("/a"));
              } catch (Exception e) {
                answer.set("" + e);
              }
            });
    call.start();
    await().until(() -> call.getState() == Thread.State.TIMED_WAITING || !call.isAlive());
    instance.answer("a", "/a", "new");
    instance.units.reload();
    assertThat(instance.platform.call("/a")).isEqualTo("new");
    call.join();
    assertThat(answer.get()).isEqualTo("old");
  }
}
