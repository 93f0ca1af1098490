package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that carry an Idempotency-Key. */
class KeyedCallsTest {
  private final StubBackend stub =
      StubBackend.start().otherwise(Script.inTurn(Script.status(503), Script.json("{}")));
  private final Calls calls = new Calls("backend.a.url", stub.url());

  @AfterEach
  void close() {
    calls.close();
    stub.close();
  }

  private String key(int request) {
    return stub.requests().get(request).header("Idempotency-Key");
  }

  @Test
  void aNewKeyIsTheSameInEveryAttemptAndAnotherInTheNextCall() {
    assertThat(calls.call("backend:a/x", "method", "POST", "idempotencyKey", "generate").attempts())
        .isEqualTo(2);
    calls.call("backend:a/x", "method", "POST", "idempotencyKey", "generate");

    assertThat(stub.requests()).hasSize(3);
    assertThat(key(0)).matches("[0-9a-f-]{14}4[0-9a-f]{3}-[89ab][0-9a-f-]{16}").isEqualTo(key(1));
    assertThat(key(2)).isNotEqualTo(key(0));
  }

  @Test
  void theRequestsKeyGoesOnAsItCameAndMakesTheCallRepeatable() {
    calls.inputs = Calls.inputs(Map.of(), Map.of("header.Idempotency-Key", "\"a b\""));
    var outcome =
        calls.call(
            "backend:a/x", "method", "POST", "idempotencyKey", "forward", "requestHeaders", "*");
    assertThat(outcome.isSuccess()).isTrue();
    assertThat(key(0)).isEqualTo("\"a b\"");
    assertThat(key(1)).isEqualTo("\"a b\"");
    assertThat(stub.requests().get(0).headers())
        .filteredOn(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("idempotency"))
        .hasSize(1);
  }

  @Test
  void aLeavingClientDoesNotDropAWriteThatWaitsForItsNextAttempt() {
    try (var lean = new Calls("backend.a.url", stub.url(), "backend.default.maxConnections", "1")) {
      var refuse = new CountDownLatch(1);
      var go = new CountDownLatch(1);
      stub.on(
          "/x", Script.inTurn(talk -> play(Script.status(503), refuse, talk), Script.json("{}")));
      // Takes the only connection as soon as the first attempt has given it back.
      stub.on("/between", talk -> play(Script.json("{}"), go, talk));
      var request = lean.request();
      var write =
          lean.begin(request, "backend:a/x", "method", "POST", "idempotencyKey", "generate");
      await().until(() -> stub.requests().size() == 1);
      var between = lean.begin(lean.request(), "backend:a/between");
      refuse.countDown();
      await().until(() -> lean.stats("a").retries() == 1);

      request.end();
      assertThat(Calls.await(write).verdict()).isEqualTo(Outcome.Verdict.IGNORED);
      assertThat(lean.stats("a").failures()).containsEntry("ignored", 0L);
      go.countDown();

      assertThat(Calls.await(between).isSuccess()).isTrue();
      await().until(() -> lean.stats("a").successes() == 2);
      assertThat(stub.requests()).hasSize(3);
      assertThat(key(2)).isEqualTo(key(0));
    }
  }

  private static void play(Script script, CountDownLatch after, StubBackend.Talk talk)
      throws IOException {
    try {
      after.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    script.play(talk);
  }

  @Test
  void aWriteWithoutAKeyToForwardIsNotRepeated() {
    calls.inputs = Calls.inputs(Map.of(), Map.of());
    var outcome = calls.call("backend:a/x", "method", "POST", "idempotencyKey", "forward");
    assertThat(outcome.reason()).isEqualTo("answered 503");
    assertThat(stub.requests()).hasSize(1);
    assertThat(key(0)).isNull();
  }

  @Test
  void oneParameterSendsIt() {
    assertThatThrownBy(
            () ->
                calls.part(
                    "backend:a/x",
                    "idempotencyKey",
                    "generate",
                    "requestHeaders",
                    "Idempotency-Key={header.X}"))
        .rootCause()
        .hasMessageContaining("remove one of them");
    assertThatThrownBy(() -> calls.part("backend:a/x", "idempotencyKey", "yes"))
        .rootCause()
        .hasMessage("idempotencyKey: yes (expected: forward, generate or none)");
  }
}
