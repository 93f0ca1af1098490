package io.serai.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Installed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial, typed word by word into a shell; only its ports are others. */
class FirstRouteIT {
  private static final Pattern STEP =
      Pattern.compile("(?ms)^```sh\\n(.*?)^```(?:\\n```text\\n(.*?)^```)?");
  private static final Path PAGE = Path.of("src/docs/first-route.md");

  @TempDir Path folder;
  private final Map<String, String> ports = new LinkedHashMap<>();
  private Process demo;

  @BeforeEach
  void takeOtherPorts() throws IOException {
    for (var port : new String[] {"8080", "8081", "9070", "9071", "9081", "9082", "9083"}) {
      ports.put(port, "" + Installed.freePort());
    }
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      var archive = files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst();
      Files.copy(archive.orElseThrow(), folder.resolve("serai-0.1.0.tar.gz"));
    }
  }

  @AfterEach
  void end() throws Exception {
    type("bin/serai stop --force");
    if (demo != null) {
      demo.destroy();
      demo.waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void everyCommandSaysWhatThePageSays() throws Exception {
    int steps = 0;
    for (var step = STEP.matcher(Files.readString(PAGE)); step.find(); steps++) {
      var commands = step.group(1);
      if (commands.startsWith("# second terminal")) {
        startDemo(commands);
      } else {
        var said = type(commands);
        if (step.group(2) != null) {
          assertThat(said).as(commands).matches(pattern(step.group(2)));
        }
      }
    }
    assertThat(steps).isGreaterThan(10);
  }

  private static Pattern pattern(String expected) {
    var pattern = new StringBuilder();
    for (var piece : expected.strip().split("…", -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(piece));
    }
    // What the page shows may be cut short at its end.
    return Pattern.compile(pattern + "\\s*", Pattern.DOTALL);
  }

  private void startDemo(String commands) throws IOException {
    var log = folder.resolve("demo.log").toFile();
    var command = "cd serai-0.1.0 && exec " + commands.lines().skip(1).findFirst().orElseThrow();
    demo = shell(command, log).start();
    for (var backend : new String[] {"catalog:9081", "stock:9082", "reviews:9083"}) {
      var name = backend.substring(0, backend.indexOf(':'));
      var line = Pattern.compile("  backend\\." + name + "\\.url=http://127.0.0.1:(\\d+)\\R");
      var match =
          await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> line.matcher(Files.readString(log.toPath())), Matcher::find);
      ports.put(backend.substring(backend.indexOf(':') + 1), match.group(1));
    }
  }

  /** In one shell's directory and environment, which is handed on from step to step. */
  private String type(String commands) throws IOException, InterruptedException {
    var script =
        "[ ! -f ../state ] || . ../state; [ ! -f state ] || . ./state\n"
            + commands
            + "\n{ echo \"cd '$PWD'\"; export -p; } > '"
            + folder.resolve("state")
            + "'";
    var out = folder.resolve("out").toFile();
    var shell = shell(script, out).start();
    assertThat(shell.waitFor(2, TimeUnit.MINUTES)).as(commands).isTrue();
    var said = Files.readString(out.toPath()).strip();
    for (var port : ports.entrySet()) {
      said = said.replace(port.getValue(), port.getKey());
    }
    return said;
  }

  private ProcessBuilder shell(String script, File out) {
    var typed = script;
    for (var port : ports.entrySet()) {
      typed = typed.replaceAll("\\b" + port.getKey() + "\\b", port.getValue());
    }
    var builder =
        new ProcessBuilder("bash", "-c", typed)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out);
    builder.environment().remove("SERAI_BASE");
    builder.environment().put("SERAI_LISTENER_PORT", ports.get("8080"));
    builder.environment().put("SERAI_MANAGEMENT_PORT", ports.get("9070"));
    return builder;
  }
}
