package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is turned away at the door, how, and who isn't. */
@Timeout(60)
class AdmissionTest {
  private final Hold hold = new Hold();
  private final List<RawClient> clients = new ArrayList<>();
  private Gate gate = new Gate();

  private void open(String... settings) throws Exception {
    var all = new ArrayList<>(List.of("listener.health.path", "/up"));
    all.addAll(List.of(settings));
    gate.close();
    gate = new Gate(all.toArray(String[]::new));
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/held?method=GET,POST&maxBody=100KiB&deadline=30s").process(hold);
            from("gateway:/quick?method=GET,POST").setBody(constant("ok"));
            from("gateway:/burns")
                .process(exchange -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(60)))
                .setBody(constant("burnt"));
          }
        });
  }

  @AfterEach
  void close() {
    clients.forEach(RawClient::close);
    hold.letAllGo();
    gate.close();
  }

  private RawClient client() {
    var client = gate.client();
    clients.add(client);
    return client;
  }

  private long shed(String reason) {
    return gate.listener.stats().snapshot().shed().getOrDefault(reason, 0L);
  }

  private void hold(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      client().get("/held");
    }
    await().until(() -> gate.listener.stats().inFlight() == count);
  }

  @Test
  void oneMoreThanMayBeInFlightIsTurnedAwayAtOnceAndTheOthersAreFinished() throws Exception {
    open("admission.maxInFlight", "5");
    hold(5);
    var sixth = client();
    for (int i = 0; i < 20; i++) {
      var answer = sixth.get("/quick", "X-Request-Id: r" + i).read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 3);
      assertThat(answer.header("Connection")).isEmpty();
      assertThat(answer.body())
          .isEqualTo(
              "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                  + "\"detail\":\"too many requests are in flight\",\"id\":\"r"
                  + i
                  + "\"}");
    }
    assertThat(gate.get("/up").status()).isEqualTo(200);
    assertThat(shed("in_flight")).isEqualTo(20);
    hold.next().letGo("done");
    assertThat(clients.get(0).read().body()).isEqualTo("done");
    assertThat(sixth.get("/quick").read().body()).isEqualTo("ok");
  }

  @Test
  void clientsAreNotToldToComeBackAllAtOnce() throws Exception {
    open("admission.maxInFlight", "1", "admission.retryAfter", "10s");
    hold(1);
    var other = client();
    var told = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      told.add(other.get("/quick").read().header("Retry-After"));
    }
    assertThat(told.stream().mapToInt(Integer::parseInt))
        .allMatch(each -> each >= 10 && each <= 30);
    assertThat(told.stream().distinct().count()).isGreaterThan(5);
  }

  @Test
  void aSmallBodyThatIsThereDoesNotCostTheConnectionAndOneToComeDoes() throws Exception {
    open("admission.maxInFlight", "1");
    hold(1);
    var other = client();
    assertThat(other.request("POST", "/quick", "hello").read().status()).isEqualTo(503);
    assertThat(other.get("/up").read().status()).isEqualTo(200);
    var large =
        other.send("POST /quick HTTP/1.1\r\nHost: test\r\nContent-Length: 90000\r\n\r\n").read();
    assertThat(large.status()).isEqualTo(503);
    assertThat(large.header("Connection")).isEqualTo("close");
    assertThat(other.isClosedWithin(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void theAccessLogTellsWhy() throws Exception {
    open("admission.maxInFlight", "1");
    try (var lines = Lines.of("io.serai.access")) {
      hold(1);
      client().get("/quick", "X-Request-Id: away").read();
      await().untilAsserted(() -> assertThat(lines.text()).contains(" away - shed:in_flight"));
    }
  }

  @Test
  void theLogSaysOnceThatItBeginsAndOnceThatItIsOver() throws Exception {
    open("admission.maxInFlight", "1");
    // The listener of the test before may still have a last word.
    await().until(() -> watchers() == 1);
    try (var lines = Lines.of(Shedding.class.getName())) {
      hold(1);
      var other = client();
      for (int i = 0; i < 50; i++) {
        other.get("/quick").read();
      }
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(lines.text()).contains("No longer"));
      assertThat(lines.all()).hasSize(2);
      assertThat(lines.all().get(0)).contains("2 requests in flight (admission.maxInFlight=1)");
      assertThat(lines.all().get(1)).contains("50 got a 503");
    }
  }

  private static long watchers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("serai-admission"))
        .count();
  }

  @Test
  void aLoopThatDoesNotKeepUpTurnsAwayWhatItReadsLast() throws Exception {
    open("admission.maxLag", "50ms");
    for (int i = 0; i < 20; i++) {
      client().get("/burns");
    }
    var details = new ArrayList<String>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (details.isEmpty() && System.nanoTime() - end < 0) {
      for (var client : clients) {
        var answer = client.read();
        if (answer.status() == 503) {
          details.add(answer.body());
        }
        client.get("/burns");
      }
    }
    assertThat(details).isNotEmpty().allMatch(each -> each.contains("behind with its work"));
    assertThat(shed("lag")).isGreaterThanOrEqualTo(details.size());
    clients.forEach(RawClient::close);
    await().atMost(Duration.ofSeconds(10)).until(() -> gate.get("/quick").status() == 200);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> gate.listener.stats().snapshot().lagNanos() < 20_000_000);
  }

  @Test
  void onePauseOfALoopTurnsNobodyAway() throws Exception {
    open("admission.maxLag", "20ms");
    for (int i = 0; i < 20; i++) {
      client().get("/quick").read();
    }
    gate.loops.next().execute(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(800)));
    clients.forEach(client -> client.get("/quick"));
    clients.forEach(client -> assertThat(client.read().status()).isEqualTo(200));
    assertThat(shed("lag")).isZero();
  }

  @Test
  void aBodyThatFindsNoMemoryIsRefusedBeforeItComes() throws Exception {
    open("admission.maxBuffered", "64KiB");
    var body = "x".repeat(40 << 10);
    var first = client().request("POST", "/held", body);
    var held = hold.next();
    await().until(() -> gate.listener.stats().snapshot().buffered() >= body.length());
    var second =
        client().send("POST /held HTTP/1.1\r\nHost: test\r\nContent-Length: 40960\r\n\r\n").read();
    assertThat(second.status()).isEqualTo(503);
    assertThat(second.body()).contains("short of memory");
    assertThat(second.header("Retry-After")).isNotEmpty();
    assertThat(shed("memory")).isEqualTo(1);
    held.letGo("done");
    assertThat(first.read().body()).isEqualTo("done");
    await().until(() -> gate.listener.stats().snapshot().buffered() == 0);
    client().request("POST", "/held", body);
    hold.next().letGo("again");
    assertThat(clients.get(2).read().body()).isEqualTo("again");
  }

  @Test
  void soIsOneOfUnknownLengthOnceItOutgrowsIt() throws Exception {
    open("admission.maxBuffered", "16KiB");
    var answer =
        client()
            .send("POST /held HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n")
            .send("8000\r\n" + "x".repeat(0x8000))
            .read();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("short of memory");
    assertThat(answer.header("Retry-After")).isNotEmpty();
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(shed("memory")).isEqualTo(1);
    await().until(() -> gate.listener.stats().snapshot().buffered() == 0);
  }

  @Test
  void aHeapThatCollectionsLeaveFullTurnsAwayUntilItIsKnownNoMore() throws Exception {
    open("admission.maxMemory", "1");
    var ballast = new byte[(int) Math.min(400 << 20, Runtime.getRuntime().maxMemory() / 25)];
    System.gc();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              var answer = gate.get("/quick");
              assertThat(answer.status()).isEqualTo(503);
              assertThat(answer.body()).contains("short of memory");
            });
    assertThat(gate.get("/up").status()).isEqualTo(200);
    assertThat(ballast).isNotEmpty();
    // Two seconds after the last collection nobody knows.
    await().atMost(Duration.ofSeconds(20)).until(() -> gate.get("/quick").status() == 200);
  }
}
