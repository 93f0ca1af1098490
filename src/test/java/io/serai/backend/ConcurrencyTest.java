package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.circuit.State;
import io.serai.request.Outcome;
import io.serai.settings.Problem;
import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls over the limit of a backend, on real sockets. */
@Timeout(60)
class ConcurrencyTest {
  private final StubBackend shop = StubBackend.start();

  @AfterEach
  void close() {
    shop.close();
  }

  private Calls calls(String... more) {
    var settings = new ArrayList<>(List.of("backend.shop.url", shop.url()));
    settings.addAll(List.of(more));
    return new Calls(settings.toArray(String[]::new));
  }

  private static ConcurrencyStats stats(Calls calls) {
    return Objects.requireNonNull(calls.stats("shop").concurrency());
  }

  @Test
  void oneMoreThanTheLimitFailsAtOnceAndIsNotTriedAgain() {
    shop.on("/slow", Script.hang()).on("/quick", Script.json("1"));
    try (var calls = calls("backend.shop.concurrency", "2", "backend.shop.retries", "3")) {
      var first = calls.request();
      calls.begin(first, "backend:shop/slow", "timeout", "10s");
      calls.begin(calls.request(), "backend:shop/slow", "timeout", "10s");
      await().until(() -> shop.requests().size() == 2);
      for (int i = 0; i < 30; i++) {
        var third = calls.call("backend:shop/quick");
        assertThat(third.reason()).isEqualTo("concurrency limit");
        assertThat(third.answer()).isEqualTo(503);
        assertThat(third.retryAfter()).isEqualTo(Duration.ofSeconds(1));
      }
      assertThat(calls.call("backend:shop/quick", "fallback", "[]").verdict())
          .isEqualTo(Outcome.Verdict.SUCCESS);
      assertThat(shop.requests()).hasSize(2);
      assertThat(stats(calls)).isEqualTo(new ConcurrencyStats(2, 2, 31));
      assertThat(calls.stats("shop").failures()).containsEntry("capacity", 31L);
      assertThat(calls.stats("shop").retries()).isZero();
      assertThat(calls.backends.circuits().stats())
          .as("the backend had no part in it")
          .allMatch(circuit -> circuit.state() == State.CLOSED);
      // What undoes a write is owed.
      assertThat(calls.call("backend:shop/quick", "deadline", "own").verdict())
          .isEqualTo(Outcome.Verdict.SUCCESS);
      first.end();
      await().until(() -> stats(calls).inFlight() == 1);
      assertThat(calls.call("backend:shop/quick").verdict()).isEqualTo(Outcome.Verdict.SUCCESS);
    }
  }

  @Test
  void aChangeIsInForceOnSaveAndWhatIsUnderWayCountsOn() {
    shop.on("/slow", Script.hang()).on("/quick", Script.json("1"));
    try (var calls = calls()) {
      assertThat(calls.stats("shop").concurrency()).isNull();
      calls.backends.update(
          Calls.settings("backend.shop.url", shop.url(), "backend.default.concurrency", "1"));
      calls.begin(calls.request(), "backend:shop/slow", "timeout", "10s");
      await().until(() -> shop.requests().size() == 1);
      assertThat(calls.call("backend:shop/quick").reason()).isEqualTo("concurrency limit");
      calls.backends.update(
          Calls.settings("backend.shop.url", shop.url(), "backend.shop.concurrency", "adaptive"));
      assertThat(stats(calls)).isEqualTo(new ConcurrencyStats(20, 1, 1));
      calls.backends.update(Calls.settings("backend.shop.url", shop.url()));
      assertThat(calls.call("backend:shop/quick").verdict()).isEqualTo(Outcome.Verdict.SUCCESS);
      assertThat(calls.stats("shop").concurrency()).isNull();
    }
  }

  @Test
  void whatIsWrittenWrongIsTold() {
    var settings =
        Calls.settings(
            "backend.a.url", "http://a",
            "backend.a.concurrency", "adaptive",
            "backend.a.concurrency.min", "50",
            "backend.a.concurrency.max", "40",
            "backend.b.url", "http://b",
            "backend.b.concurrency", "some");
    assertThat(Backends.problems(settings))
        .extracting(Problem::message)
        .containsExactly(
            "backend.a.concurrency.min: calls from 50 to 40",
            "backend.b.concurrency: some (expected: off, adaptive or a whole number from 1 to"
                + " 100000)");
  }

  @Test
  void theClientGetsA503ThatSaysWhenToComeBack(@TempDir Path base) throws Exception {
    shop.on("/slow", Script.hang()).on("/quick", Script.json("1"));
    var route =
        """
        - route:
            from:
              uri: "gateway:/slow"
              steps:
                - to: { uri: "backend:shop/slow", parameters: { timeout: 10s } }
        - route:
            from:
              uri: "gateway:/quick"
              steps:
                - to: { uri: "backend:shop/quick", parameters: { as: price } }
        """;
    try (var gateway =
            Gateway.start(
                base,
                Map.of("backend.shop.url", shop.url(), "backend.shop.concurrency", "1"),
                route);
        var slow = new RawClient(gateway.port());
        var client = new RawClient(gateway.port())) {
      assertThat(client.get("/quick").read().status()).isEqualTo(200);
      slow.get("/slow");
      await().until(() -> shop.requests().size() == 2);
      var answer = client.get("/quick").read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(answer.body()).contains("price: concurrency limit");
      assertThat(answer.header("Proxy-Status")).contains("connection_limit_reached");
    }
  }

  @Test
  void adaptiveKeepsTheQueueOfABusyBackendShort() throws Exception {
    var free = busy(16, 100);
    try (var calls =
        calls("backend.shop.concurrency", "adaptive", "backend.shop.circuit", "false")) {
      offer(calls, 480, 2);
      free.most.set(0);
      var answered = offer(calls, 480, 3);
      assertThat(free.most.get()).isBetween(12, 48);
      assertThat(median(answered)).isLessThan(350);
    }
    try (var calls =
        calls("backend.shop.maxConnections", "2000", "backend.shop.circuit", "false")) {
      free.most.set(0);
      offer(calls, 480, 2);
      assertThat(free.most.get()).as("without a limit").isGreaterThan(150);
    }
  }

  /** What waits at the stub and what it works on. */
  private static final class Load {
    final AtomicInteger now = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
  }

  /** The stub has so many workers from now on. */
  private Load busy(int workers, int millis) {
    var load = new Load();
    var free = new Semaphore(workers, true);
    var answer = Script.json("1").after(Duration.ofMillis(millis));
    shop.forgetful()
        .on(
            "/work",
            talk -> {
              load.most.accumulateAndGet(load.now.incrementAndGet(), Math::max);
              try {
                free.acquireUninterruptibly();
                try {
                  answer.play(talk);
                } finally {
                  free.release();
                }
              } finally {
                load.now.decrementAndGet();
              }
            });
    return load;
  }

  /** Milliseconds of those answered. */
  private static List<Long> offer(Calls calls, int perSecond, int seconds) throws Exception {
    var begun = new ArrayList<CompletableFuture<Outcome>>();
    var clock = Executors.newSingleThreadScheduledExecutor();
    clock.scheduleAtFixedRate(
        () -> begun.add(calls.begin(calls.request(), "backend:shop/work", "timeout", "1500ms")),
        0,
        1_000_000 / perSecond,
        TimeUnit.MICROSECONDS);
    await().atMost(Duration.ofSeconds(30)).until(() -> begun.size() >= perSecond * seconds);
    clock.shutdown();
    assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    return begun.stream()
        .map(Calls::await)
        .filter(outcome -> outcome.verdict() == Outcome.Verdict.SUCCESS)
        .map(outcome -> TimeUnit.NANOSECONDS.toMillis(outcome.nanos()))
        .sorted()
        .toList();
  }

  private static long median(List<Long> sorted) {
    assertThat(sorted).hasSizeGreaterThan(100);
    return sorted.get(sorted.size() / 2);
  }
}
