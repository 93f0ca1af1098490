package io.serai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.launcher.DemoSettings;
import io.serai.testing.Installed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example that is delivered, dropped into {@code conf/} of one instance, answers as the
 * comments at its top say.
 */
class ExamplesIT {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void allFitIntoOneInstanceAndAnswerAsTheySay(@TempDir Path folder) throws Exception {
    try (var installed = Installed.unpack(folder.resolve("program"))) {
      var settings = new ArrayList<String>();
      DemoSettings.start().forEach((key, value) -> settings.add(key + "=" + value));
      var base = installed.instance(folder.resolve("instance"), settings.toArray(String[]::new));
      for (var example : Example.all()) {
        copy(installed.home().resolve(example.path()), base.resolve("conf"));
      }
      var check = installed.serai("check", "--base", base.toString());
      assertThat(check.out()).contains("no errors");
      assertThat(check.code()).isZero();
      assertThat(installed.serai("start", "--base", base.toString()))
          .matches(ran -> ran.code() == 0, "starts");
      assertAnswered(Example.all(), Installed.port(base));
    }
  }

  @Test
  void theDemoSaysWhatToTryAndAnswersSo(@TempDir Path folder) throws Exception {
    try (var installed = Installed.unpack(folder.resolve("program"))) {
      int port = Installed.freePort();
      var command =
          List.of(
              installed.home().resolve("bin/serai").toString(),
              "demo",
              "-p",
              "listener.port=" + port,
              "-p",
              "management.port=" + Installed.freePort());
      var log = folder.resolve("demo.log");
      var demo =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> Files.readString(log).contains("The demo serves."));
        assertThat(Files.readString(log))
            .contains("curl http://127.0.0.1:" + port + "/products/42")
            .contains("→ {\"catalog\":{\"id\":\"42\"");
        assertAnswered(
            Example.all().stream().filter(of -> of.path().startsWith("routes/demo")).toList(),
            port);
      } finally {
        demo.destroy();
        assertThat(demo.waitFor()).isZero();
      }
    }
  }

  private void assertAnswered(List<Example> examples, int port) {
    var wrong = new ArrayList<String>();
    for (var example : examples) {
      for (var call : example.calls()) {
        var got = new ArrayList<String>();
        try {
          // A timer's example is right only once the timer has been there.
          await().atMost(Duration.ofSeconds(3)).until(() -> isAnswered(call, port, got));
        } catch (ConditionTimeoutException e) {
          wrong.add(
              "%n%s: %s%n  said: %s%n  got:  %s"
                  .formatted(example.path(), call, call.expected().written(), got.get(0)));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private boolean isAnswered(Example.Call call, int port, List<String> got)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(call.curl().request(port), BodyHandlers.ofString());
    got.clear();
    got.add(answer.statusCode() + " " + answer.body());
    return call.expected().isMetBy(answer.statusCode(), answer.body());
  }

  private static void copy(Path unit, Path conf) throws IOException {
    var target = conf.resolve(unit.getFileName().toString());
    if (Files.isDirectory(unit)) {
      try (var files = Files.walk(unit)) {
        for (var file : files.toList()) {
          Files.copy(file, target.resolve(unit.relativize(file).toString()));
        }
      }
    } else {
      Files.copy(unit, target);
    }
  }
}
