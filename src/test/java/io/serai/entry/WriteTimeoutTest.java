package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that takes nothing, or next to nothing, costs one answer and is closed in time. */
class WriteTimeoutTest {
  private final AtomicInteger routed = new AtomicInteger();
  private Gate gate;

  @BeforeEach
  void open() throws Exception {
    // More than the sockets of both sides hold.
    var body = new byte[16 << 20];
    gate = new Gate("listener.writeTimeout", "400ms", "listener.idleTimeout", "10m");
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/large")
                .process(
                    exchange -> {
                      routed.incrementAndGet();
                      exchange.getMessage().setBody(body);
                    });
          }
        });
  }

  @AfterEach
  void close() {
    gate.close();
  }

  private void assertClosedSoon() {
    await().atMost(Duration.ofSeconds(8)).until(() -> gate.listener.stats().connections() == 0);
  }

  @Test
  void closesAConnectionWhoseOnlyAnswerIsNotTaken() {
    try (var client = gate.client()) {
      client.get("/large");
      await().until(() -> routed.get() == 1);
      assertClosedSoon();
    }
  }

  @Test
  void makesNoFurtherAnswerForAClientThatDoesNotReadTheFirst() {
    try (var client = gate.client()) {
      for (int i = 0; i < 100; i++) {
        client.get("/large");
      }
      assertClosedSoon();
      assertThat(routed).hasValue(1);
      assertThat(gate.listener.stats().inFlight()).isZero();
    }
  }

  @Test
  void closesAConnectionWhoseAnswerIsTakenByTheByte() throws Exception {
    try (var client = new SteadyClient(gate.listener.port())) {
      client.get("/large");
      await()
          .atMost(Duration.ofSeconds(8))
          .until(
              () -> {
                client.take(1);
                return gate.listener.stats().connections() == 0;
              });
    }
  }

  @Test
  void closesAConnectionWhoseLastAnswerIsNotTaken() {
    try (var client = gate.client()) {
      client.get("/large", "Connection: close");
      await().until(() -> routed.get() == 1);
      assertClosedSoon();
    }
  }
}
