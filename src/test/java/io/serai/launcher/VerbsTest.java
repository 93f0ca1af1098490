package io.serai.launcher;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerbsTest {
  @TempDir private Path home = Path.of("");

  @BeforeEach
  void aConf() throws IOException {
    Files.createDirectory(home.resolve("conf"));
  }

  private void settings(String text) throws IOException {
    Files.writeString(home.resolve("conf/serai.properties"), text);
  }

  @Test
  void everyVerbAnswersToItsNameAndHelp() {
    for (var name : Verbs.NAMES) {
      var verb = requireNonNull(Verbs.named(name), name);
      assertThat(verb.name()).isEqualTo(name);
      var help = Command.run(home, name, "--help");
      assertThat(help.code()).isEqualTo(ExitCode.DONE);
      assertThat(help.out()).startsWith("Usage: serai " + name).contains(verb.summary());
    }
  }

  @Test
  void helpListsEveryVerbAndExitCodeOnStandardOutput() {
    var help = Command.run(home, "help");
    assertThat(help.code()).isEqualTo(ExitCode.DONE);
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains(Verbs.NAMES);
    for (var code : ExitCode.values()) {
      assertThat(help.out())
          .containsPattern("(?m)^  " + code.number + " +" + code.meaning.charAt(0));
    }
  }

  @Test
  void namesTheNearestVerbOnStandardErrorWith64() {
    var typo = Command.run(home, "strat");
    assertThat(typo.code()).isEqualTo(ExitCode.USAGE);
    assertThat(typo.out()).isEmpty();
    assertThat(typo.err()).contains("strat: no such verb. Did you mean start?");
  }

  @Test
  void refusesWhatAVerbDoesNotTake() {
    assertThat(Command.run(home, "stop", "--froce").err()).contains("Did you mean --force?");
    assertThat(Command.run(home, "stop", "now").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Command.run(home, "config", "-p", "x").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Command.run(home, "config", "--base").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Command.run(home).code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void refusesABaseThatIsNotThere() {
    var answer = Command.run(home, "status", "--base", home + "/nowhere");
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("nowhere: no instance directory").contains("serai init");
  }

  @Test
  void configShowsValuesWithSourceAndDefault() throws IOException {
    settings("shutdown.delay=3s\nmy.greeting=a\\tb\nmy.token=s3cret\n");
    var config =
        Command.run(home, Map.of("SERAI_SHUTDOWN_TIMEOUT", "9s"), "config", "-p", "my.x=y");
    assertThat(config.code()).isEqualTo(ExitCode.DONE);
    assertThat(config.out())
        .contains("# conf/serai.properties:1, default: 0s\nshutdown.delay=3s\n")
        .contains("# SERAI_SHUTDOWN_TIMEOUT, default: 30s\nshutdown.timeout=9s\n")
        .contains("# -p\nmy.x=y\n")
        .contains("my.greeting=a\\tb\n")
        .contains("my.token=***\n")
        .doesNotContain("s3cret");
  }

  @Test
  void configAnswersAProgram() throws IOException {
    settings("shutdown.delay=3s");
    var config = Json.object(read(Command.run(home, "config", "--json").out()));
    assertThat(Json.object(config.get("shutdown.delay")))
        .containsEntry("value", "3s")
        .containsEntry("source", "conf/serai.properties:1")
        .containsEntry("default", "0s");
  }

  private static Object read(String json) throws IOException {
    return requireNonNull(Json.read(json));
  }

  @Test
  void brokenSettingsAre78WithEveryProblem() throws IOException {
    settings("shutdown.delay=3\nshutdown.timout=1s\n");
    for (var verb : new String[] {"config", "start", "run", "restart"}) {
      var answer = Command.run(home, verb);
      assertThat(answer.code()).as(verb).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(answer.err())
          .contains("conf/serai.properties:1: shutdown.delay: 3 (expected: a number and a unit")
          .contains("conf/serai.properties:2: shutdown.timout: no such setting");
    }
  }

  @Test
  void whatIsWrongWithBackendsIsToldWithTheRest() throws IOException {
    settings("shutdown.delay=3\nbackend.a.url=ftp://a\nbackend.b.expect=no\n");
    for (var verb : new String[] {"start", "run"}) {
      assertThat(Command.run(home, verb).err())
          .contains("conf/serai.properties:1: shutdown.delay: 3 ")
          .contains("conf/serai.properties:2: backend.a.url: ftp://a (expected: http://")
          .contains("conf/serai.properties:3: backend.b.expect: no (expected: HTTP statuses")
          .contains("conf/serai.properties:3: backend.b.expect: a backend without a URL");
    }
  }

  @Test
  void checkTellsProblemsAsItsAnswer() throws IOException {
    assertThat(Command.run(home, "check").out()).isEqualTo("no errors\n");
    settings("shutdown.delay=3\n");
    var check = Command.run(home, "check");
    assertThat(check.code()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(check.out()).contains("conf/serai.properties:1: ").endsWith("1 error\n");
    var json = Json.object(read(Command.run(home, "check", "--json").out()));
    assertThat(json).containsEntry("errors", 1L);
    assertThat(Json.object(Json.array(json.get("problems")).get(0))).containsEntry("line", 1L);
  }

  @Test
  void checkTellsFilesByPathsThatAnEditorOpens() throws IOException {
    settings("shutdown.delay=3\n");
    assertThat(Command.run(home, "check").out())
        .startsWith(home.resolve("conf/serai.properties") + ":1: shutdown.delay");
    settings("");
    // Below the directory that the tests run in.
    var file = "src/test/resources/broken/duplicate-key.camel.yaml";
    assertThat(Command.run(home, "check", file).out()).startsWith(file + ":");
    var folder = Files.createDirectories(home.resolve("elsewhere/shop"));
    Files.copy(Path.of(file), folder.resolve("shop.camel.yaml"));
    assertThat(Command.run(home, "check", folder.toString()).out())
        .startsWith(folder.resolve("shop.camel.yaml") + ":");
  }

  @Test
  void whatIsWrongWithTheClusterIsToldWithFileAndLine() throws IOException {
    settings("cluster.name=shop\ncluster.members=a:x\nmanagement.user=ann\n");
    assertThat(Command.run(home, "check").out())
        .contains("conf/serai.properties:2: cluster.members: 'a:x' is no address")
        .contains("conf/serai.properties:3: management.user: set without management.password");
  }

  @Test
  void whatIsWrongIsToldOnceAndNotLoggedBesides() throws Exception {
    var process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Dserai.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "-p",
                "backend.x.url=bad",
                "check")
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(ExitCode.CONFIGURATION.number);
    assertThat(said.lines())
        .as(said)
        .hasSize(2)
        .first(STRING)
        .startsWith("-p: backend.x.url: bad (expected: http://");
  }

  @Test
  void checkOfAFileThatIsNotThereIsWrongUsage() {
    assertThat(Command.run(home, "check", "no.camel.yaml").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void initMakesAnInstanceThatIsRight() {
    var base = home.resolve("a new one");
    var init = Command.run(home, "init", base.toString());
    assertThat(init.code()).as(init.err()).isEqualTo(ExitCode.DONE);
    assertThat(base.resolve("conf/serai.properties")).exists();
    assertThat(base.resolve("conf/jvm.options")).exists();
    assertThat(base.resolve("conf/log4j2.yaml")).exists();
    assertThat(base.resolve("logs")).isDirectory();
    assertThat(Command.run(home, "check", "--base", base.toString()).code())
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void initRefusesADirectoryInUse() {
    var init = Command.run(home, "init", home.toString());
    assertThat(init.code()).isEqualTo(ExitCode.FAILED);
    assertThat(init.err()).contains("not an empty directory");
    assertThat(Command.run(home, "init").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void versionTellsEveryJar() throws IOException {
    Files.createDirectory(home.resolve("lib"));
    Files.createFile(home.resolve("lib/camel-core-model-4.18.0.jar"));
    Files.createFile(home.resolve("lib/epoll-4.1.137.Final-linux-x86_64.jar"));
    assertThat(Command.run(home, "version", "--components").out())
        .contains("Serai " + Build.THIS.version())
        .containsPattern("camel-core-model +4.18.0\n")
        .containsPattern("epoll +4.1.137.Final-linux-x86_64\n");
  }

  @Test
  void aStoppedInstanceIs3ForStatusAndDoneForStop() {
    var status = Command.run(home, "status");
    assertThat(status.code()).isEqualTo(ExitCode.NOT_RUNNING);
    assertThat(status.out()).isEqualTo("not running\n");
    assertThat(Command.run(home, "stop").code()).isEqualTo(ExitCode.DONE);
    assertThat(Command.run(home, "drain").code()).isEqualTo(ExitCode.FAILED);
  }
}
