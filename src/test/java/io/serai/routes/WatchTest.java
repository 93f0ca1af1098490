package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  @TempDir Path base;
  private Instance instance;

  @BeforeEach
  void open() throws IOException {
    instance = new Instance(base);
    instance.watching();
  }

  @AfterEach
  void close() {
    instance.close();
  }

  private void answers(String path, String text) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(5))
        .until(() -> instance.platform.call(path).equals(text));
  }

  @Test
  void anEditIsLiveWithinASecond() throws Exception {
    instance.answer("a", "/a", "0");
    instance.start();
    instance.answer("a", "/a", "warm");
    answers("/a", "warm");
    long began = System.nanoTime();
    instance.answer("a", "/a", "1");
    answers("/a", "1");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void newFilesAndFoldersAreSeen() throws Exception {
    instance.start();
    instance.answer("a", "/a", "x");
    answers("/a", "x");
    instance.write("shop/b.camel.yaml", Instance.route("b", "/b", "y"));
    answers("/b", "y");
    instance.write("shop/b.camel.yaml", Instance.route("b", "/b", "z"));
    answers("/b", "z");
    Files.delete(instance.conf.resolve("a.camel.yaml"));
    answers("/a", "404");
  }

  @Test
  void aRepointedLinkIsOneChange() throws Exception {
    // As Kubernetes mounts a ConfigMap: files are links through ..data, which is re-pointed.
    for (var version : new String[] {"1", "2"}) {
      var folder = Files.createDirectories(instance.conf.resolve("..v" + version));
      for (var unit : new String[] {"a", "b"}) {
        Files.writeString(
            folder.resolve(unit + ".camel.yaml"),
            Instance.route(unit + "-route", "/" + unit, version));
      }
    }
    Files.createSymbolicLink(instance.conf.resolve("..data"), Path.of("..v1"));
    for (var unit : new String[] {"a", "b"}) {
      Files.createSymbolicLink(
          instance.conf.resolve(unit + ".camel.yaml"), Path.of("..data", unit + ".camel.yaml"));
    }
    instance.start();
    assertThat(instance.platform.call("/a")).isEqualTo("1");
    // The look right after the start may serve once more.
    int served = instance.platform.served.get();
    Files.createSymbolicLink(instance.conf.resolve("..tmp"), Path.of("..v2"));
    Files.move(
        instance.conf.resolve("..tmp"),
        instance.conf.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE);
    answers("/a", "2");
    assertThat(instance.platform.call("/b")).isEqualTo("2");
    assertThat(instance.platform.served.get()).isEqualTo(served + 1);
  }

  @Test
  void aRepointedConfFolderIsSeen() throws Exception {
    Files.delete(instance.conf);
    for (var version : new String[] {"1", "2"}) {
      var folder = Files.createDirectories(base.resolve("release-" + version));
      Files.writeString(folder.resolve("a.camel.yaml"), Instance.route("a", "/a", version));
    }
    Files.createSymbolicLink(instance.conf, Path.of("release-1"));
    instance.start();
    assertThat(instance.platform.call("/a")).isEqualTo("1");
    Files.createSymbolicLink(base.resolve("conf.new"), Path.of("release-2"));
    Files.move(base.resolve("conf.new"), instance.conf, StandardCopyOption.ATOMIC_MOVE);
    answers("/a", "2");
  }

  @Test
  void aFileBehindALinkIsSeen() throws Exception {
    var outside = Files.createDirectories(base.resolve("elsewhere")).resolve("real.yaml");
    Files.writeString(outside, Instance.route("a", "/a", "1"));
    Files.createSymbolicLink(instance.conf.resolve("a.camel.yaml"), outside);
    instance.start();
    Files.writeString(outside, Instance.route("a", "/a", "2"));
    answers("/a", "2");
  }

  @Test
  void settingsBehindALinkAreSeen() throws Exception {
    var outside = Files.createDirectories(base.resolve("elsewhere")).resolve("real");
    Files.writeString(outside, "my.a=1");
    Files.createSymbolicLink(instance.conf.resolve("site.properties"), outside);
    instance.start();
    // The look right after the start tells as well.
    await().until(() -> instance.platform.told.get() == 1);
    Files.writeString(outside, "my.a=22");
    await().until(() -> instance.platform.told.get() == 2);
  }

  @Test
  void manualModeWaitsForReload() throws Exception {
    instance.platform.settings =
        io.serai.settings.Settings.of(java.util.Map.of("routes.reload", "manual"));
    instance.answer("a", "/a", "0");
    instance.start();
    instance.answer("a", "/a", "1");
    await().until(() -> instance.units.live().pending().equals(java.util.List.of("a")));
    assertThat(instance.platform.call("/a")).isEqualTo("0");
    instance.units.reload();
    assertThat(instance.platform.call("/a")).isEqualTo("1");
    assertThat(instance.units.live().pending()).isEmpty();
  }

  @Test
  void editorsLeftoversAreNoUnits() throws Exception {
    instance.answer("a", "/a", "x");
    for (var name :
        new String[] {
          ".b.camel.yaml.swp",
          "b.camel.yaml~",
          "#b.camel.yaml#",
          ".#b.camel.yaml",
          "4913",
          "b.camel.yaml.tmp",
          "b.camel.yaml.part",
          ".hidden.camel.yaml",
          ".git/b.camel.yaml"
        }) {
      instance.write(name, Instance.route("b", "/b", "y"));
    }
    assertThat(instance.start()).isEmpty();
    assertThat(instance.units.live().units()).extracting(LiveSet.Unit::name).containsExactly("a");
  }

  @Test
  void aFileThatStaysEmptyIsNamedAndKeepsServing() throws Exception {
    instance.answer("a", "/a", "x");
    instance.start();
    instance.write("a.camel.yaml", "");
    await().until(() -> instance.unit("a").state() == LiveSet.State.LAST_GOOD);
    assertThat(instance.unit("a").problems())
        .extracting(problem -> problem.message())
        .containsExactly("empty file");
    assertThat(instance.platform.call("/a")).isEqualTo("x");
    instance.answer("a", "/a", "z");
    answers("/a", "z");
    // It answers from the swap on; the list of what is live follows.
    await().until(() -> instance.unit("a").state() == LiveSet.State.LIVE);
  }

  @Test
  void aNameRefusedInManualModeIsNotPendingForEver() throws Exception {
    instance.platform.settings =
        io.serai.settings.Settings.of(java.util.Map.of("routes.reload", "manual"));
    instance.answer("a", "/a", "0");
    instance.start();
    instance.write("a/b.camel.yaml", Instance.route("b", "/b", "1"));
    await().until(() -> instance.units.live().pending().equals(java.util.List.of("a")));
    assertThat(instance.units.reload()).hasSize(1);
    instance.answer("c", "/c", "2");
    await().until(() -> instance.units.live().pending().equals(java.util.List.of("c")));
  }

  @Test
  void aRapidSequenceOfEditsEndsInTheLast() throws Exception {
    instance.answer("a", "/a", "0");
    instance.start();
    for (int i = 1; i <= 50; i++) {
      instance.answer("a", "/a", "" + i);
    }
    answers("/a", "50");
    assertThat(instance.unit("a").generation()).isLessThan(6);
  }
}
