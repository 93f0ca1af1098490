package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Gateway;
import io.serai.testing.LogLines;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parts told as they come, a line each, by {@code produces: ndjson}. */
@Timeout(60)
class PartLinesTest {
  private static final String ROUTE =
      """
      - route:
          id: page
          from:
            uri: "gateway:/page/%1$s"
            parameters: { produces: "json,ndjson", deadline: %2$s, report: %3$s }
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:a/quick", parameters: { as: quick } }
                    - to: { uri: "backend:a/slow", parameters: { as: slow, optional: %4$s } }
                    - to: { uri: "backend:a/{quick.next}", parameters: { as: third, optional: true, circuit: false } }
      """;
  private static final String LINES = "Accept: application/x-ndjson";

  @TempDir Path base;
  private final StubBackend backend = StubBackend.start();
  private final CountDownLatch slow = new CountDownLatch(1);
  private @Nullable Gateway gateway;

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    backend.close();
  }

  private RawClient open(String deadline, String report, boolean optional) throws Exception {
    backend.on("/quick", Script.json("{\n \"next\": \"third\"\r\n}"));
    backend.on("/third", Script.status(500));
    var opened =
        Gateway.start(
            base,
            Map.of("backend.a.url", backend.url(), "backend.a.retries", "0"),
            ROUTE.formatted("{x}", deadline, report, optional));
    gateway = opened;
    return new RawClient(opened.port());
  }

  private static Script onceReleased(CountDownLatch latch, Script then) {
    return talk -> {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      then.play(talk);
    };
  }

  private static String withoutTimes(String line) {
    return line.replaceAll("\"ms\":[0-9.]+", "\"ms\":0");
  }

  @Test
  void eachGoesOutAsSoonAsItIsThereAndTheLastLineTellsTheEnd() throws Exception {
    backend.on("/slow", onceReleased(slow, Script.json("[1]")));
    try (var client = open("5s", "headers", false)) {
      client.get("/page/1", LINES);
      var head = client.readHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Type")).isEqualTo("application/x-ndjson");
      assertThat(head.header("Vary")).isEqualTo("Accept");
      assertThat(withoutTimes(client.chunk()))
          .isEqualTo(
              "{\"name\":\"quick\",\"status\":200,\"ms\":0,\"source\":\"live\",\"attempts\":1,"
                  + "\"body\":{  \"next\": \"third\"  }}\n");
      assertThat(withoutTimes(client.chunk()))
          .isEqualTo(
              "{\"name\":\"third\",\"status\":500,\"ms\":0,\"source\":\"live\",\"attempts\":1,"
                  + "\"reason\":\"answered 500\"}\n");
      slow.countDown();
      assertThat(client.chunk()).startsWith("{\"name\":\"slow\",").endsWith("\"body\":[1]}\n");
      assertThat(withoutTimes(client.chunk())).isEqualTo("{\"status\":200,\"ms\":0}\n");
      assertThat(client.chunk()).isEmpty();
      assertThat(client.trailers()).isEmpty();
      client.get("/page/1", LINES);
      assertThat(client.readHead().status()).as("the connection is of use").isEqualTo(200);
    }
  }

  @Test
  void whoAsksForJsonGetsTheDocument() throws Exception {
    backend.on("/slow", Script.json("[1]"));
    try (var client = open("5s", "headers", false)) {
      client.get("/page/1");
      var answer = client.read();
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      assertThat(answer.header("Vary")).isEqualTo("Accept");
      assertThat(answer.body()).contains("\"slow\":[1]");
    }
  }

  @Test
  void aFailureBeforeTheFirstPartIsAnAnswerLikeAny() throws Exception {
    backend.on("/slow", onceReleased(slow, Script.json("[1]")));
    try (var client = open("5s", "headers", false)) {
      backend.on("/quick", Script.status(404));
      client.get("/page/1", LINES);
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      slow.countDown();
    }
  }

  @Test
  void oneBehindItIsTheLastLineAndWhatIsCounted() throws Exception {
    backend.on("/slow", onceReleased(slow, Script.status(503)));
    try (var log = new LogLines("io.serai.access");
        var client = open("5s", "headers", false)) {
      client.get("/page/1", LINES);
      assertThat(client.readHead().status()).isEqualTo(200);
      client.chunk();
      client.chunk();
      slow.countDown();
      assertThat(client.chunk()).contains("\"name\":\"slow\"", "answered 503");
      assertThat(client.chunk())
          .startsWith("{\"type\":\"about:blank\",")
          .contains("\"status\":503", "\"id\":")
          .endsWith("}\n");
      assertThat(client.chunk()).isEmpty();
      await().until(() -> log.has("GET /page/1 503"));
    }
  }

  @Test
  void theDeadlineEndsWhatHasBegun() throws Exception {
    backend.on("/slow", onceReleased(slow, Script.json("[1]")));
    try (var client = open("400ms", "headers", false)) {
      client.get("/page/1", LINES);
      client.readHead();
      assertThat(client.chunk()).contains("quick");
      assertThat(client.chunk()).contains("third");
      assertThat(client.chunk()).contains("slow", "timeout after");
      assertThat(client.chunk()).contains("\"status\":504");
      assertThat(client.chunk()).isEmpty();
      slow.countDown();
    }
  }

  @Test
  void withReportNoneNobodyLearnsHowPartsEnded() throws Exception {
    backend.on("/slow", Script.json("[1]").after(Duration.ofMillis(100)));
    try (var client = open("5s", "none", true)) {
      client.get("/page/1", LINES);
      client.readHead();
      assertThat(client.chunk())
          .isEqualTo("{\"name\":\"quick\",\"body\":{  \"next\": \"third\"  }}\n");
      assertThat(client.chunk()).isEqualTo("{\"name\":\"slow\",\"body\":[1]}\n");
      assertThat(client.chunk()).isEqualTo("{\"status\":200}\n");
    }
  }

  @Test
  void aClientThatLeavesEndsTheCallsThatAreOut() throws Exception {
    backend.on("/slow", Script.hang());
    try (var log = new LogLines("io.serai.access")) {
      try (var client = open("30s", "headers", false)) {
        client.get("/page/1", LINES);
        client.readHead();
        client.chunk();
      }
      await().until(() -> log.has("GET /page/1 499"));
      await().until(() -> backend.openConnections() <= 1);
    }
  }

  @Test
  void aHeadIsAnsweredWithTheFirstPart() throws Exception {
    backend.on("/slow", Script.json("[1]"));
    try (var client = open("5s", "headers", false)) {
      client.request("HEAD", "/page/1", "", LINES);
      assertThat(client.readHead().status()).isEqualTo(200);
      client.get("/page/1");
      assertThat(client.read().body()).contains("\"slow\":[1]");
    }
  }
}
