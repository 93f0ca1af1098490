package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.testing.Gateway;
import io.serai.testing.LogLines;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told by {@code produces: ndjson}, and what is answered whole all the same. */
@Timeout(60)
class PartLinesEdgesTest {
  private static final String ROUTES =
      """
      - route:
          id: inner
          from:
            uri: "direct:inner"
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:a/inner", parameters: { as: inner } }
      - route:
          id: calling
          from:
            uri: "gateway:/calling"
            parameters: { produces: "json,ndjson" }
            steps:
              - to: "direct:inner"
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:a/quick", parameters: { as: quick } }
      - route:
          id: page
          from:
            uri: "gateway:/page"
            parameters: { produces: ndjson, streamIdle: 200ms, deadline: 8s }
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:a/quick", parameters: { as: quick } }
                    - to: { uri: "backend:a/slow", parameters: { as: slow, optional: true } }
      - route:
          id: batch
          from:
            uri: "gateway:/batch"
            parameters: { method: POST }
            steps:
              - to: "gateway:batch"
      - route:
          id: handling
          from:
            uri: "gateway:/handling/{status}"
            parameters: { produces: "json,ndjson", responseHeaders: Location }
            steps:
              - onException:
                  exception: [ "io.serai.PartFailed" ]
                  handled: { constant: { expression: "true" } }
                  steps:
                    - setHeader: { name: CamelHttpResponseCode, simple: { expression: "${header.status}" } }
                    - setHeader: { name: Location, constant: { expression: "/elsewhere" } }
                    - setBody: { constant: { expression: "{\\"instead\\":1}" } }
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:a/broken", parameters: { as: broken } }
                    - to: { uri: "backend:a/hung", parameters: { as: hung } }
      - route:
          id: blocking
          from:
            uri: "gateway:/blocking"
            parameters: { produces: "json,ndjson", deadline: 8s }
            steps:
              - onException:
                  exception: [ "io.serai.PartFailed" ]
                  steps:
                    - to: { uri: "backend:a/undo", parameters: { method: DELETE, deadline: own } }
              - delay: { constant: { expression: "1" } }
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:a/quick", parameters: { as: quick } }
                    - to: { uri: "backend:a/hung", parameters: { as: hung } }
      """;
  private static final String LINES = "Accept: application/x-ndjson";

  @TempDir Path base;
  private final StubBackend backend = StubBackend.start();
  private final CountDownLatch undo = new CountDownLatch(1);
  private Gateway gateway;
  private RawClient client;

  @BeforeEach
  void open() throws Exception {
    backend.on("/quick", Script.json("1"));
    backend.on("/inner", Script.json("2"));
    backend.on("/slow", Script.json("3").after(Duration.ofMillis(900)));
    backend.on("/broken", Script.status(500));
    backend.on("/hung", Script.hang());
    var settings =
        Map.of(
            "backend.a.url",
            backend.url(),
            "backend.a.retries",
            "0",
            "backend.a.timeout",
            "8s",
            "offloop.threads",
            "1",
            "offloop.queue",
            "0");
    gateway = Gateway.start(base, settings, ROUTES);
    client = new RawClient(gateway.port());
  }

  @AfterEach
  void close() {
    undo.countDown();
    client.close();
    gateway.close();
    backend.close();
  }

  @Test
  void partsOfARouteThatIsCalledAreNotTold() {
    client.get("/calling", LINES);
    assertThat(client.readHead().status()).isEqualTo(200);
    assertThat(client.chunk()).startsWith("{\"name\":\"quick\",");
    assertThat(client.chunk()).startsWith("{\"status\":200,");
    assertThat(client.chunk()).isEmpty();
    assertThat(backend.requests()).extracting(StubBackend.Seen::target).contains("/inner");
  }

  @Test
  void anotherNameOfJsonLinesIsAnsweredByThatName() {
    client.get("/calling", "Accept: application/ndjson, application/json;q=0.9");
    assertThat(client.readHead().header("Content-Type")).isEqualTo("application/ndjson");
    assertThat(client.chunks()).contains("\"quick\"");
  }

  @Test
  void anItemOfABatchIsAnsweredWholeByARouteThatOtherwiseTellsLines() throws Exception {
    client.request("POST", "/batch", "[{\"path\":\"/page\"}]");
    var result = new ObjectMapper().readTree(client.read().body()).get(0);
    assertThat(result.get("status").asInt()).isEqualTo(200);
    assertThat(result.get("headers").get("Content-Type").asText()).isEqualTo("application/json");
    assertThat(result.get("body").toString()).isEqualTo("{\"quick\":1,\"slow\":3}");
  }

  @Test
  void aPartThatIsSlowerThanAStreamMayStandStillHasItsLine() {
    client.get("/page");
    client.readHead();
    assertThat(client.chunk()).startsWith("{\"name\":\"quick\",");
    assertThat(client.chunk()).startsWith("{\"name\":\"slow\",\"status\":200,");
    assertThat(client.chunk()).startsWith("{\"status\":200,");
    assertThat(client.chunk()).isEmpty();
  }

  @Test
  void anErrorThatTheRouteHandlesIsAnsweredAsItSays() {
    for (int status : new int[] {200, 303, 418}) {
      client.get("/handling/" + status, LINES);
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("Location")).isEqualTo("/elsewhere");
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      assertThat(answer.body()).isEqualTo("{\"instead\":1}");
    }
  }

  @Test
  void aClientThatLeavesKeepsItsPlaceOffTheLoopUntilTheRouteIsThrough() throws Exception {
    backend.on(
        "/undo",
        talk -> {
          try {
            undo.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          Script.status(204).play(talk);
        });
    try (var log = new LogLines("io.serai.access")) {
      try (var leaving = new RawClient(gateway.port())) {
        leaving.get("/blocking", LINES);
        leaving.readHead();
        assertThat(leaving.chunk()).contains("quick");
      }
      await().until(() -> log.has("GET /blocking 499"));
    }
    await().until(() -> backend.requests().stream().anyMatch(it -> it.target().equals("/undo")));
    assertThat(client.get("/blocking", LINES).read().status()).as("no place").isEqualTo(503);
    undo.countDown();
    backend.on("/hung", Script.json("4"));
    await().until(() -> gateway.get("/blocking").statusCode() == 200);
  }
}
