package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From one generation to the next, or to none. */
class SwapTest {
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
  void touchingAFileChangesNothing() throws Exception {
    instance.answer("a", "/a", "x");
    instance.start();
    Files.setLastModifiedTime(
        instance.conf.resolve("a.camel.yaml"),
        java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    instance.units.reload();
    assertThat(instance.unit("a").generation()).isEqualTo(1);
  }
}
