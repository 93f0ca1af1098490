package io.serai.routes;

import static io.serai.routes.Instance.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.settings.Problem;
import io.serai.testing.LogLines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
  @TempDir Path base;

  @Test
  void findsClashesAcrossUnitsWithoutStartingAnything() throws Exception {
    try (var instance = new Instance(base)) {
      instance.write("a.camel.yaml", route("a", "/x/{one}", "a"));
      instance.write("b.camel.yaml", route("b", "/x/{two}", "b"));
      instance.write("c.camel.yaml", route("a", "/c", "c"));
      var problems = instance.units.checkOnly();
      assertThat(problems)
          .extracting(problem -> problem.file())
          .containsExactly("conf/b.camel.yaml", "conf/c.camel.yaml");
      assertThat(problems.get(0).message())
          .isEqualTo("GET /x/{} is answered by unit 'a' too, in conf/a.camel.yaml:4");
      assertThat(problems.get(0).line()).isEqualTo(4);
      assertThat(problems.get(1).message())
          .isEqualTo("route id 'a' is taken by unit 'a', in conf/a.camel.yaml:4");
      assertThat(instance.platform.served.get()).isZero();
      assertThat(base.resolve("data")).doesNotExist();
    }
  }

  @Test
  void blamesTheFileThatChangedAsAStartWould() throws Exception {
    try (var instance = new Instance(base)) {
      instance.write("b.camel.yaml", route("b", "/x", "b"));
      assertThat(instance.start()).isEmpty();
      instance.write("a.camel.yaml", route("a", "/x", "a"));
      assertThat(instance.units.checkOnly())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.file()).isEqualTo("conf/a.camel.yaml");
                assertThat(problem.message()).contains("conf/b.camel.yaml:4");
              });
    }
  }

  @Test
  void singleFilesAreCheckedWithCommonAndSettings() throws Exception {
    try (var instance = new Instance(base)) {
      instance.write(
          "common/beans.camel.yaml", "- beans: [ { name: mine, type: java.util.ArrayList } ]\n");
      var file = base.resolve("new.camel.yaml");
      java.nio.file.Files.writeString(
          file,
          """
          - route:
              id: a
              from:
                uri: "gateway:/a"
                steps:
                  - to: "mock:a?reporter=#mine"
                  - to: "mock:a?reporter=#yours"
          """);
      var problems = new Check(base, instance.platform).files(List.of(file));
      assertThat(problems).noneMatch(problem -> problem.message().contains("#mine"));
    }
  }

  @Test
  void aFolderIsCheckedAsOneUnit() throws Exception {
    try (var instance = new Instance(base)) {
      var route =
          """
          - route:
              id: a
              from:
                uri: "gateway:/a"
                steps:
                  - to: "direct:b"
                  - setBody: { simple: "resource:file:texts/hello.txt" }
          """;
      instance.write("shop/a.camel.yaml", route);
      instance.write("shop/texts/hello.txt", "hello");
      instance.write("shop/b.camel.yaml", route("b", "/b", "b").replace("gateway:/b", "direct:b"));
      instance.write("empty/notes.txt", "nothing");
      instance.write("common/c.camel.yaml", "- beans: []\n");
      var check = new Check(base, instance.platform);
      var conf = base.resolve("conf");
      assertThat(check.files(List.of(conf.resolve("shop")))).isEmpty();
      assertThat(check.files(List.of(conf.resolve("shop/a.camel.yaml"))))
          .extracting(problem -> problem.message())
          .containsExactly("direct:b is answered by no route of this unit");
      instance.write("shop/b.camel.yaml", route("b", "/b", "b").replace("gateway:/b", "drect:b"));
      for (var all : List.of(conf, conf.resolve("shop"))) {
        assertThat(check.files(List.of(all)))
            .as("" + all)
            .anyMatch(problem -> problem.toString().startsWith("conf/shop/b.camel.yaml:4:"));
      }
      assertThat(check.files(List.of(conf.resolve("empty"), conf.resolve("common"))))
          .extracting(problem -> problem.message())
          .containsExactlyInAnyOrder("no unit", "no unit: its files belong to every one");
    }
  }

  @Test
  void routesUnderANameThatIsNotReadAreToldOnce() throws Exception {
    try (var instance = new Instance(base);
        var log = new LogLines("io.serai.routes")) {
      instance.write("a.camel.yaml", route("a", "/a", "a"));
      instance.write("b.yaml", route("b", "/b", "b"));
      instance.write("shop/shop.camel.yaml", route("s", "/s", "s"));
      instance.write("shop/more.camel.yml", "- from:\n    uri: gateway:/more\n");
      instance.write("alone/c.yml", "# ours\n- routeConfiguration: { id: c }\n");
      // None of these is meant for us.
      instance.write("log4j2.yaml", "Configuration: { status: warn }\n");
      instance.write("shop/openapi.yaml", "openapi: 3.1.0\npaths: { /a: {} }\n");
      instance.write("shop/list.yaml", "- one\n- two: 2\n");
      instance.write("broken.yaml", "- route: [\n");
      var told =
          List.of(
              "conf/alone/c.yml: holds routes and isn't read"
                  + " (expected: c.camel.yaml as its name). Rename it.",
              "conf/b.yaml: holds routes and isn't read"
                  + " (expected: b.camel.yaml as its name). Rename it.",
              "conf/shop/more.camel.yml: holds routes and isn't read"
                  + " (expected: more.camel.yaml as its name). Rename it.");
      assertThat(instance.units.checkOnly())
          .noneMatch(Problem::isError)
          .extracting(Problem::toString)
          .containsExactlyElementsOf(told);
      instance.units.start();
      instance.units.reload();
      assertThat(told).allMatch(line -> log.count(line) == 1);
      assertThat(log.count("isn't read")).isEqualTo(3);
    }
  }

  @Test
  void aRouteInCommonIsRefused() throws Exception {
    try (var instance = new Instance(base)) {
      instance.write("common/r.camel.yaml", route("r", "/r", "r"));
      instance.write("a.camel.yaml", route("a", "/a", "a"));
      assertThat(instance.units.checkOnly().get(0).message()).contains("conf/common/");
    }
  }

  @Test
  void kameletsAndTemplatesMayUseTheirParameters() throws Exception {
    try (var instance = new Instance(base)) {
      instance.write(
          "shop/greet.kamelet.yaml",
          """
          apiVersion: camel.apache.org/v1
          kind: Kamelet
          metadata:
            name: greet
          spec:
            definition:
              properties:
                name: { title: n, type: string, default: you }
            template:
              from:
                uri: "kamelet:source"
                steps:
                  - setBody: { simple: "hello {{name}}" }
          """);
      instance.write(
          "shop/a.camel.yaml",
          """
          - route:
              id: a
              from:
                uri: "gateway:/a"
                steps:
                  - to: "kamelet:greet?name=world"
          """);
      assertThat(instance.units.checkOnly()).isEmpty();
      assertThat(instance.start()).isEmpty();
      assertThat(instance.platform.call("/a")).isEqualTo("hello world");
      assertThat(instance.unit("shop").routes()).hasSize(1);
    }
  }

  @Test
  void resourcesBesideTheFileAreFound() throws Exception {
    try (var instance = new Instance(base)) {
      instance.write("shop/texts/hello.txt", "from the file");
      instance.write(
          "shop/a.camel.yaml",
          """
          - route:
              id: a
              from:
                uri: "gateway:/a"
                steps:
                  - setBody: { simple: "resource:file:texts/hello.txt" }
          """);
      assertThat(instance.start()).isEmpty();
      assertThat(instance.platform.call("/a")).isEqualTo("from the file");
    }
  }
}
