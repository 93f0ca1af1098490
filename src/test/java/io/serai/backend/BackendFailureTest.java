package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Backends that drip, hang, reset, close and lie. */
@Timeout(30)
class BackendFailureTest {
  private final StubBackend stub = StubBackend.start();
  private final Calls calls =
      new Calls("backend.shop.url", stub.url(), "backend.default.maxBody", "1KiB");

  @AfterEach
  void close() {
    calls.close();
    stub.close();
  }

  private void assertFails(String reason, int answer, String... parameters) {
    var outcome = calls.call("backend:shop/a", parameters);
    assertThat(outcome.verdict()).isEqualTo(Outcome.Verdict.FAILURE);
    assertThat(outcome.reason()).isEqualTo(reason);
    assertThat(outcome.answer()).isEqualTo(answer);
    assertThat(calls.stats("shop").inFlight()).isZero();
  }

  private void awaitNoConnections() {
    await().until(() -> stub.openConnections() == 0 && calls.stats("shop").open() == 0);
  }

  @Test
  void endsACallThatIsNeverAnswered() {
    stub.otherwise(Script.hang());
    assertFails("timeout after 150ms", 504, "timeout", "150ms");
    awaitNoConnections();
  }

  @Test
  void endsACallWhoseAnswerDrips() {
    stub.otherwise(Script.json("{\"a\":1}").dripping(Duration.ofMillis(20)));
    assertFails("timeout after 200ms", 504, "timeout", "200ms");
    awaitNoConnections();
  }

  @Test
  void readsAnAnswerThatComesByteByByte() {
    stub.otherwise(Script.json("{\"a\":1}").dripping(Duration.ofNanos(100_000)));
    assertThat(calls.call("backend:shop/a").isSuccess()).isTrue();
  }

  @Test
  void failsOnAnAnswerCutShort() {
    stub.otherwise(
        Script.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"a\":").then(Script.close()));
    assertFails("closed in the middle of its answer", 502);
    stub.otherwise(
        Script.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"a\":").then(Script.reset()));
    var reset = calls.call("backend:shop/a");
    assertThat(reset.reason()).contains("in the middle of its answer");
    assertThat(reset.attempts()).isEqualTo(1);
    awaitNoConnections();
  }

  @Test
  void failsOnGarbageAndClosesTheConnection() {
    stub.otherwise(Script.raw("220 smtp.example.org ESMTP\r\n"));
    assertFails("malformed answer: no HTTP/1.1 status line", 502);
    awaitNoConnections();
  }

  @Test
  void failsOnAnAnswerThatIsTooLong() {
    stub.otherwise(Script.json("\"" + "x".repeat(2000) + "\""));
    assertFails("answered more than 1024 bytes", 502);
    stub.otherwise(
        Script.raw(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + "x".repeat(2000)));
    assertFails("answered more than 1024 bytes", 502);
    awaitNoConnections();
  }

  @Test
  void trustsNoConnectionThatSaysMoreThanItWasAsked() {
    stub.otherwise(
        Script.raw(
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1HTTP/1.1 200 OK\r\nContent-Length:"
                + " 1\r\n\r\n2"));
    assertThat(calls.call("backend:shop/a").body()).containsExactly('1');
    assertThat(calls.call("backend:shop/a").body()).containsExactly('1');
    assertThat(stub.connections()).isEqualTo(2);
  }

  @Test
  void opensAnotherConnectionWhenTheBackendHasClosedTheIdleOnes() {
    stub.otherwise(Script.json("1"));
    assertThat(calls.call("backend:shop/a", "retries", "0").isSuccess()).isTrue();
    stub.closeConnections();
    awaitNoConnections();
    assertThat(calls.call("backend:shop/a", "retries", "0").isSuccess()).isTrue();
  }

  @Test
  void repeatsAReadThatRanIntoAClosingKeepAliveConnection() {
    // Closes on the second request of a connection without a word, as a server that gave up on it.
    stub.otherwise(
        talk -> {
          long before =
              stub.requests().stream()
                  .filter(seen -> seen.connection() == talk.request().connection())
                  .count();
          (before > 1 ? Script.close() : Script.json("1")).play(talk);
        });
    assertThat(calls.call("backend:shop/a").isSuccess()).isTrue();
    var repeated = calls.call("backend:shop/a");
    assertThat(repeated.isSuccess()).isTrue();
    assertThat(repeated.attempts()).isEqualTo(2);
    assertThat(stub.requests()).hasSize(3);
    assertThat(calls.stats("shop").repeats()).isEqualTo(1);
    assertThat(calls.stats("shop").retries()).isZero();

    var write = calls.call("backend:shop/a", "retries", "3", "method", "POST");
    assertThat(write.reason()).isEqualTo("closed without an answer");
    assertThat(stub.requests()).hasSize(4);

    assertThat(calls.call("backend:shop/a", "method", "POST").isSuccess()).isTrue();
    assertThat(calls.call("backend:shop/a", "method", "POST", "idempotent", "true").isSuccess())
        .isTrue();
    assertThat(stub.requests()).hasSize(7);

    var once = calls.call("backend:shop/a", "retries", "0");
    assertThat(once.reason()).isEqualTo("closed without an answer");
    assertThat(once.attempts()).isEqualTo(1);
    assertThat(stub.requests()).hasSize(8);
  }

  @Test
  void sendsEvenAWriteOnceMoreIfTheConnectionHadBeenClosedBeforeItWasSent() throws Exception {
    var leave = new CountDownLatch(1);
    var left = new CountDownLatch(1);
    stub.otherwise(
        Script.inTurn(
            talk -> {
              Script.json("1").play(talk);
              try {
                leave.await();
              } catch (InterruptedException e) {
                throw new java.io.IOException(e);
              }
              talk.reset();
              left.countDown();
            },
            Script.json("2")));
    assertThat(calls.call("backend:shop/a").isSuccess()).isTrue();
    var request = calls.request();
    var call = new java.util.concurrent.CompletableFuture<Outcome>();
    request
        .loop()
        .execute(
            () -> {
              leave.countDown();
              try {
                // The loop can't have seen the end of the connection when the call takes it.
                left.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              calls
                  .part("backend:shop/a", "method", "POST", "retries", "0")
                  .start(new DefaultExchange(calls.context), request, call::complete);
            });
    var outcome = Calls.await(call);
    assertThat(outcome.body()).containsExactly('2');
    assertThat(outcome.attempts()).isEqualTo(2);
    assertThat(stub.requests()).hasSize(2);
    assertThat(calls.stats("shop").repeats()).isEqualTo(1);
    assertThat(calls.stats("shop").retries()).isZero();
  }

  @Test
  void retriesWhatMayBeRetriedAndNothingElse() {
    stub.otherwise(Script.inTurn(Script.status(503), Script.json("1")));
    var read = calls.call("backend:shop/a");
    assertThat(read.isSuccess()).isTrue();
    assertThat(read.attempts()).isEqualTo(2);
    assertThat(calls.stats("shop").retries()).isEqualTo(1);

    stub.otherwise(Script.inTurn(Script.status(502), Script.status(504), Script.json("1")));
    assertThat(calls.call("backend:shop/a").reason()).isEqualTo("answered 504");
    stub.otherwise(Script.inTurn(Script.status(502), Script.status(504), Script.json("1")));
    assertThat(calls.call("backend:shop/a", "retries", "2").isSuccess()).isTrue();

    for (var method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
      stub.otherwise(Script.inTurn(Script.status(503), Script.json("1")));
      var write = calls.call("backend:shop/a", "method", method, "retries", "3");
      assertThat(write.reason()).isEqualTo("answered 503");
      assertThat(write.attempts()).isEqualTo(1);
    }
    stub.otherwise(Script.inTurn(Script.status(503), Script.json("1")));
    assertThat(calls.call("backend:shop/a", "method", "POST", "idempotent", "true").isSuccess())
        .isTrue();
    stub.otherwise(Script.inTurn(Script.status(500), Script.json("1")));
    assertThat(calls.call("backend:shop/a").reason()).isEqualTo("answered 500");
  }

  @Test
  void triesAgainWithinTheCallsTimeWhenOneAttemptIsSlow() {
    stub.otherwise(Script.inTurn(Script.hang(), Script.json("1")));
    var outcome = calls.call("backend:shop/a", "attemptTimeout", "100ms");
    assertThat(outcome.isSuccess()).isTrue();
    assertThat(outcome.attempts()).isEqualTo(2);
    stub.otherwise(Script.hang());
    assertFails("timeout after 50ms", 504, "attemptTimeout", "50ms");
  }

  @Test
  void saysWhyItCouldNotConnect() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var other =
        new Calls(
            "backend.down.url",
            "http://127.0.0.1:" + port,
            "backend.nowhere.url",
            "http://nowhere.invalid:80")) {
      var refused = other.call("backend:down/a", "method", "POST");
      assertThat(refused.reason()).isEqualTo("connection refused");
      assertThat(refused.answer()).isEqualTo(502);
      assertThat(refused.attempts()).isEqualTo(2);
      var unknown = other.call("backend:nowhere/a", "retries", "0", "timeout", "10s");
      assertThat(unknown.reason()).isEqualTo("unknown host");
    }
  }

  @Test
  void endsWithinTheRequestsDeadline() {
    stub.otherwise(Script.hang());
    calls.deadline = Duration.ofMillis(220);
    long start = System.nanoTime();
    var outcome = calls.call("backend:shop/a");
    assertThat(outcome.answer()).isEqualTo(504);
    assertThat(outcome.reason()).matches("timeout after (1\\d\\d|200)ms");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    calls.deadline = Duration.ofMillis(10);
    assertThat(calls.call("backend:shop/a").reason())
        .as("a quarter of what is left is reserved where that is less")
        .matches("timeout after \\dms");
  }

  @Test
  void givesUpAReadThatNobodyWantsAnyMore() {
    stub.otherwise(Script.hang());
    var request = calls.request();
    var call = calls.begin(request, "backend:shop/a");
    await().until(() -> stub.requests().size() == 1);
    request.end();
    assertThat(Calls.await(call).verdict()).isEqualTo(Outcome.Verdict.IGNORED);
    awaitNoConnections();
    assertThat(calls.stats("shop").failures()).containsEntry("ignored", 1L);
  }

  @Test
  void neverTakesBackAWriteThatIsOut() throws Exception {
    var answered = new CountDownLatch(1);
    stub.otherwise(
        talk -> {
          talk.pause(Duration.ofMillis(300));
          talk.send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
          answered.countDown();
        });
    var request = calls.request();
    var call = calls.begin(request, "backend:shop/a", "method", "POST");
    await().until(() -> stub.requests().size() == 1);
    request.end();
    assertThat(Calls.await(call).verdict()).isEqualTo(Outcome.Verdict.IGNORED);
    assertThat(calls.stats("shop").inFlight()).isEqualTo(1);
    answered.await();
    await().until(() -> calls.stats("shop").inFlight() == 0);
    assertThat(calls.stats("shop").successes()).isEqualTo(1);
    assertThat(stub.openConnections()).isEqualTo(1);
  }

  @Test
  void tellsOfAWriteAtTheDeadlineAndLetsItGoOn() {
    stub.otherwise(Script.status(201).after(Duration.ofMillis(400)));
    calls.deadline = Duration.ofMillis(150);
    var outcome = calls.call("backend:shop/a", "method", "POST", "timeout", "3s");
    assertThat(outcome.answer()).isEqualTo(504);
    assertThat(calls.stats("shop").inFlight()).isEqualTo(1);
    await().until(() -> calls.stats("shop").successes() == 1);
  }

  @Test
  void runsItsOwnTimeoutWithADeadlineOfItsOwn() {
    stub.otherwise(Script.status(204).after(Duration.ofMillis(100)));
    calls.deadline = Duration.ofMillis(1);
    var request = calls.request();
    request.end();
    var call = calls.begin(request, "backend:shop/a", "method", "DELETE", "deadline", "own");
    assertThat(Calls.await(call).isSuccess()).isTrue();
  }

  @Test
  void answersATimersRouteOffTheLoop() {
    stub.otherwise(Script.json("{}"));
    var exchange = calls.send("backend:shop/a", null);
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("{}");
  }
}
