package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A batch under way while its own unit and those of its items are loaded anew. */
@Timeout(60)
class BatchReloadTest {
  private static final String BATCH =
      """
      - route:
          id: batch
          from:
            uri: "gateway:/batch"
            parameters: { method: POST }
            steps:
              - to: { uri: "gateway:batch", parameters: { sequential: true } }
      """;
  private static final String ITEMS =
      """
      - route:
          id: item
          from:
            uri: "gateway:/items/{id}"
            steps:
              - to: { uri: "backend:shop/{id}" }
              - setHeader: { name: CamelHttpResponseCode, constant: "200" }
      """;

  @TempDir Path base;

  @Test
  void endsWithEveryItemAnsweredByTheGenerationThatItCameTo() throws Exception {
    var released = new CountDownLatch(1);
    try (var shop = StubBackend.start()) {
      shop.on("/first", held(released, Script.json("1"))).on("/second", Script.json("2"));
      var conf = Files.createDirectories(base.resolve("conf"));
      Files.writeString(conf.resolve("batch.camel.yaml"), BATCH);
      Files.writeString(conf.resolve("items.camel.yaml"), ITEMS);
      try (var gateway = Gateway.start(base, Map.of("backend.shop.url", shop.url()));
          var client = new RawClient(gateway.port())) {
        client.request(
            "POST",
            "/batch",
            "[{\"path\":\"/items/first\"},{\"path\":\"/items/second\"}]",
            "Content-Type: application/json");
        await().until(() -> shop.requests().size() == 1);
        // The batch is no more for newcomers, and the items have another status.
        Files.writeString(conf.resolve("batch.camel.yaml"), BATCH.replace("/batch\"", "/lists\""));
        Files.writeString(conf.resolve("items.camel.yaml"), ITEMS.replace("\"200\"", "\"203\""));
        assertThat(gateway.reload()).isEmpty();
        assertThat(gateway.get("/batch").statusCode()).isEqualTo(404);
        released.countDown();
        var answer = client.read();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
            .contains("{\"id\":\"1\",\"status\":200,", "\"body\":1}")
            .contains("{\"id\":\"2\",\"status\":203,", "\"body\":2}");
      }
    }
  }

  private static Script held(CountDownLatch until, Script then) {
    return talk -> {
      try {
        until.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      then.play(talk);
    };
  }
}
