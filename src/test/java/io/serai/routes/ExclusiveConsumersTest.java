package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timers, queues and other consumers that act on their own. */
class ExclusiveConsumersTest {
  @TempDir Path base;
  private final String name = UUID.randomUUID().toString();
  private Instance instance;

  @BeforeEach
  void open() throws IOException {
    instance = new Instance(base);
  }

  @AfterEach
  void close() {
    instance.close();
  }

  private Instance ticker(String unit, String ticker, String text) throws IOException {
    return instance.write(
        unit + ".camel.yaml",
        """
        - from:
            uri: "ticker:%s"
            steps:
              - log: "%s"
        """
            .formatted(ticker, text));
  }

  @Test
  void theOtherUnitsTimerIsNotRestarted() throws Exception {
    ticker("mine", name + "-mine", "one");
    ticker("other", name + "-other", "one");
    instance.start();
    for (int i = 0; i < 5; i++) {
      ticker("mine", name + "-mine", "edit " + i);
      assertThat(instance.units.reload()).isEmpty();
    }
    assertThat(FakePlatform.count(name + "-mine").get()).isEqualTo(6);
    assertThat(FakePlatform.count(name + "-other").get()).isEqualTo(1);
  }

  @Test
  void twoGenerationsNeverTickTogether() throws Exception {
    ticker("mine", name, "one");
    instance.start();
    ticker("mine", name, "two");
    instance.units.reload();
    assertThat(FakePlatform.count(name + ".most").get()).isEqualTo(1);
    assertThat(FakePlatform.count(name + ".together").get()).isEqualTo(1);
  }

  @Test
  void theOldTicksOnWhenTheNewCannotStart() throws Exception {
    ticker("mine", name, "one");
    instance.start();
    instance.write(
        "mine.camel.yaml",
        """
        - from: { uri: "ticker:%s", steps: [ { log: "x" } ] }
        - from: { uri: "ticker:bad", steps: [ { log: "x" } ] }
        """
            .formatted(name));
    var problems = instance.units.reload();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).message()).contains("ticker can't start");
    assertThat(FakePlatform.count(name + ".together").get()).isEqualTo(1);
    assertThat(FakePlatform.count(name + ".most").get()).isEqualTo(1);
    assertThat(instance.unit("mine").state()).isEqualTo(LiveSet.State.LAST_GOOD);
  }

  @Test
  void aRefusedFileLeavesTheTimerAlone() throws Exception {
    ticker("mine", name, "one");
    instance.start();
    instance.write("mine.camel.yaml", "- from: { uri: \"ticker:" + name + "\", stepz: [] }\n");
    assertThat(instance.units.reload()).isNotEmpty();
    assertThat(FakePlatform.count(name).get()).isEqualTo(1);
    assertThat(FakePlatform.count(name + ".together").get()).isEqualTo(1);
  }

  @Test
  void aRemovedUnitStopsTicking() throws Exception {
    ticker("mine", name, "one");
    instance.answer("a", "/a", "x");
    instance.start();
    java.nio.file.Files.delete(instance.conf.resolve("mine.camel.yaml"));
    instance.units.reload();
    assertThat(FakePlatform.count(name + ".together").get()).isZero();
  }

  @Test
  void realTimersAndSedaQueuesRun() throws Exception {
    instance.write(
        "mine.camel.yaml",
        """
        - from:
            uri: "timer:t?period=20&delay=0"
            steps:
              - to: "seda:q"
        - from:
            uri: "seda:q"
            steps:
              - to: "ticks:%s"
        """
            .formatted(name)
            .replace("ticks:", "mock:"));
    assertThat(instance.start()).isEmpty();
    await().until(() -> instance.unit("mine").routes().size() == 2);
    assertThat(instance.unit("mine").routes().get(0).path()).isEmpty();
  }
}
