package io.serai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Installed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example that is delivered, dropped into {@code conf/} of one instance, answers as the
 * comments at its top say.
 */
class ExamplesIT {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void vanillaFilesDropInUnchanged(@TempDir Path folder) throws Exception {
    try (var installed = Installed.unpack(folder.resolve("program"))) {
      var base = installed.instance(folder.resolve("instance"));
      var examples = Example.in("vanilla");
      for (var example : examples) {
        copy(installed.home().resolve(example.unit()), base.resolve("conf"));
      }
      assertThat(installed.serai("check", "--base", base.toString()))
          .matches(ran -> ran.code() == 0, "nothing to complain of");
      assertThat(installed.serai("start", "--base", base.toString()))
          .matches(ran -> ran.code() == 0, "starts");
      assertAnswered(examples, Installed.port(base));
    }
  }

  @Test
  void theDemoAnswersAsItSays(@TempDir Path folder) throws Exception {
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
      var log = folder.resolve("demo.log").toFile();
      var demo = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
      try {
        await()
            .ignoreExceptions()
            .until(() -> send(port, "GET", "/products/42", List.of(), "").statusCode() == 200);
        assertAnswered(Example.in("demo"), port);
      } finally {
        demo.destroy();
        demo.waitFor();
      }
    }
  }

  private void assertAnswered(List<Example> examples, int port) throws Exception {
    var wrong = new ArrayList<String>();
    for (var example : examples) {
      for (var call : example.calls()) {
        var got = send(port, call.method(), call.path(), call.headers(), call.body());
        if (!call.isAnsweredBy(got.statusCode(), got.body())) {
          wrong.add(example + ": " + call + ", but: " + got.statusCode() + " " + got.body());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private HttpResponse<String> send(
      int port, String method, String path, List<String> headers, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (var header : headers) {
      int colon = header.indexOf(':');
      request.header(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static void copy(Path unit, Path conf) throws IOException {
    var target = conf.resolve(unit.getFileName().toString());
    if (Files.isDirectory(unit)) {
      Files.createDirectories(target);
      try (var files = Files.list(unit)) {
        for (var file : files.toList()) {
          Files.copy(file, target.resolve(file.getFileName().toString()));
        }
      }
    } else {
      Files.copy(unit, target);
    }
  }
}
