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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who takes an answer slowly gets all of it all the same. */
class SlowClientTest {
  // More than the sockets of both sides hold.
  private static final int SIZE = 32 << 20;
  // All of it takes more than six seconds.
  private static final int STEP = 1 << 20;
  private static final long PAUSE = 200;

  private Gate gate;

  @BeforeEach
  void open() throws Exception {
    open("300ms");
  }

  private void open(String idleTimeout, String... more) throws Exception {
    var body = new byte[SIZE];
    Arrays.fill(body, "x".getBytes(StandardCharsets.US_ASCII)[0]);
    var settings = new ArrayList<>(List.of("listener.idleTimeout", idleTimeout));
    settings.addAll(List.of(more));
    if (!settings.contains("listener.writeTimeout")) {
      settings.addAll(List.of("listener.writeTimeout", "5s"));
    }
    if (!settings.contains("admission.maxBuffered")) {
      settings.addAll(List.of("admission.maxBuffered", "1GiB"));
    }
    gate = new Gate(settings.toArray(String[]::new));
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/any?method=POST&maxBody=100MiB").setBody(constant("any"));
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
    open("60s", "admission.maxBuffered", "80MiB");
    var half = "POST /any HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ";
    try (var slow = gate.client()) {
      slow.get("/large");
      await().until(() -> buffered() > SIZE / 2);
      try (var client = gate.client()) {
        client.send(half + (70 << 20) + "\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(503);
      }
      try (var client = gate.client()) {
        client.send(half + (40 << 20) + "\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(100);
      }
    }
  }

  @Test
  void slowClientsLeaveHalfOfItToBodies() throws Exception {
    gate.close();
    open("60s", "admission.maxBuffered", "80MiB");
    try (var first = gate.client();
        var second = gate.client();
        var third = gate.client()) {
      first.get("/large");
      await().until(() -> buffered() > SIZE / 2);
      second.get("/large");
      await().until(() -> shed() == 1);
      third.get("/large");
      await().until(() -> shed() == 2);
      await().until(() -> buffered() < SIZE + 4096);
      assertThat(third.read().body()).hasSize(SIZE);
      await().until(() -> gate.listener.stats().connections() == 1);
      await().until(() -> buffered() == 0);
    }
  }

  private long shed() {
    return gate.listener.stats().snapshot().shed().getOrDefault("unsent", 0L);
  }

  @Test
  void anAnswerThatIsTooLargeByItselfIsSentButNotForLong() throws Exception {
    gate.close();
    open("60s", "admission.maxBuffered", "8MiB", "listener.writeTimeout", "2s");
    try (var quick = gate.client()) {
      assertThat(quick.get("/large").read().body()).hasSize(SIZE);
    }
    try (var slow = new SteadyClient(gate.listener.port())) {
      slow.get("/large");
      await().until(() -> buffered() > SIZE / 2);
      assertThat(slow.takeBody(SIZE, STEP, PAUSE)).isLessThan(SIZE);
    }
    await().until(() -> buffered() == 0);
  }

  /** Three times as long as a client may take nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"keep-alive", "close"})
  void whoTakesAnAnswerSteadilyGetsAllOfIt(String connection) throws Exception {
    gate.close();
    open("60s", "listener.writeTimeout", "2s");
    try (var slow = new SteadyClient(gate.listener.port())) {
      slow.get("/large", "Connection: " + connection);
      assertThat(slow.takeBody(SIZE, STEP, PAUSE)).isEqualTo(SIZE);
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
