package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More than the gateway may take at a time: backends that hang, parts that are too large. */
@Timeout(60)
class OverloadTest {
  private static final String PAGE =
      """
      - route:
          from:
            uri: "gateway:/page"
            parameters: { deadline: 20s }
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:shop/a", parameters: { as: a, timeout: 15s } }
                    - to: { uri: "backend:shop/b", parameters: { as: b, timeout: 15s } }
      """;

  @TempDir Path base;
  private final StubBackend shop = StubBackend.start();
  private final List<RawClient> clients = new ArrayList<>();

  @AfterEach
  void close() {
    clients.forEach(RawClient::close);
    shop.close();
  }

  private Gateway gateway(String key, String value) throws Exception {
    return Gateway.start(
        base,
        Map.of("backend.shop.url", shop.url(), "listener.health.path", "/up", key, value),
        PAGE);
  }

  private RawClient client(Gateway gateway) {
    var client = new RawClient(gateway.port());
    clients.add(client);
    return client;
  }

  @Test
  void whileBackendsHangOneMoreThanMayBeInFlightGetsA503AtOnce() throws Exception {
    shop.on("/a", Script.json("1")).on("/b", Script.hang());
    try (var gateway = gateway("admission.maxInFlight", "5")) {
      for (int i = 0; i < 5; i++) {
        client(gateway).get("/page");
      }
      await().until(() -> shop.requests().size() == 10);
      long start = System.nanoTime();
      var sixth = client(gateway).get("/page").read();
      assertThat(sixth.status()).isEqualTo(503);
      assertThat(sixth.header("Retry-After")).matches("[1-3]");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(gateway.get("/up").statusCode()).isEqualTo(200);
      assertThat(shop.requests()).as("nothing was begun for it").hasSize(10);
      clients.get(0).close();
      await().until(() -> client(gateway).get("/nowhere").read().status() == 404);
    }
  }

  @Test
  void aPartThatThereIsNoMemoryForFailsByNameAndWithA503() throws Exception {
    shop.on("/a", Script.json("1")).on("/b", Script.json('"' + "x".repeat(40 << 10) + '"'));
    try (var gateway = gateway("admission.maxBuffered", "32KiB")) {
      var refused = client(gateway).get("/page").read();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("b: no memory for it");
      shop.on("/b", Script.json("2"));
      // What the first one held was given back.
      for (int i = 0; i < 100; i++) {
        assertThat(clients.get(0).get("/page").read().body()).isEqualTo("{\"a\":1,\"b\":2}");
      }
    }
  }
}
