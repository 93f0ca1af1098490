package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PoolTest {
  private final StubBackend stub = StubBackend.start();
  private final Calls calls =
      new Calls(
          "backend.shop.url", stub.url(),
          "backend.shop.maxConnections", "2",
          "backend.shop.maxQueue", "3",
          "backend.shop.queueTimeout", "200ms",
          "backend.patient.url", stub.url(),
          "backend.patient.maxConnections", "2",
          "backend.patient.maxQueue", "3",
          "backend.patient.queueTimeout", "10s",
          "backend.brief.url", stub.url(),
          "backend.brief.idleTimeout", "100ms",
          "backend.old.url", stub.url(),
          "backend.old.maxLifetime", "1ms");

  @AfterEach
  void close() {
    calls.close();
    stub.close();
  }

  private List<CompletableFuture<Outcome>> begin(int count) {
    return begin("shop", count);
  }

  private List<CompletableFuture<Outcome>> begin(String backend, int count) {
    var begun = new ArrayList<CompletableFuture<Outcome>>();
    for (int i = 0; i < count; i++) {
      begun.add(calls.begin(calls.request(), "backend:" + backend + "/a"));
    }
    return begun;
  }

  @Test
  void opensNoMoreConnectionsThanAllowedAndServesTheLineInOrder() {
    var gate = new CountDownLatch(1);
    stub.otherwise(
        talk -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            throw new java.io.IOException(e);
          }
          talk.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
        });
    var begun = begin("patient", 5);
    await().until(() -> stub.requests().size() == 2);
    gate.countDown();
    assertThat(begun).allSatisfy(each -> assertThat(Calls.await(each).isSuccess()).isTrue());
    assertThat(stub.connections()).isEqualTo(2);
    assertThat(calls.stats("patient").idle()).isEqualTo(2);
  }

  @Test
  void refusesCallsBeyondTheLineAtOnceAndThoseInItInTime() {
    stub.otherwise(Script.hang());
    var begun = begin(6);
    var refused = Calls.await(begun.get(5));
    assertThat(refused.reason()).isEqualTo("no connection free and 3 calls waiting");
    assertThat(refused.answer()).isEqualTo(503);
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    for (int i = 2; i < 5; i++) {
      var late = Calls.await(begun.get(i));
      assertThat(late.reason()).isEqualTo("no connection free within 200ms");
      assertThat(late.answer()).isEqualTo(503);
      assertThat(late.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }
    assertThat(Calls.await(begun.get(0)).answer()).isEqualTo(504);
    assertThat(calls.stats("shop").failures()).containsEntry("capacity", 4L);
  }

  @Test
  void leavesTheLineWhenNoLongerWanted() {
    stub.otherwise(Script.hang());
    begin(2);
    var request = calls.request();
    var waiting = calls.begin(request, "backend:shop/a", "method", "POST");
    await().until(() -> stub.requests().size() == 2);
    request.end();
    assertThat(Calls.await(waiting).verdict()).isEqualTo(Outcome.Verdict.IGNORED);
    assertThat(stub.requests()).hasSize(2);
  }

  @Test
  void servesTheLineWithAnotherConnectionWhenOneBreaks() {
    stub.otherwise(
        Script.inTurn(
            Script.reset().after(Duration.ofMillis(50)),
            Script.reset().after(Duration.ofMillis(50)),
            Script.json("1")));
    var begun = new ArrayList<CompletableFuture<Outcome>>();
    for (int i = 0; i < 4; i++) {
      begun.add(calls.begin(calls.request(), "backend:shop/a", "method", "POST"));
    }
    assertThat(Calls.await(begun.get(0)).isSuccess()).isFalse();
    assertThat(Calls.await(begun.get(1)).isSuccess()).isFalse();
    assertThat(Calls.await(begun.get(2)).isSuccess()).isTrue();
    assertThat(Calls.await(begun.get(3)).isSuccess()).isTrue();
  }

  @Test
  void closesWhatIsIdleForLong() {
    stub.otherwise(Script.json("1"));
    assertThat(calls.call("backend:brief/a").isSuccess()).isTrue();
    assertThat(calls.stats("brief").idle()).isEqualTo(1);
    await().until(() -> stub.openConnections() == 0);
    await().until(() -> calls.stats("brief").open() == 0);
  }

  @Test
  void closesWhatIsOld() {
    stub.otherwise(Script.json("1").after(Duration.ofMillis(5)));
    assertThat(calls.call("backend:old/a").isSuccess()).isTrue();
    assertThat(calls.call("backend:old/a").isSuccess()).isTrue();
    assertThat(stub.connections()).isEqualTo(2);
    await().until(() -> stub.openConnections() == 0);
  }

  @Test
  void closesAConnectionThatTheBackendWantsClosed() {
    stub.otherwise(Script.answer(200, "application/json", "1", "Connection: close"));
    assertThat(calls.call("backend:shop/a").isSuccess()).isTrue();
    assertThat(calls.call("backend:shop/a").isSuccess()).isTrue();
    assertThat(stub.connections()).isEqualTo(2);
  }
}
