package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Installed;
import io.serai.testing.InstanceLog;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three gateways of the packed archive, a process each; one is killed while parts of many documents
 * come to all of them.
 */
@Tag("slow")
class PartsApartIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int DOCUMENTS = Integer.getInteger("serai.proof.documents", 600);
  private static final String ROUTE =
      """
      - beans:
          - name: shipmentParts
            type: io.serai.aggregate.Keyed
            properties: { name: "{kind}" }
      - route:
          id: shipment-parts
          from:
            uri: "gateway:/shipments/{shipment}/parts/{kind}"
            parameters: { method: PUT, deadline: 10s }
            steps:
              - aggregate:
                  correlationExpression: { header: { expression: shipment } }
                  aggregationStrategy: "#shipmentParts"
                  aggregationRepository: "#cluster"
                  completionSize: 3
                  closeCorrelationKeyOnCompletion: 10000
                  steps:
                    - to: { uri: "backend:logistics/shipments/{shipment}", parameters: { method: PUT } }
      """;

  @TempDir private Path place = Path.of("");
  private final StubBackend stub = StubBackend.start();
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final List<Path> gateways = new ArrayList<>();
  private final List<Integer> listeners = new ArrayList<>();
  private Installed installed;

  @BeforeEach
  void threeGateways() throws Exception {
    installed = Installed.unpack(place.resolve("program"));
    for (int i = 0; i < DOCUMENTS; i++) {
      stub.on("/shipments/" + i, Script.json("{}"));
    }
    var ports = List.of(Installed.freePort(), Installed.freePort(), Installed.freePort());
    for (int i = 0; i < 3; i++) {
      var base =
          installed.instance(
              place.resolve("g" + i),
              "listener.name=g" + i,
              "cluster.name=shipments",
              "cluster.members="
                  + ports.stream()
                      .map(port -> "127.0.0.1:" + port)
                      .collect(Collectors.joining(",")),
              "cluster.port=" + ports.get(i),
              "backend.logistics.url=" + stub.url());
      Files.writeString(base.resolve("conf/shipments.camel.yaml"), ROUTE);
      gateways.add(base);
      assertThat(installed.serai("start", "--base", base.toString()).code()).isZero();
      listeners.add(Installed.port(base));
    }
    for (var base : gateways) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(installed.serai("cluster", "--base", base.toString()).out())
                      .contains(" g0 ", " g1 ", " g2 "));
    }
  }

  @AfterEach
  void close() throws IOException {
    installed.close();
    stub.close();
  }

  @Test
  void whenOneIsKilledEveryDocumentIsCompletedAndDuplicatesHaveOneKey() throws Exception {
    var kinds = List.of("a", "b", "c");
    for (int k = 0; k < 3; k++) {
      for (int document = 0; document < DOCUMENTS; document++) {
        if (k == 1 && document == DOCUMENTS / 2) {
          kill(gateways.get(2));
        }
        put((document + k) % 3, document, kinds.get(k));
      }
    }
    await().atMost(LONG).until(() -> delivered().size() == DOCUMENTS);
    int twice = 0;
    for (var calls : delivered().values()) {
      var keys = new HashSet<String>();
      calls.forEach(call -> keys.add(call.header("idempotency-key")));
      assertThat(keys).hasSize(1);
      assertThat(calls)
          .allMatch(call -> call.text().matches("\\{\"a\":\\d+,\"b\":\\d+,\"c\":\\d+}"));
      twice += calls.size() - 1;
    }
    System.out.printf("%d documents, %d delivered again%n", DOCUMENTS, twice);
    for (var base : gateways.subList(0, 2)) {
      assertThat(InstanceLog.text(base)).doesNotContain(" dropped with ");
    }
  }

  /** As a client would: at another gateway, until it is taken. */
  private void put(int first, int document, String kind) {
    int[] gateway = {first};
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              var uri =
                  "http://127.0.0.1:%d/shipments/%d/parts/%s"
                      .formatted(listeners.get(gateway[0]), document, kind);
              gateway[0] = (gateway[0] + 1) % 3;
              try {
                var request =
                    HttpRequest.newBuilder(URI.create(uri))
                        .timeout(Duration.ofSeconds(15))
                        .PUT(BodyPublishers.ofString("" + document))
                        .build();
                int status = client.send(request, BodyHandlers.ofString()).statusCode();
                // 409: it was the last already, only the answer got lost.
                return status == 200 || status == 202 || status == 409;
              } catch (IOException e) {
                return false;
              }
            });
  }

  private static void kill(Path base) throws Exception {
    var pid = Files.readString(base.resolve("run/serai.pid")).strip();
    assertThat(new ProcessBuilder("kill", "-KILL", pid).inheritIO().start().waitFor()).isZero();
  }

  private Map<String, List<StubBackend.Seen>> delivered() {
    var delivered = new HashMap<String, List<StubBackend.Seen>>();
    for (var seen : stub.requests()) {
      delivered.computeIfAbsent(seen.target(), same -> new ArrayList<>()).add(seen);
    }
    return delivered;
  }
}
