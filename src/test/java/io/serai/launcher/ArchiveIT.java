package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed archive in a path with spaces, called through a symbolic link from elsewhere. */
class ArchiveIT {
  private static final Path ARCHIVE =
      Path.of("target/serai-" + Build.THIS.version() + ".tar.gz").toAbsolutePath();

  /** What a machine under load needs beyond the second or two that it takes. */
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir private static Path place = Path.of("");

  private static Path home = Path.of("");
  private static Path serai = Path.of("");

  @TempDir private Path bases = Path.of("");

  private Path base = Path.of("");

  private record Ended(int code, String out, String err) {}

  @BeforeAll
  static void unpacked() throws Exception {
    var programs = Files.createDirectory(place.resolve("my own programs"));
    var tar =
        new ProcessBuilder("tar", "-xzf", ARCHIVE.toString(), "-C", programs.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    home = programs.resolve("serai-" + Build.THIS.version());
    var current = Files.createSymbolicLink(programs.resolve("current one"), home.getFileName());
    var bin = Files.createDirectory(place.resolve("a bin"));
    serai = Files.createSymbolicLink(bin.resolve("serai"), current.resolve("bin/serai"));
  }

  @BeforeEach
  void anInstance() throws Exception {
    base = bases.resolve("an instance");
    assertThat(run("init", base.toString()).code()).isZero();
  }

  @AfterEach
  void nothingRuns() throws Exception {
    assertThat(run("stop", "--force").code()).isZero();
  }

  private Ended run(String... words) throws Exception {
    return run(Map.of(), words);
  }

  private Ended run(Map<String, String> environment, String... words) throws Exception {
    var process = launch(environment, words);
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(bases.resolve("out")),
        Files.readString(bases.resolve("err")));
  }

  private Process launch(Map<String, String> environment, String... words) throws IOException {
    var command = new ArrayList<>(List.of(serai.toString()));
    command.addAll(List.of(words));
    return launch(environment, command);
  }

  private Process launch(Map<String, String> environment, List<String> command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(bases.toFile())
            .redirectOutput(bases.resolve("out").toFile())
            .redirectError(bases.resolve("err").toFile());
    // SERAI_JAVA_HOME stays: it is how this is run on another Java.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("SERAI_") && !name.equals("SERAI_JAVA_HOME"));
    if (Files.exists(base.resolve("conf"))) {
      builder.environment().put("SERAI_BASE", base.toString());
    }
    builder.environment().putAll(environment);
    return builder.start();
  }

  private void settings(String text) throws IOException {
    Files.writeString(base.resolve("conf/serai.properties"), text);
  }

  private static Map<Path, Long> contents(Path tree) throws IOException {
    var contents = new TreeMap<Path, Long>();
    try (var walk = Files.walk(tree)) {
      for (var file : walk.toList()) {
        contents.put(file, Files.getLastModifiedTime(file).toMillis());
      }
    }
    return contents;
  }

  @Test
  void answersFromAnywhere() throws Exception {
    assertThat(run("version").out()).startsWith("Serai " + Build.THIS.version());
    assertThat(run("version", "--components").out()).containsPattern("camel-yaml-dsl +4");
    assertThat(run("help").out()).startsWith("Usage: serai VERB");
    assertThat(run("check").code()).isZero();
    assertThat(run("config").out()).contains("shutdown.timeout=30s");
    assertThat(run("config", "-p", "my.x=two  words *").out()).contains("my.x=two  words *");
    assertThat(run("chekc").code()).isEqualTo(64);
    assertThat(run("check", "--nonsense").code()).isEqualTo(64);
  }

  @Test
  void startsRefusesASecondStartAndStops() throws Exception {
    var program = contents(home);
    assertThat(run("status").code()).isEqualTo(3);

    var start = run("start", "-p", "my.x=two words");
    assertThat(start.code()).as(start.err()).isZero();
    assertThat(start.out()).startsWith("started as process ");
    var pid = Files.readString(base.resolve("run/serai.pid")).strip();
    assertThat(run("status").code()).isZero();
    assertThat(base.resolve("logs/serai.log"))
        .content()
        .contains("Serai " + Build.THIS.version())
        .contains("my.x=two words (-p)");

    var second = run("start");
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err()).contains("already running as process " + pid);

    assertThat(run("stop").code()).isZero();
    assertThat(run("status").code()).isEqualTo(3);
    assertThat(base.resolve("run/serai.pid")).doesNotExist();
    assertThat(base.resolve("run/instance.json")).doesNotExist();
    assertThat(contents(home)).as("nothing is written beside the base").isEqualTo(program);
  }

  @Test
  void reloadsOnHupAndEndsOnTermWithZero() throws Exception {
    var process = launch(Map.of(), "run");
    await().atMost(LONG).until(this::isStarted);
    // Where the tests themselves were started by nohup, say.
    assumeFalse(out().contains("what started it ignores HUP"), "HUP is ignored here");
    signal("HUP", process);
    await().atMost(LONG).until(() -> process.isAlive() && out().contains("reload asked for"));
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(out()).contains("stopped");
  }

  @Test
  void saysThatHupIsIgnoredWhereNohupStartedIt() throws Exception {
    var process = launch(Map.of(), List.of("nohup", serai.toString(), "run"));
    await().atMost(LONG).until(this::isStarted);
    signal("HUP", process);
    assertThat(out()).contains("HUP doesn't reload this instance", "`serai reload`");
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private boolean isStarted() {
    return Files.exists(base.resolve("run/instance.json"));
  }

  private String out() throws IOException {
    return Files.readString(bases.resolve("out"));
  }

  private static void signal(String name, Process process) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void takesOverFromAProcessThatWasKilled() throws Exception {
    assertThat(run("start").code()).isZero();
    var pid = Long.parseLong(Files.readString(base.resolve("run/serai.pid")).strip());
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await().atMost(LONG).until(() -> run("status").code() == 3);

    assertThat(run("start").code()).isZero();
    assertThat(base.resolve("logs/serai.out"))
        .content(StandardCharsets.UTF_8)
        .contains("removed a stale " + base.resolve("run/serai.pid") + ": process " + pid);
  }

  @Test
  void brokenSettingsAre78() throws Exception {
    settings("shutdown.delay=soon\n");
    for (var verb : List.of("start", "run", "check", "config")) {
      assertThat(run(verb).code()).as(verb).isEqualTo(78);
    }
    assertThat(run("status").code()).isEqualTo(3);
  }

  @Test
  void aFileInPlaceOfADirectoryIs78AndNamed() throws Exception {
    for (var name : List.of("logs", "run", "data")) {
      var place = base.resolve(name);
      try (var walk = Files.walk(place)) {
        for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (NoSuchFileException e) {
        // Not made yet.
      }
      Files.createFile(place);
      for (var verb : List.of("start", "run")) {
        var answer = run(verb);
        assertThat(answer.code()).as(verb + " without " + name).isEqualTo(78);
        assertThat(answer.err()).contains(place + ": is no directory");
      }
      Files.delete(place);
    }
  }

  @Test
  void aLogThatIsShutIsToldAndStopsNothing() throws Exception {
    Files.createDirectories(base.resolve("logs/serai.log"));
    settings("listener.port=0\nmanagement.port=0\n");
    var start = run("start");
    assertThat(start.code()).as(start.err()).isZero();
    assertThat(start.err()).contains("logs/serai.log can't be written to, nothing is logged there");
  }

  @Test
  void whatThisUserMayNotReadOrWriteIs77() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv, not tried");
    assumeTrue(System.getProperty("user.name").equals("root"), "not root, can't become nobody");
    open(place);
    open(bases);
    var logs = runAsNobody("start");
    assertThat(logs.code()).as(logs.err()).isEqualTo(77);
    assertThat(logs.err()).contains(base.toString()).contains("start as its owner");
    assertThat(runAsNobody("run").code()).isEqualTo(77);
    settings("shutdown.delay=0s\n");
    Files.setPosixFilePermissions(
        base.resolve("conf/serai.properties"), PosixFilePermissions.fromString("rw-------"));
    for (var verb : List.of("start", "run", "config")) {
      var conf = runAsNobody(verb);
      assertThat(conf.code()).as(verb + conf.err()).isEqualTo(77);
      assertThat(conf.err())
          .contains("conf/serai.properties: can't be read (expected: a file that this user may");
    }
  }

  private static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended runAsNobody(String verb) throws Exception {
    var command =
        List.of(
            "/usr/bin/setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            home.resolve("bin/serai").toString(),
            verb,
            "--base",
            base.toString());
    var process =
        new ProcessBuilder(command)
            .directory(bases.toFile())
            .redirectOutput(bases.resolve("out").toFile())
            .redirectError(bases.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(bases.resolve("out")),
        Files.readString(bases.resolve("err")));
  }

  @Test
  void aTakenManagementPortIs69AndNamesItsHolder() throws Exception {
    try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings("listener.port=0\nmanagement.port=" + holder.getLocalPort() + "\n");
      for (var verb : List.of("start", "run")) {
        var answer = run(verb);
        assertThat(answer.code()).as(verb).isEqualTo(69);
        assertThat(answer.err())
            .contains("is taken by another process (expected: a free port)")
            .contains("change management.port")
            .contains("process " + ProcessHandle.current().pid());
      }
    }
  }

  @Test
  void aStartThatFailsShowsWhyWithItsOwnCode() throws Exception {
    Files.writeString(base.resolve("conf/jvm.options"), "Xmx1m\n");
    var start = run("start");
    assertThat(start.code()).isEqualTo(78);
    assertThat(start.err()).contains("jvm.options: Xmx1m (expected: an option");
  }

  @Test
  void readsOnlyTheJvmOptionsOfThisJava() throws Exception {
    Files.writeString(
        base.resolve("conf/jvm.options"),
        "# comment\n\n17-:-Dmy.seen=yes\n8-11:-Dmy.old=yes\n99-:-XX:NoSuchOption\r\n-Xmx128m\r\n"
            + "-Dmy.spaced=two words");
    var process = launch(Map.of(), "run");
    await().atMost(LONG).until(this::isStarted);
    var line =
        new String(
            Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline")),
            StandardCharsets.UTF_8);
    assertThat(line.split("\0"))
        .contains("-Dmy.seen=yes", "-Xmx128m", "-Dmy.spaced=two words")
        .doesNotContain("-Dmy.old=yes");
  }

  @Test
  void warnsOfASurprisingEnvironment() throws Exception {
    var process =
        launch(Map.of("JAVA_TOOL_OPTIONS", "-Dmy.surprise=1", "CLASSPATH", "/x.jar"), "run");
    await().atMost(LONG).until(this::isStarted);
    assertThat(bases.resolve("err"))
        .content()
        .contains("JAVA_TOOL_OPTIONS changes the JVM: -Dmy.surprise=1")
        .contains("CLASSPATH is ignored");
    process.destroy();
  }

  @Test
  void refusesAJavaThatIsTooOld() throws Exception {
    var old = bases.resolve("old java");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    Files.createFile(old.resolve("bin/java")).toFile().setExecutable(true);
    var answer = run(Map.of("SERAI_JAVA_HOME", old.toString()), "version");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("is Java 11.0.2 (expected: 17 or newer)");
    Files.delete(old.resolve("release"));
    Files.writeString(old.resolve("bin/java"), "#!/bin/sh\necho 'java version \"1.8.0_1\"' >&2\n");
    assertThat(run(Map.of("SERAI_JAVA_HOME", old.toString()), "version").err())
        .contains("is Java 1.8.0_1");
  }

  @Test
  void restartsWhetherItRunsOrNot() throws Exception {
    assertThat(run("restart").code()).isZero();
    var first = Files.readString(base.resolve("run/serai.pid"));
    assertThat(run("restart").code()).isZero();
    assertThat(base.resolve("run/serai.pid")).content().isNotEqualTo(first);
  }

  @Test
  void killsOnlyWhenForcedAndLate() throws Exception {
    settings("shutdown.timeout=0s\n");
    assertThat(run("start").code()).isZero();
    var pid = Long.parseLong(Files.readString(base.resolve("run/serai.pid")).strip());
    var halt = new ProcessBuilder("kill", "-STOP", "" + pid).inheritIO().start();
    assertThat(halt.waitFor()).isZero();

    var stop = run("stop");
    assertThat(stop.code()).isEqualTo(1);
    assertThat(stop.err()).contains("still runs after 5 s").contains("serai stop --force");
    assertThat(run("status").code()).as("nobody killed it").isNotEqualTo(3);

    assertThat(run("stop", "--force").code()).isZero();
    assertThat(run("status").code()).isEqualTo(3);
  }
}
