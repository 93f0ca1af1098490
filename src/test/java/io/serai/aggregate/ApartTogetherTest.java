package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.cluster.Cluster;
import io.serai.cluster.Loopback;
import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parts that arrive apart at three gateways of one cluster, in this process. */
@Timeout(180)
class ApartTogetherTest {
  private static final String BEANS =
      """
      - beans:
          - name: shipmentParts
            type: io.serai.aggregate.Keyed
            properties: { name: "{kind}" }
      """;

  private static final String ROUTE =
      """
      - route:
          id: %1$s
          from:
            uri: "gateway:/%1$s/{shipment}/parts/{kind}"
            parameters: { method: PUT, deadline: 20s }
            steps:
              - aggregate:
                  correlationExpression: { header: { expression: shipment } }
                  aggregationStrategy: "#shipmentParts"
                  aggregationRepository: "#cluster"
                  %2$s
                  steps:
                    - to: { uri: "backend:logistics/shipments/{shipment}", parameters: { method: PUT } }
      """;

  private final StubBackend stub = StubBackend.start();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Loopback network = new Loopback(3);
  private final List<Cluster> clusters = new ArrayList<>();
  private final List<Gateway> gateways = new ArrayList<>();
  @TempDir Path place;

  @BeforeEach
  void threeGateways() throws Exception {
    for (int i = 0; i < 3; i++) {
      var cluster = network.prepare(i);
      clusters.add(cluster);
      var base = place.resolve("g" + i);
      Files.createDirectories(base.resolve("conf"));
      Files.writeString(
          base.resolve("conf/unit.camel.yaml"),
          BEANS
              + ROUTE.formatted("shipments", "completionSize: 3")
              + ROUTE.formatted("late", "completionTimeout: \"3000\""));
      gateways.add(
          Gateway.open(
              base,
              Map.of("backend.logistics.url", stub.url(), "backend.logistics.timeout", "20s"),
              cluster));
    }
    Loopback.beginInTurn(clusters.get(0), clusters.get(1), clusters.get(2));
    Loopback.untilAllSee(3, clusters.toArray(new Cluster[0]));
    // The first is slow: it opens the shelf on all.
    for (int i = 0; i < 3; i++) {
      int last = i;
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> put(last, "shipments", 10_000, "warm-up").join().statusCode() == 202);
    }
  }

  @AfterEach
  void close() {
    gateways.forEach(Gateway::close);
    network.close();
    stub.close();
  }

  private CompletableFuture<HttpResponse<String>> put(
      int gateway, String route, int shipment, String kind) {
    var path = "/" + route + "/" + shipment + "/parts/" + kind;
    var uri = URI.create("http://127.0.0.1:" + gateways.get(gateway).port() + path);
    var body = BodyPublishers.ofString("\"" + kind + " of " + shipment + "\"");
    return client.sendAsync(HttpRequest.newBuilder(uri).PUT(body).build(), BodyHandlers.ofString());
  }

  private static String document(int shipment, String... kinds) {
    var members = new ArrayList<String>();
    for (var kind : kinds) {
      members.add("\"" + kind + "\":\"" + kind + " of " + shipment + "\"");
    }
    return "{" + String.join(",", members) + "}";
  }

  private void stubAll(int shipments) {
    for (int i = 0; i < shipments; i++) {
      stub.on("/shipments/" + i, Script.json("{\"done\":" + i + "}"));
    }
  }

  /** What the backend got of each shipment. */
  private Map<String, List<StubBackend.Seen>> delivered() {
    var delivered = new HashMap<String, List<StubBackend.Seen>>();
    for (var seen : stub.requests()) {
      delivered.computeIfAbsent(seen.target(), same -> new ArrayList<>()).add(seen);
    }
    return delivered;
  }

  @Test
  void partsPostedRoundRobinAllAtOnceAreCompletedOnce() {
    int shipments = 100;
    stubAll(shipments);
    var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < shipments; i++) {
      answers.add(put(i % 3, "shipments", i, "a"));
      answers.add(put((i + 1) % 3, "shipments", i, "b"));
      answers.add(put((i + 2) % 3, "shipments", i, "c"));
    }
    int accepted = 0;
    var results = new HashSet<String>();
    for (var answer : answers) {
      var got = answer.join();
      if (got.statusCode() == 202) {
        accepted++;
      } else {
        assertThat(got.statusCode()).as(got.body()).isEqualTo(200);
        results.add(got.body());
      }
    }
    assertThat(accepted).isEqualTo(2 * shipments);
    assertThat(results).hasSize(shipments);
    var delivered = delivered();
    for (int i = 0; i < shipments; i++) {
      var calls = delivered.getOrDefault("/shipments/" + i, List.of());
      assertThat(calls).hasSize(1);
      assertThat(calls.get(0).text()).isEqualTo(document(i, "a", "b", "c"));
    }
    await().until(() -> open() == 1);
  }

  @Test
  void whenOneDiesEveryAggregationIsCompletedAndWhatIsDoneTwiceHasOneKey() {
    int shipments = 40;
    stubAll(2 * shipments);
    for (int i = 0; i < shipments; i++) {
      is(202, put(i % 3, "shipments", i, "a"));
      is(202, put((i + 1) % 3, "shipments", i, "b"));
    }
    for (int i = shipments; i < 2 * shipments; i++) {
      is(202, put(i % 3, "late", i, "a"));
    }
    Loopback.kill(clusters.get(2));
    for (int i = 0; i < shipments; i++) {
      int shipment = i;
      // A part that couldn't be kept, or wasn't known to be, is sent again.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> put(shipment % 2, "shipments", shipment, "c").join().statusCode() < 300);
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> delivered().size() == 2 * shipments && open() <= 1);
    var delivered = delivered();
    for (int i = 0; i < 2 * shipments; i++) {
      var calls = delivered.getOrDefault("/shipments/" + i, List.of());
      assertThat(calls)
          .extracting(StubBackend.Seen::text)
          .as("nothing that was answered 202 is missing")
          .contains(i < shipments ? document(i, "a", "b", "c") : document(i, "a"));
      assertThat(keys(calls)).hasSize(1);
    }
  }

  private static void is(int status, CompletableFuture<HttpResponse<String>> answer) {
    assertThat(answer.join().statusCode()).as(answer.join().body()).isEqualTo(status);
  }

  private int open() {
    return gateways.stream().mapToInt(it -> it.apart().open()).sum();
  }

  private static Set<String> keys(List<StubBackend.Seen> calls) {
    var keys = new HashSet<String>();
    calls.forEach(call -> keys.add(call.header("idempotency-key")));
    return keys;
  }
}
