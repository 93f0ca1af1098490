package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.routes.UnitsRefused;
import io.serai.testing.Gateway;
import io.serai.testing.LogLines;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parts of one document that come in requests of their own, through the whole gate, alone. */
@Timeout(60)
class ApartTest {
  private static final String KINDS = "name: \"{kind}\"";
  private static final String SIZE_3 = "completionSize: 3";

  private final StubBackend stub = StubBackend.start();
  private final Map<String, String> settings = new TreeMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path base;

  @BeforeEach
  void answer() {
    stub.on("/shipments/7", Script.json("{\"taken\":true}"));
  }

  @AfterEach
  void close() {
    stub.close();
  }

  private static String routes(String properties, String completion) {
    return routes(properties, completion, "");
  }

  private static String routes(String properties, String completion, String before) {
    return """
    - beans:
        - name: shipmentParts
          type: io.serai.aggregate.Keyed
          properties: { %s }
    - route:
        id: shipment-parts
        from:
          uri: "gateway:/shipments/{shipment}/parts/{kind}"
          parameters: { method: PUT, query: "last", responseHeaders: "Idempotency-Key" }
          steps:
            %s
            - aggregate:
                correlationExpression: { header: { expression: shipment } }
                aggregationStrategy: "#shipmentParts"
                aggregationRepository: "#cluster"
                %s
                steps:
                  - to: { uri: "backend:logistics/shipments/{shipment}", parameters: { method: PUT, as: logistics } }
    """
        .formatted(properties, before, completion.replace("\n", "\n            "));
  }

  private Gateway gateway(String route) throws Exception {
    settings.put("backend.logistics.url", stub.url());
    return Gateway.start(base, settings, route);
  }

  private HttpResponse<String> put(Gateway gateway, String path, String body) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + gateway.port() + "/shipments/" + path);
    var request = HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString(body)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static void is(HttpResponse<String> answer, int status, String body) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(body);
  }

  private String delivered(int call) {
    return stub.requests().get(call).text();
  }

  private static String key(StubBackend.Seen request) {
    return request.header("idempotency-key");
  }

  @Test
  void theLastCallerGetsTheResultAndTheOthersAre202() throws Exception {
    try (var gateway = gateway(routes(KINDS, SIZE_3))) {
      is(put(gateway, "7/parts/label", "{\"l\":1}"), 202, "{\"parts\":[\"label\"]}");
      is(put(gateway, "7/parts/customs", "[2]"), 202, "{\"parts\":[\"customs\",\"label\"]}");
      is(put(gateway, "8/parts/label", "0"), 202, "{\"parts\":[\"label\"]}");
      var last = put(gateway, "7/parts/address", "\"three\"");
      is(last, 200, "{\"taken\":true}");
      assertThat(last.headers().firstValue("proxy-status").orElse("")).contains("logistics");
      assertThat(stub.requests()).hasSize(1);
      assertThat(delivered(0))
          .isEqualTo("{\"address\":\"three\",\"customs\":[2],\"label\":{\"l\":1}}");
      assertThat(last.headers().firstValue("idempotency-key").orElse(""))
          .hasSize(36)
          .isEqualTo(key(stub.requests().get(0)));
      assertThat(gateway.apart().open()).isEqualTo(1);
      assertThat(gateway.apart().completed()).containsEntry(CompletedBy.SIZE, 1L);
    }
  }

  @Test
  void aPartSentAgainReplacesAndCountsOnce() throws Exception {
    try (var gateway = gateway(routes(KINDS, "completionSize: 2"))) {
      is(put(gateway, "7/parts/a", "1"), 202, "[\"a\"]");
      is(put(gateway, "7/parts/a", "2"), 202, "[\"a\"]");
      is(put(gateway, "7/parts/b", "3"), 200, "taken");
      assertThat(delivered(0)).isEqualTo("{\"a\":2,\"b\":3}");
      is(put(gateway, "7/parts/a", "4"), 202, "[\"a\"]");
    }
  }

  @Test
  void collisionSaysWhatBecomesOfAPartThatIsThere() throws Exception {
    try (var gateway = gateway(routes(KINDS + ", collision: fail", "completionSize: 2"))) {
      is(put(gateway, "7/parts/a", "1"), 202, "[\"a\"]");
      is(put(gateway, "7/parts/a", "1"), 202, "[\"a\"]");
      is(put(gateway, "7/parts/a", "2"), 409, "another part of its name");
    }
    try (var gateway = gateway(routes(KINDS + ", collision: first", "completionSize: 2"))) {
      put(gateway, "7/parts/a", "1");
      put(gateway, "7/parts/a", "2");
      is(put(gateway, "7/parts/b", "3"), 200, "taken");
      assertThat(delivered(0)).isEqualTo("{\"a\":1,\"b\":3}");
    }
  }

  @Test
  void timeCompletesWhatNoOtherPartComesForWithThePathOfItsCallers() throws Exception {
    try (var log = new LogLines("io.serai.aggregate");
        var gateway = gateway(routes(KINDS, SIZE_3 + "\ncompletionTimeout: \"300\""))) {
      is(put(gateway, "7/parts/b", "1"), 202, "[\"b\"]");
      is(put(gateway, "7/parts/a", "2"), 202, "[\"a\",\"b\"]");
      await().until(() -> stub.requests().size() == 1);
      assertThat(delivered(0)).isEqualTo("{\"a\":2,\"b\":1}");
      assertThat(stub.requests().get(0).target()).isEqualTo("/shipments/7");
      assertThat(key(stub.requests().get(0))).hasSize(36);
      await().until(() -> gateway.apart().open() == 0);
      assertThat(log.has("shipment-parts 7: completed by timeout with [a, b]")).isTrue();
    }
  }

  @Test
  void anIntervalCountsFromTheFirst() throws Exception {
    try (var gateway = gateway(routes(KINDS, "completionInterval: \"400\""))) {
      put(gateway, "7/parts/a", "1");
      await().until(() -> stub.requests().size() == 1);
      await().until(() -> gateway.apart().completed().getOrDefault(CompletedBy.INTERVAL, 0L) == 1);
    }
  }

  @Test
  void aPredicateLooksAtAllPartsOrEagerlyAtTheOneThatComes() throws Exception {
    var both = "completionPredicate: { jq: { expression: \".a and .b\" } }";
    try (var gateway = gateway(routes(KINDS, both))) {
      is(put(gateway, "7/parts/a", "1"), 202, "");
      is(put(gateway, "7/parts/c", "1"), 202, "");
      is(put(gateway, "7/parts/b", "1"), 200, "taken");
      assertThat(delivered(0)).isEqualTo("{\"a\":1,\"b\":1,\"c\":1}");
    }
    var last = "eagerCheckCompletion: true\ncompletionPredicate: { jq: { expression: .last } }";
    try (var gateway = gateway(routes(KINDS, last))) {
      is(put(gateway, "7/parts/a", "{}"), 202, "");
      is(put(gateway, "7/parts/z", "{\"last\":true}"), 200, "taken");
      assertThat(gateway.apart().completed()).containsEntry(CompletedBy.PREDICATE, 1L);
    }
  }

  @Test
  void thePropertyOfCamelEndsIt() throws Exception {
    var end =
        """
        - choice:
                    when:
                      - jq: { expression: ".last == true" }
                        steps:
                          - setProperty: { name: CamelAggregationCompleteCurrentGroup, constant: { expression: "true" } }
        """;
    try (var gateway = gateway(routes(KINDS, "completionTimeout: \"60000\"", end.strip()))) {
      is(put(gateway, "7/parts/a", "{}"), 202, "");
      is(put(gateway, "7/parts/b", "{\"last\":true}"), 200, "taken");
      assertThat(gateway.apart().completed()).containsEntry(CompletedBy.STRATEGY, 1L);
    }
  }

  @Test
  void theLastCallerNeedNotWait() throws Exception {
    try (var gateway = gateway(routes(KINDS + ", lastWaits: false", "completionSize: 2"))) {
      is(put(gateway, "7/parts/a", "1"), 202, "[\"a\"]");
      is(put(gateway, "7/parts/b", "1"), 202, "[\"a\",\"b\"]");
      await().until(() -> stub.requests().size() == 1);
    }
  }

  @Test
  void aFailureIsTheLastCallersAndItsPartSentAgainCompletesWithTheSameKey() throws Exception {
    stub.on("/shipments/7", Script.status(500));
    try (var gateway = gateway(routes(KINDS, "completionSize: 2"))) {
      put(gateway, "7/parts/a", "1");
      is(put(gateway, "7/parts/b", "2"), 502, "logistics");
      stub.on("/shipments/7", Script.json("{\"taken\":true}"));
      is(put(gateway, "7/parts/b", "2"), 200, "taken");
      var calls = stub.requests();
      assertThat(calls.get(calls.size() - 1).text()).isEqualTo("{\"a\":1,\"b\":2}");
      assertThat(calls).extracting(ApartTest::key).containsOnly(key(calls.get(0)));
    }
  }

  @Test
  void whatNoCallerWaitsForIsTriedAgainWithTheSameKey() throws Exception {
    stub.on("/shipments/7", Script.status(500));
    try (var gateway = gateway(routes(KINDS, "completionTimeout: \"200\""))) {
      put(gateway, "7/parts/a", "1");
      await().until(() -> gateway.apart().failed() > 0);
      stub.on("/shipments/7", Script.json("{}"));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> gateway.apart().completed().getOrDefault(CompletedBy.TIMEOUT, 0L) == 1);
      assertThat(stub.requests())
          .extracting(ApartTest::key)
          .containsOnly(key(stub.requests().get(0)));
    }
  }

  @Test
  void whatTheBackendRefusesIsDroppedAndSaidSo() throws Exception {
    stub.on("/shipments/7", Script.status(422));
    try (var log = new LogLines("io.serai.aggregate");
        var gateway = gateway(routes(KINDS, "completionTimeout: \"200\""))) {
      put(gateway, "7/parts/a", "1");
      await().until(() -> gateway.apart().dropped() == 1);
      await().until(() -> gateway.apart().open() == 0);
      assertThat(log.has("shipment-parts 7: dropped with [a]: logistics: answered 422")).isTrue();
    }
  }

  @Test
  void whatIsNeverCompleteIsDroppedAtTheEndOfItsLife() throws Exception {
    settings.put("apart.life", "1s");
    try (var log = new LogLines("io.serai.aggregate");
        var gateway = gateway(routes(KINDS, SIZE_3))) {
      put(gateway, "7/parts/a", "1");
      await().until(() -> gateway.apart().open() == 0);
      assertThat(log.has("shipment-parts 7: dropped with [a]: its life is over")).isTrue();
      assertThat(stub.requests()).isEmpty();
    }
  }

  @Test
  void aClosedKeyTakesNoPartAfterItsCompletion() throws Exception {
    var closing = "completionSize: 2\ncloseCorrelationKeyOnCompletion: 1000";
    try (var gateway = gateway(routes(KINDS, closing))) {
      put(gateway, "7/parts/a", "1");
      is(put(gateway, "7/parts/b", "2"), 200, "taken");
      is(put(gateway, "7/parts/b", "2"), 409, "all it belongs to is complete");
      is(put(gateway, "8/parts/b", "2"), 202, "[\"b\"]");
      assertThat(stub.requests()).hasSize(1);
    }
  }

  @Test
  void aPartThatCouldNotBeOneIsRefused() throws Exception {
    settings.put("apart.maxBytes", "1KiB");
    try (var gateway = gateway(routes("name: \"{query.last}\"", SIZE_3))) {
      is(put(gateway, "7/parts/a?last=a", "{nonsense"), 400, "JSON");
      is(put(gateway, "7/parts/a", "1"), 400, "query.last");
      is(put(gateway, "7/parts/a?last=", "1"), 400, "0 characters");
      is(put(gateway, "7/parts/a?last=a", "\"" + "x".repeat(2000) + "\""), 413, "1024 bytes");
      is(put(gateway, "7/parts/a?last=%22%0A", "1"), 202, "[\"\\\"\\u000a\"]");
    }
  }

  @Test
  void whatThereIsNoRoomForIsRefused() throws Exception {
    settings.put("apart.memory", "1MiB");
    settings.put("gateway.maxBody", "2MiB");
    settings.put("apart.maxBytes", "2MiB");
    try (var gateway = gateway(routes(KINDS, SIZE_3))) {
      is(put(gateway, "7/parts/a", "\"" + "x".repeat(1 << 20) + "\""), 202, "");
      var full = put(gateway, "8/parts/a", "1");
      is(full, 503, "as much is kept as may be");
      assertThat(full.headers().firstValue("retry-after")).contains("1");
    }
  }

  @Test
  void partsGoOnWhenTheUnitIsLoadedAnew() throws Exception {
    settings.put("routes.reload", "auto");
    try (var gateway = gateway(routes(KINDS, SIZE_3))) {
      put(gateway, "7/parts/a", "1");
      Files.writeString(base.resolve("conf/unit.camel.yaml"), routes(KINDS, "completionSize: 2"));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> gateway.live().units().get(0).generation() == 2);
      is(put(gateway, "7/parts/b", "2"), 200, "taken");
      assertThat(delivered(0)).isEqualTo("{\"a\":1,\"b\":2}");
    }
  }

  @Test
  void whatCannotBeIsRefusedWithOptionAndLine() {
    refused(routes("collision: last", SIZE_3), "line 12", "doesn't name parts", "name");
    refused(routes("name: same", SIZE_3), "is the same for all parts");
    refused(routes(KINDS, "parallelProcessing: true"), "nothing says when it is complete");
    refused(
        routes(
            KINDS,
            SIZE_3 + "\ncompletionOnNewCorrelationGroup: true\ndiscardOnCompletionTimeout: true"),
        "completionOnNewCorrelationGroup, discardOnCompletionTimeout");
    refused(routes(KINDS, "completionTimeout: \"7200000\""), "completionTimeout", "apart.life");
    refused(routes(KINDS, SIZE_3).replace("    id: shipment-parts\n", ""), "no id of its own");
  }

  private void refused(String route, String... words) {
    assertThatThrownBy(() -> gateway(route).close())
        .isInstanceOfSatisfying(
            UnitsRefused.class, e -> assertThat(e.problems().toString()).contains(List.of(words)));
  }
}
