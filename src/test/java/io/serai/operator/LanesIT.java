package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that blocks after a {@code backend:} call holds up nobody else on the one loop. */
class LanesIT {
  @TempDir Path base;

  /** A bean of an operator's own, from a jar in {@code ext/}. */
  public static final class Sleeper {
    static final CountDownLatch BEGUN = new CountDownLatch(1);
    static volatile String thread = "";

    /** Blocks its thread for a second. */
    public void sleep() throws InterruptedException {
      thread = Thread.currentThread().getName();
      BEGUN.countDown();
      TimeUnit.SECONDS.sleep(1);
    }
  }

  @Test
  void aBlockingStepBehindABackendCallLeavesTheLoopToOthers() throws Exception {
    try (var backend = StubBackend.start().otherwise(StubBackend.Script.json("{}"));
        var gateway =
            Gateway.start(
                base,
                Map.of("backend.stub.url", backend.url(), "listener.loops", "1"),
                """
                - beans:
                    - name: sleeper
                      type: "io.serai.operator.LanesIT$Sleeper"
                - route:
                    id: blocking
                    from:
                      uri: "gateway:/blocking"
                      steps:
                        - to: "backend:stub/x"
                        - bean: { ref: sleeper, method: sleep }
                - route:
                    id: quick
                    from:
                      uri: "gateway:/quick"
                      steps:
                        - setBody: { constant: "quick" }
                """)) {
      for (int warm = 0; warm < 500; warm++) {
        assertThat(gateway.get("/quick").statusCode()).isEqualTo(200);
      }
      var blocked =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return gateway.get("/blocking").statusCode();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(Sleeper.BEGUN.await(5, TimeUnit.SECONDS)).isTrue();
      List<Long> millis = new ArrayList<>();
      while (!blocked.isDone()) {
        long begin = System.nanoTime();
        assertThat(gateway.get("/quick").body()).isEqualTo("quick");
        millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
      }
      assertThat(blocked.get()).isEqualTo(200);
      assertThat(Sleeper.thread).as("the thread that slept").doesNotContain("serai-loop");
      millis.sort(null);
      assertThat(millis).as("answered meanwhile").hasSizeGreaterThan(50);
      assertThat(millis.get(millis.size() / 2)).as("median, ms").isLessThan(10);
      await()
          .untilAsserted(
              () ->
                  assertThat(gateway.live().units().get(0).routes())
                      .anyMatch(
                          route ->
                              route.id().equals("blocking") && route.lane().equals("off-loop")));
    }
  }
}
