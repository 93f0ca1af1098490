package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.settings.SettingsLoader;
import io.serai.testing.Scrape;
import io.serai.testing.SteadyLoad;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scraper sees while requests go through: each scrape is right, and nothing runs back. */
class ScrapeUnderLoadTest {
  private static final int SCRAPES = 25;

  @TempDir private Path base = Path.of("");
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void everyScrapeIsRightAndNoCounterGoesBackwards() throws Exception {
    try (var backend = StubBackend.start()) {
      backend.on("/good", Script.json("{}")).on("/bad", Script.status(500));
      var instance = start(backend.url());
      try (var load = load(instance)) {
        var before = Map.<String, Double>of();
        for (int i = 0; i < SCRAPES; i++) {
          long seen = load.sent();
          await().until(() -> load.sent() > seen + 10);
          var now = Scrape.of(metrics(instance)).growing();
          before.forEach(
              (series, value) ->
                  assertThat(now.get(series)).as(series).isNotNull().isGreaterThanOrEqualTo(value));
          before = now;
        }
        assertThat(before)
            .hasEntrySatisfying(
                "serai_backend_calls_total{backend=\"stub\",outcome=\"success\"}",
                calls -> assertThat(calls).isGreaterThan(100));
      } finally {
        instance.stop();
      }
    }
  }

  private Instance start(String backend) throws Exception {
    Files.createDirectories(base.resolve("conf"));
    Files.writeString(
        base.resolve("conf/serai.properties"),
        "listener.port=0\nmanagement.port=0\nbackend.stub.circuit=false\nbackend.stub.url="
            + backend
            + "\n");
    Files.writeString(
        base.resolve("conf/page.camel.yaml"),
        """
        - route:
            id: page
            from:
              uri: "gateway:/page/{id}"
              steps:
                - multicast:
                    parallelProcessing: true
                    aggregationStrategy: "#keyed"
                    steps:
                      - to: { uri: "backend:stub/good", parameters: { as: good } }
                      - to: { uri: "backend:stub/bad", parameters: { as: bad, fallback: "1" } }
        """);
    var loader = new SettingsLoader(base, KnownKeys.all(), Map.of(), Map.of());
    return Instance.start(
        new Instance.Start(
            new Directories(base, base), loader, loader.load().settings(), "token", true));
  }

  private static SteadyLoad load(Instance instance) {
    var host = instance.listener().replace("0.0.0.0", "127.0.0.1");
    var targets = List.of(URI.create("http://" + host + "/page/1"));
    return new SteadyLoad(200, Duration.ofMinutes(1), targets, answer -> {});
  }

  private String metrics(Instance instance) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + instance.management() + "/metrics")).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
