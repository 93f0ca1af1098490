package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

  private void open(String idleTimeout) throws Exception {
    var body = new byte[SIZE];
    Arrays.fill(body, "x".getBytes(StandardCharsets.US_ASCII)[0]);
    gate = new Gate("listener.idleTimeout", idleTimeout, "listener.writeTimeout", "5s");
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/large").process(exchange -> exchange.getMessage().setBody(body));
          }
        });
  }

  @AfterEach
  void close() {
    gate.close();
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
