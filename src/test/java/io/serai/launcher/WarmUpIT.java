package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Installed;
import io.serai.testing.StubBackend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the first client still pays for, counted in classes: time tells little on a busy machine.
 */
class WarmUpIT {
  @TempDir private Path place = Path.of("");
  private long counted;

  @Test
  void theFirstAggregatedAnswerFindsItsClassesLoaded() throws Exception {
    try (var backend = StubBackend.start().otherwise(StubBackend.Script.json("{\"a\":1}"));
        var installed = Installed.unpack(place.resolve("serai"))) {
      var base = installed.instance(place.resolve("i"), "backend.stub.url=" + backend.url());
      Files.writeString(
          base.resolve("conf/page.camel.yaml"),
          """
          - route:
              id: page
              from:
                uri: "gateway:/page"
                steps:
                  - multicast:
                      parallelProcessing: true
                      aggregationStrategy: "#keyed"
                      steps:
                        - to: { uri: "backend:stub/one", parameters: { as: one } }
                        - to: { uri: "backend:stub/two", parameters: { as: two } }
          """);
      var loaded = place.resolve("classes.log");
      Files.copy(
          installed.home().resolve("conf/jvm.options"),
          base.resolve("conf/jvm.options"),
          StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(
          base.resolve("conf/jvm.options"),
          "\n-Xlog:class+load:file=" + loaded + "\n",
          StandardOpenOption.APPEND);
      var start = installed.serai("start", "--base", base.toString());
      assertThat(start.code()).as(start.out()).isZero();

      // On a slow machine it ends after readiness.
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> isQuiet(loaded));
      long before = count(loaded);
      var uri = URI.create("http://127.0.0.1:" + Installed.port(base) + "/page");
      var answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("{\"one\":{\"a\":1},\"two\":{\"a\":1}}");
      assertThat(count(loaded) - before).as("classes loaded for the first request").isLessThan(150);
    }
  }

  private boolean isQuiet(Path log) throws IOException {
    long now = count(log);
    boolean quiet = now == counted;
    counted = now;
    return quiet;
  }

  private static long count(Path log) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.count();
    }
  }
}
