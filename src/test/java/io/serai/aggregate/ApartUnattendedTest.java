package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.cluster.Cluster;
import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completions that no client waits for: how many there are at a time, and what a reload does. */
@Timeout(60)
class ApartUnattendedTest {
  private static final String ROUTE =
      """
      - beans:
          - name: shipmentParts
            type: io.serai.aggregate.Keyed
            properties: { name: "{kind}", lastWaits: false }
      - route:
          id: shipment-parts
          description: "%s"
          from:
            uri: "gateway:/shipments/{shipment}/parts/{kind}"
            parameters: { method: PUT }
            steps:
              - aggregate:
                  correlationExpression: { header: { expression: shipment } }
                  aggregationStrategy: "#shipmentParts"
                  aggregationRepository: "#cluster"
                  %s
                  steps:
                    - to: { uri: "backend:logistics/first/{shipment}", parameters: { method: PUT } }
                    - to: { uri: "backend:logistics/second", parameters: { method: PUT, body: none } }
      """;

  private final StubBackend stub = StubBackend.start();
  private final CountDownLatch first = new CountDownLatch(1);
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path base;

  @AfterEach
  void close() {
    stub.close();
  }

  private Gateway gateway(String route, Cluster cluster) throws Exception {
    Files.createDirectories(base.resolve("conf"));
    write(route);
    stub.on("/second", Script.json("{}"));
    stub.otherwise(
        talk -> {
          try {
            first.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          Script.json("{}").play(talk);
        });
    return Gateway.open(
        base,
        Map.of("backend.logistics.url", stub.url(), "backend.logistics.timeout", "20s"),
        cluster);
  }

  private void write(String route) throws Exception {
    Files.writeString(base.resolve("conf/unit.camel.yaml"), route);
  }

  private void put(Gateway gateway, int shipment) throws Exception {
    var uri =
        URI.create("http://127.0.0.1:" + gateway.port() + "/shipments/" + shipment + "/parts/a");
    var request = HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString("1")).build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
  }

  private long calls(String path) {
    return stub.requests().stream().filter(seen -> seen.target().startsWith(path)).count();
  }

  @Test
  void noMoreAreAskedForThanMayBeginHoweverLateTheAnswersAre() throws Exception {
    var cluster = new LateAnswers();
    int shipments = ApartPlaces.MOST + 20;
    try (var gateway = gateway(ROUTE.formatted("", "completionTimeout: \"300\""), cluster)) {
      for (int i = 0; i < shipments; i++) {
        put(gateway, i);
      }
      afterSomeRounds(cluster);
      assertThat(cluster.asked).as("asked for, none answered").hasValue(ApartPlaces.MOST);
      cluster.answer();
      afterSomeRounds(cluster);
      assertThat(cluster.asked).as("asked for, all under way").hasValue(ApartPlaces.MOST);
      first.countDown();
      await().until(() -> gateway.apart().open() == 0);
      assertThat(calls("/first/")).isEqualTo(shipments);
    }
  }

  /** Each tells of all that are due and weren't taken, 20 at least. */
  private static void afterSomeRounds(LateAnswers cluster) {
    int before = cluster.due.get();
    await().until(() -> cluster.due.get() >= before + 5 * 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"completionTimeout: \"100\"", "completionSize: 1"})
  void aReloadInTheMiddleOfOneDoesNoStepTwice(String completion) throws Exception {
    try (var gateway = gateway(ROUTE.formatted("before", completion), Cluster.alone())) {
      put(gateway, 7);
      await().until(() -> calls("/first/7") == 1);
      write(ROUTE.formatted("after", completion));
      assertThat(gateway.reload()).isEmpty();
      assertThat(gateway.live().units().get(0).generation()).isEqualTo(2);
      await().during(Duration.ofMillis(500)).until(() -> gateway.apart().open() == 1);
      first.countDown();
      await().until(() -> gateway.apart().open() == 0);
      assertThat(calls("/first/7")).isEqualTo(1);
      assertThat(calls("/second")).isEqualTo(1);
      assertThat(gateway.apart().failed()).isZero();
    }
  }
}
