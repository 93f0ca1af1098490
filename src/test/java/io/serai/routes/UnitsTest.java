package io.serai.routes;

import static io.serai.routes.Instance.route;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the files in {@code conf/}. */
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
  void showsTheRevision() throws Exception {
    instance.answer("a", "/a", "x").write("REVISION", "v42\n");
    instance.start();
    assertThat(instance.units.live().revision()).isEqualTo("v42");
  }
}
