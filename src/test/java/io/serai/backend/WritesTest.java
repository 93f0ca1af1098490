package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Gateway;
import io.serai.testing.LogLines;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes aren't reads: the checkout of the documentation, with everything that can befall it. */
@Timeout(60)
class WritesTest {
  private static final String CHECKOUT =
      """
      - onException:
          exception: [ "io.serai.PartFailed" ]
          steps:
            - to: { uri: "backend:stock/reservations/{price.quoteId?}", parameters: { method: DELETE, deadline: own, retries: 2, expect: "404" } }
      - route:
          id: checkout
          from:
            uri: "gateway:/checkout"
            variableReceive: cart
            parameters: { method: POST, deadline: 5s }
            steps:
              - to: { uri: "backend:pricing/quotes", variableSend: cart, parameters: { method: POST, as: price, idempotent: true } }
              - to: { uri: "backend:stock/reservations/{price.quoteId}", variableSend: cart, parameters: { method: PUT, as: stock, passStatus: "409" } }
              - setBody:
                  jq: { expression: "{quote: variable(\\"price\\").quoteId, lines: variable(\\"cart\\").lines}" }
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:payments/charges", parameters: { method: POST, as: payment, passStatus: "402" } }
                    - to: { uri: "backend:orders/orders", parameters: { method: POST, as: order } }
      """;
  private static final String CART = "{\"lines\":[1]}";

  @TempDir Path base;
  private final Map<String, StubBackend> stubs = new HashMap<>();
  private final LogLines log = new LogLines("io.serai.backend");
  private @Nullable Gateway gateway;

  @AfterEach
  void close() {
    log.close();
    if (gateway != null) {
      gateway.close();
    }
    stubs.values().forEach(StubBackend::close);
  }

  /** Everything succeeds unless a test says otherwise. */
  private void start(String route) throws Exception {
    var settings = new HashMap<String, String>();
    for (var name : List.of("pricing", "stock", "payments", "orders")) {
      var stub = StubBackend.start();
      stubs.put(name, stub);
      settings.put("backend." + name + ".url", stub.url());
    }
    stub("pricing").on("/quotes", Script.json("{\"quoteId\":\"q1\"}"));
    stub("stock").on("/reservations/q1", Script.status(204));
    stub("payments").on("/charges", Script.json("{\"paid\":true}"));
    stub("orders").on("/orders", Script.json("{\"id\":9}"));
    gateway = Gateway.start(base, settings, route);
  }

  private StubBackend stub(String name) {
    return Objects.requireNonNull(stubs.get(name));
  }

  private RawClient post() {
    return new RawClient(Objects.requireNonNull(gateway).port())
        .request("POST", "/checkout", CART, "Content-Type: application/json");
  }

  private List<String> asked(String name) {
    return stub(name).requests().stream().map(seen -> seen.method() + " " + seen.target()).toList();
  }

  /** Once, and no second time within the time a retry would take. */
  private void assertUndoneOnce() {
    await().until(() -> asked("stock").contains("DELETE /reservations/q1"));
    await()
        .during(Duration.ofMillis(300))
        .until(() -> asked("stock").stream().filter(it -> it.startsWith("DELETE")).count() == 1);
  }

  @Test
  void succeedsAndUndoesNothing() throws Exception {
    start(CHECKOUT);
    try (var client = post()) {
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"payment\":{\"paid\":true},\"order\":{\"id\":9}}");
    }
    assertThat(asked("stock")).containsExactly("PUT /reservations/q1");
    assertThat(stub("stock").requests().get(0).text()).isEqualTo(CART);
    assertThat(stub("payments").requests().get(0).text())
        .isEqualTo("{\"quote\":\"q1\",\"lines\":[1]}");
  }

  @Test
  void isUndoneOnceWhenPaymentsFails() throws Exception {
    start(CHECKOUT);
    stub("payments").on("/charges", Script.answer(402, "application/json", "{\"secret\":1}"));
    try (var client = post()) {
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(402);
      assertThat(answer.body()).contains("payment: answered 402").doesNotContain("secret");
    }
    assertUndoneOnce();
  }

  @Test
  void anUndoThatFailsIsOneLineWithBothFailures() throws Exception {
    start(CHECKOUT);
    stub("payments").on("/charges", Script.status(402));
    stub("stock").on("/reservations/q1", Script.inTurn(Script.status(204), Script.status(500)));
    try (var undo = new LogLines("io.serai.undo");
        var client = post()) {
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(402);
      await()
          .until(
              () ->
                  undo.has(
                      "undo failed: request " + answer.header("X-Request-Id"),
                      "POST /checkout, route checkout of unit unit:",
                      "first payment: answered 402; then stock: answered 500"));
      assertThat(undo.count("undo failed")).isEqualTo(1);
    }
  }

  @Test
  void eachOptionalUndoThatFailsIsToldThoughNobodyWaits() throws Exception {
    start(
        CHECKOUT
            .replace("deadline: 5s", "deadline: 700ms")
            .replace("retries: 2,", "optional: true,"));
    stub("payments").on("/charges", Script.hang());
    stub("stock").on("/reservations/q1", Script.inTurn(Script.status(204), Script.status(500)));
    try (var undo = new LogLines("io.serai.undo");
        var client = post()) {
      assertThat(client.read().status()).isEqualTo(504);
      await().until(() -> undo.has("then stock: answered 500"));
    }
  }

  @Test
  void aStepOfOnExceptionThatFailsIsOneLineWithBothFailures() throws Exception {
    start(
        CHECKOUT.replace(
            "steps:\n      - to: { uri: \"backend:stock/reservations/{price.quoteId?}\"",
            "steps:\n      - setBody: { jq: { expression: 'error(\"broken\")' } }\n"
                + "      - to: { uri: \"backend:stock/reservations/{price.quoteId?}\""));
    stub("payments").on("/charges", Script.status(402));
    try (var undo = new LogLines("io.serai.undo");
        var client = post()) {
      client.read();
      await().until(() -> undo.has("first payment: answered 402; then jq 'error(\"broken\")'"));
      assertThat(undo.count("undo failed")).isEqualTo(1);
    }
  }

  @Test
  void anUndoThatFailsInAWireTapIsOneLineThoughItsOnExceptionHasEnded() throws Exception {
    start(
        CHECKOUT.replace(
            "- to: { uri: \"backend:stock/reservations/{price.quoteId?}\"",
            "- wireTap: { uri: \"backend:stock/reservations/{price.quoteId?}\""));
    stub("payments").on("/charges", Script.status(402));
    stub("stock")
        .on(
            "/reservations/q1",
            Script.inTurn(Script.status(204), Script.status(500).after(Duration.ofMillis(100))));
    try (var undo = new LogLines("io.serai.undo");
        var client = post()) {
      assertThat(client.read().status()).isEqualTo(402);
      await().until(() -> undo.has("first payment: answered 402; then stock: answered 500"));
      assertThat(undo.count("undo failed")).isEqualTo(1);
    }
  }

  @Test
  void aThrowExceptionThatTranslatesIsNoFailedUndo() throws Exception {
    start(
        CHECKOUT.replace(
            "expect: \"404\" } }\n",
            "expect: \"404\" } }\n"
                + "      - throwException: { message: translated,"
                + " exceptionType: java.lang.IllegalStateException }\n"));
    stub("payments").on("/charges", Script.status(402));
    try (var undo = new LogLines("io.serai.undo");
        var client = post()) {
      assertThat(client.read().status()).as("of what was thrown").isEqualTo(500);
      assertUndoneOnce();
      assertThat(undo.count("undo failed")).isZero();
    }
  }

  @Test
  void anUndoThatFailsAfterAProgramDidIsOneLineThoughItIsCaught() throws Exception {
    start(
        CHECKOUT
            .replace("[ \"io.serai.PartFailed\" ]", "[ \"io.serai.jq.JqFailed\" ]")
            .replace(
                "- to: { uri: \"backend:stock/reservations/{price.quoteId?}\"",
                "- doTry: { steps: [ { to: { uri: \"backend:stock/reservations/{price.quoteId?}\"")
            .replace(
                "expect: \"404\" } }\n",
                "expect: \"404\" } } } ], doCatch: [ { exception: [ \"io.serai.PartFailed\" ],"
                    + " steps: [ { log: caught } ] } ] }\n")
            .replace("{quote: variable", "error(\\\"broken\\\") | {quote: variable"));
    stub("stock").on("/reservations/q1", Script.inTurn(Script.status(204), Script.status(500)));
    try (var undo = new LogLines("io.serai.undo");
        var client = post()) {
      client.read();
      await().until(() -> undo.has("first jq 'error", "then stock: answered 500"));
      assertThat(undo.count("undo failed")).isEqualTo(1);
    }
  }

  @Test
  void aMulticastThatUndoesAndFailsIsOneLineToo() throws Exception {
    start(
        CHECKOUT.replace(
            "      - to: { uri: \"backend:stock/reservations/{price.quoteId?}\"",
            "      - multicast: { aggregationStrategy: \"#keyed\", steps: ["
                + " { to: { uri: \"backend:orders/void\", parameters: { method: DELETE, as: void } } },"
                + " { to: { uri: \"backend:pricing/void\", parameters: { method: DELETE, as: quote } } }"
                + " ] }\n"
                + "      - to: { uri: \"backend:stock/reservations/{price.quoteId?}\""));
    stub("payments").on("/charges", Script.status(402));
    stub("orders").on("/void", Script.status(500));
    try (var undo = new LogLines("io.serai.undo");
        var client = post()) {
      client.read();
      await().until(() -> undo.has("first payment: answered 402; then void: answered 500"));
      assertThat(undo.count("undo failed")).isEqualTo(1);
    }
  }

  @Test
  void aFailureOnceOneWasCaughtIsNoFailedUndo() throws Exception {
    start(
        CHECKOUT.replace(
            "      - to: { uri: \"backend:pricing/quotes\"",
            "      - doTry: { steps: [ { to: { uri: \"backend:orders/gone\","
                + " parameters: { as: gone } } } ],"
                + " doCatch: [ { exception: [ \"io.serai.PartFailed\" ],"
                + " steps: [ { log: caught } ] } ] }\n"
                + "        - to: { uri: \"backend:pricing/quotes\""));
    stub("orders").on("/gone", Script.status(500));
    stub("payments").on("/charges", Script.status(402));
    try (var undo = new LogLines("io.serai.undo");
        var client = post()) {
      assertThat(client.read().status()).isEqualTo(402);
      assertUndoneOnce();
      assertThat(undo.count("undo failed")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "doTry: { steps: [ %s ], doCatch: [ { exception: [ \"io.serai.PartFailed\" ],"
            + " steps: [ { log: covered } ] } ] }",
        "circuitBreaker: { steps: [ %s ], onFallback: { steps: [ { log: covered } ] } }"
      })
  void aCallWithItsOwnDeadlineUndoesNothingOnceAFailureIsCovered(String cover) throws Exception {
    start(
        CHECKOUT
            .replace(
                "      - to: { uri: \"backend:pricing/quotes\"",
                "      - "
                    + cover.formatted(
                        "{ to: { uri: \"backend:orders/gone\", parameters: { as: gone } } }")
                    + "\n        - to: { uri: \"backend:pricing/quotes\"")
            .replace("as: price,", "as: price, deadline: own,"));
    stub("orders").on("/gone", Script.status(500));
    stub("pricing").on("/quotes", Script.status(404));
    try (var undo = new LogLines("io.serai.undo");
        var client = post()) {
      assertThat(client.read().body()).contains("price: answered 404").doesNotContain("gone");
      assertThat(asked("orders")).containsExactly("GET /gone");
      assertThat(undo.count("undo failed")).isZero();
    }
  }

  @Test
  void aFailedSiblingDoesNotCancelAWriteAndItsLateOutcomeIsLogged() throws Exception {
    start(CHECKOUT);
    stub("payments").on("/charges", Script.status(402));
    stub("orders").on("/orders", Script.json("{}").after(Duration.ofMillis(400)));
    try (var client = post()) {
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(402);
      var id = answer.header("X-Request-Id");
      await()
          .until(
              () -> log.has("orders: late outcome of POST for request " + id + ": answered 200"));
    }
    assertThat(stub("orders").openConnections()).isEqualTo(1);
    assertUndoneOnce();
  }

  @Test
  void isUndoneOnceWhenTheClientHasLeft() throws Exception {
    start(CHECKOUT);
    stub("payments").on("/charges", Script.json("{}").after(Duration.ofMillis(400)));
    var client = post();
    await().until(() -> !stub("payments").requests().isEmpty());
    client.close();
    assertUndoneOnce();
    await().until(() -> log.has("payments: late outcome of POST"));
    assertThat(stub("payments").requests()).hasSize(1);
  }

  @Test
  void whatUndoesAWriteDoesNotOvertakeItWhenTheClientHasLeft() throws Exception {
    start(CHECKOUT);
    var answeredAt = new java.util.concurrent.atomic.AtomicLong();
    var deletedAt = new java.util.concurrent.atomic.AtomicLong();
    stub("stock")
        .on(
            "/reservations/q1",
            talk -> {
              if (talk.request().method().equals("PUT")) {
                talk.pause(Duration.ofMillis(400));
                answeredAt.set(System.nanoTime());
              } else {
                deletedAt.set(System.nanoTime());
              }
              talk.send("HTTP/1.1 204 No Content\r\n\r\n");
            });
    var client = post();
    await().until(() -> !stub("stock").requests().isEmpty());
    client.close();
    assertUndoneOnce();
    assertThat(deletedAt.get()).isGreaterThan(answeredAt.get());
    assertThat(stub("payments").requests()).isEmpty();
    await().until(() -> log.has("stock: late outcome of PUT"));
  }

  @Test
  void isUndoneOnceAtTheDeadline() throws Exception {
    start(CHECKOUT.replace("deadline: 5s", "deadline: 700ms"));
    stub("payments").on("/charges", Script.json("{}").after(Duration.ofMillis(1500)));
    try (var client = post()) {
      assertThat(client.read().status()).isEqualTo(504);
    }
    assertUndoneOnce();
    await().until(() -> log.has("payments: late outcome of POST"));
  }

  @Test
  void whatUndoesAWriteRunsOnAfterThe504AndIsNotRepeated() throws Exception {
    start(CHECKOUT.replace("deadline: 5s", "deadline: 700ms"));
    stub("payments").on("/charges", Script.hang());
    stub("stock")
        .on(
            "/reservations/q1",
            Script.inTurn(
                Script.status(204),
                // The compensation's first attempt outlasts the deadline and breaks.
                Script.close().after(Duration.ofMillis(300)),
                Script.status(204)));
    try (var client = post()) {
      assertThat(client.read().status()).isEqualTo(504);
      assertThat(asked("stock").size()).isLessThanOrEqualTo(2);
    }
    // A DELETE that was out isn't repeated: nothing says that it may be.
    assertUndoneOnce();
  }

  @Test
  void nothingIsUndoneWhenThePriceFailed() throws Exception {
    start(CHECKOUT);
    stub("pricing").on("/quotes", Script.status(500));
    try (var client = post()) {
      assertThat(client.read().status()).isEqualTo(502);
    }
    assertThat(stub("stock").requests()).isEmpty();
  }

  @Test
  void aWriteEndsByItsOwnTimeoutOnceNobodyWaits() throws Exception {
    start(CHECKOUT.replace("passStatus: \"402\"", "timeout: 600ms"));
    stub("payments").on("/charges", Script.hang());
    var client = post();
    await().until(() -> !stub("payments").requests().isEmpty());
    client.close();
    await()
        .until(() -> log.has("payments: late outcome of POST", "no answer within its own timeout"));
    assertThat(stub("payments").requests()).hasSize(1);
  }

  @Test
  void aKeyMakesAWriteRepeatableAndNoReadThatIsGivenUp() throws Exception {
    start(CHECKOUT.replace("passStatus: \"402\"", "idempotencyKey: generate"));
    stub("payments").on("/charges", Script.json("{}").after(Duration.ofMillis(400)));
    var client = post();
    await().until(() -> !stub("payments").requests().isEmpty());
    client.close();
    await().until(() -> log.has("payments: late outcome of POST", "answered 200"));
    assertThat(stub("payments").requests()).hasSize(1);
  }

  @Test
  void isRepeatedOnlyIfMarkedOrNothingWasSent() throws Exception {
    start(CHECKOUT);
    stub("pricing")
        .on("/quotes", Script.inTurn(Script.status(503), Script.json("{\"quoteId\":\"q1\"}")));
    stub("stock").on("/reservations/q1", Script.status(503));
    try (var client = post()) {
      assertThat(client.read().status()).isEqualTo(503);
    }
    assertThat(asked("pricing")).as("idempotent: true").hasSize(2);
    assertThat(asked("stock"))
        .as("neither the PUT nor what undoes it")
        .containsExactly("PUT /reservations/q1", "DELETE /reservations/q1");
  }
}
