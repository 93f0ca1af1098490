package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.request.Request;
import io.serai.testing.LogLines;
import io.serai.testing.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which thread a request runs on, and that one which blocks disturbs nobody. */
class LanesTest {
  private Gate gate;
  private final CountDownLatch released = new CountDownLatch(1);

  @BeforeEach
  void open() throws Exception {
    gate = new Gate("offloop.threads", "2", "offloop.queue", "1");
    gate.serve(
        "unit",
        route -> !route.startsWith("off"),
        context ->
            context.addRoutes(
                new RouteBuilder() {
                  @Override
                  public void configure() {
                    from("gateway:/on").id("on").setBody(simple("${threadName}"));
                    from("gateway:/off").id("off").setBody(simple("${threadName}"));
                    from("gateway:/blocks?deadline=10s")
                        .id("off-blocks")
                        .process(exchange -> released.await(10, TimeUnit.SECONDS))
                        .setBody(simple("${threadName}"));
                    from("gateway:/waits?deadline=3s")
                        .id("off-waits")
                        .process(LanesTest::awaitCompletion);
                    from("gateway:/short?deadline=100ms")
                        .id("off-short")
                        .process(exchange -> released.await(10, TimeUnit.SECONDS));
                  }
                }));
  }

  @AfterEach
  void close() {
    released.countDown();
    gate.close();
  }

  /** As Camel's circuit breaker does: its thread waits until a call inside it is done. */
  private static void awaitCompletion(Exchange exchange) throws InterruptedException {
    var done = new CountDownLatch(1);
    var request = Objects.requireNonNull(Request.of(exchange));
    request.loop().schedule(() -> request.resume(done::countDown), 200, TimeUnit.MILLISECONDS);
    done.await(5, TimeUnit.SECONDS);
  }

  @Test
  void completesCallsThatAllThreadsWaitFor() {
    try (var one = gate.client();
        var two = gate.client()) {
      one.get("/waits");
      two.get("/waits");
      assertThat(one.read().status()).isEqualTo(200);
      assertThat(two.read().status()).isEqualTo(200);
    }
  }

  @Test
  void staysOnTheLoopUnlessAStepMayBlock() {
    assertThat(gate.get("/on").body()).startsWith("serai-loop");
    assertThat(gate.get("/off").body()).startsWith("serai-offloop");
  }

  @Test
  void othersStayQuickWhileARouteBlocks() {
    try (var blocked = gate.client();
        var client = gate.client()) {
      for (int i = 0; i < 200; i++) {
        client.get("/on").read();
      }
      blocked.get("/blocks");
      var took = new ArrayList<Long>();
      for (int i = 0; i < 100; i++) {
        long start = System.nanoTime();
        assertThat(client.get("/on").read().status()).isEqualTo(200);
        took.add(System.nanoTime() - start);
      }
      took.sort(null);
      assertThat(Duration.ofNanos(took.get(95))).isLessThan(Duration.ofMillis(50));
      released.countDown();
      assertThat(blocked.read().body()).startsWith("serai-offloop");
    }
  }

  @Test
  void refusesWhatFindsNoRoomAndFinishesWhatWasLetIn() {
    var clients = new ArrayList<RawClient>();
    try (var log = new LogLines("io.serai.entry")) {
      for (int i = 0; i < 3; i++) {
        clients.add(gate.client().get("/blocks"));
      }
      RawClient.Answer refused;
      do {
        refused = gate.get("/off");
      } while (refused.status() == 200);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isIn("1", "2", "3");
      assertThat(refused.body()).contains("too many requests are waiting for this");
      assertThat(gate.listener.stats().snapshot().shed()).containsEntry("offloop", 1L);
      await().until(() -> log.has("3 requests off the loop (offloop.threads + offloop.queue=3)"));
      released.countDown();
      clients.forEach(client -> assertThat(client.read().status()).isEqualTo(200));
      assertThat(gate.get("/off").status()).isEqualTo(200);
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  @Test
  void answers504ForARouteThatBlocksPastItsDeadline() {
    assertThat(gate.get("/short").status()).isEqualTo(504);
    assertThat(gate.get("/on").status()).isEqualTo(200);
  }

  @Test
  void aGenerationIsDrainedOnceNothingIsInFlight() throws Exception {
    var hold = new Hold();
    var doors =
        gate.serve(
            "other",
            route -> true,
            context ->
                context.addRoutes(
                    new RouteBuilder() {
                      @Override
                      public void configure() {
                        from("gateway:/held").process(hold);
                      }
                    }));
    try (var client = gate.client()) {
      client.get("/held");
      var held = hold.next();
      gate.listener.serve(List.of());
      CompletableFuture<Void> drained = doors.drained();
      assertThat(drained).isNotDone();
      assertThat(gate.get("/held").status()).isEqualTo(404);
      held.letGo("done");
      assertThat(client.read().body()).isEqualTo("done");
      assertThat(drained).succeedsWithin(Duration.ofSeconds(5));
    }
  }
}
