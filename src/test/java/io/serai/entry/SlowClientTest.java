package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who takes an answer slowly gets all of it all the same. */
class SlowClientTest {
  // More than the sockets of both sides hold.
  private static final int SIZE = 32 << 20;

  private Gate gate;

  @BeforeEach
  void open() throws Exception {
    open("300ms");
  }

  private void open(String idleTimeout, String... more) throws Exception {
    var body = new byte[SIZE];
    Arrays.fill(body, "x".getBytes(StandardCharsets.US_ASCII)[0]);
    var settings = new ArrayList<>(List.of("listener.idleTimeout", idleTimeout));
    settings.addAll(List.of("listener.writeTimeout", "5s"));
    settings.addAll(List.of(more));
    gate = new Gate(settings.toArray(String[]::new));
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/any?method=POST").setBody(constant("any"));
            from("gateway:/large").process(exchange -> exchange.getMessage().setBody(body));
          }
        });
  }

  @AfterEach
  void close() {
    gate.close();
  }

  private long buffered() {
    return gate.listener.stats().snapshot().buffered();
  }

  @Test
  void whatAClientHasNotTakenCountsAmongTheBodiesUntilItHas() throws Exception {
    try (var client = gate.client()) {
      client.get("/large");
      // The sockets of both sides hold some.
      await().until(() -> buffered() > SIZE / 2);
      assertThat(buffered()).isLessThan(SIZE + 4096);
      assertThat(client.read().body()).hasSize(SIZE);
      await().until(() -> buffered() == 0);
      client.get("/large");
      await().until(() -> buffered() > SIZE / 2);
    }
    await().until(() -> buffered() == 0);
  }

  @Test
  void soDoesTheLastAnswerOfAConnection() throws Exception {
    try (var client = gate.client()) {
      client.get("/large", "Connection: close");
      await().until(() -> buffered() > SIZE / 2);
      assertThat(client.read().body()).hasSize(SIZE);
      await().until(() -> buffered() == 0);
    }
  }

  @Test
  void whatSlowClientsHoldIsNotThereForBodies() throws Exception {
    gate.close();
    open("60s", "admission.maxBuffered", "8MiB");
    try (var slow = gate.client();
        var client = gate.client()) {
      slow.get("/large");
      await().until(() -> buffered() > SIZE / 2);
      client.send("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n1234567890");
      assertThat(client.read().status()).isEqualTo(503);
    }
  }

  private static void readLate(RawClient client, long millis) throws InterruptedException {
    Thread.sleep(millis);
    assertThat(client.read().body()).hasSize(SIZE);
  }

  @Test
  void theLastAnswerOfAConnectionIsSentWhole() throws Exception {
    try (var client = gate.client()) {
      client.get("/large", "Connection: close");
      readLate(client, 1000);
    }
  }

  @Test
  void aConnectionIsNotIdleWhileItsAnswerIsOnTheWay() throws Exception {
    try (var client = gate.client()) {
      client.get("/large");
      readLate(client, 600);
    }
  }

  @Test
  void aDrainLetsAnAnswerOnTheWayThrough() throws Exception {
    gate.close();
    open("60s");
    try (var client = gate.client()) {
      client.get("/large");
      Thread.sleep(1200);
      gate.listener.beginDrain();
      readLate(client, 300);
    }
  }
}
