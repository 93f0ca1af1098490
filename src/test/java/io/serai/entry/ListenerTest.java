package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.request.Request;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP/1.1 as seen on the wire. */
class ListenerTest {
  private Gate gate;
  private final Hold hold = new Hold();

  @BeforeEach
  void open() throws Exception {
    gate =
        new Gate(
            "listener.headerTimeout", "300ms",
            "listener.bodyTimeout", "300ms",
            "listener.idleTimeout", "2s",
            "listener.health.path", "/up");
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/hello").setBody(constant("{\"hello\":\"world\"}"));
            from("gateway:/echo/{id}?method=POST&maxBody=1KiB").setHeader("x", constant("y"));
            from("gateway:/held?deadline=400ms").process(hold);
            from("gateway:/empty").process(exchange -> exchange.getMessage().setBody(null));
            from("gateway:/none").setHeader("CamelHttpResponseCode", constant(204));
          }
        });
  }

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void answersWithTypeLengthAndId() {
    var answer = gate.get("/hello", "X-Request-Id: order-17.a_b");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"hello\":\"world\"}");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("X-Request-Id")).isEqualTo("order-17.a_b");
    assertThat(answer.header("Date")).endsWith(" GMT");
    assertThat(answer.header("Server-Timing")).startsWith("total;dur=");
  }

  @Test
  void believesOnlyASafeRequestId() {
    assertThat(gate.get("/hello", "X-Request-Id: <script>").header("X-Request-Id"))
        .matches("[0-9a-f]{16}");
    assertThat(gate.get("/nowhere").header("X-Request-Id")).matches("[0-9a-f]{16}");
    assertThat(gate.get("/nowhere", "X-Request-Id: mine").body()).contains("\"id\":\"mine\"");
  }

  @Test
  void answersPipelinedRequestsInOrder() {
    try (var client = gate.client()) {
      var hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
      var missing = "GET /missing HTTP/1.1\r\nHost: a\r\n\r\n";
      var echo =
          "POST /echo/1 HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n"
              + "Content-Length: 3\r\n\r\nabc";
      client.send((hello + missing + echo).repeat(20));
      for (int i = 0; i < 20; i++) {
        assertThat(client.read().body()).isEqualTo("{\"hello\":\"world\"}");
        assertThat(client.read().status()).isEqualTo(404);
        assertThat(client.read().body()).isEqualTo("abc");
      }
    }
  }

  @Test
  void holdsPipelinedRequestsUntilTheOneBeforeIsAnswered() throws Exception {
    try (var client = gate.client()) {
      client.get("/held").get("/hello");
      hold.next().letGo("first");
      assertThat(client.read().body()).isEqualTo("first");
      assertThat(client.read().body()).isEqualTo("{\"hello\":\"world\"}");
    }
  }

  @Test
  void takesARequestByteByByte() {
    try (var client = gate.client()) {
      var head = "POST /echo/1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
      var text = head + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n";
      for (int i = 0; i < text.length(); i++) {
        client.send(text.substring(i, i + 1));
      }
      assertThat(client.read().body()).isEqualTo("abcde");
    }
  }

  @Test
  void answersHeadWithTheLengthAndWithoutTheBody() {
    try (var client = gate.client()) {
      client.request("HEAD", "/hello", "").get("/hello");
      var head = client.readHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Length")).isEqualTo("17");
      assertThat(client.read().body()).hasSize(17);
    }
  }

  @Test
  void answersEmptyBodies() {
    var empty = gate.get("/empty");
    assertThat(empty.status()).isEqualTo(200);
    assertThat(empty.header("Content-Length")).isEqualTo("0");
    var none = gate.get("/none");
    assertThat(none.status()).isEqualTo(204);
    assertThat(none.all("Content-Length")).isEmpty();
  }

  @Test
  void refusesWithAProblemDocument() {
    var missing = gate.get("/missing");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(missing.body()).contains("\"status\":404").contains("\"title\":\"Not Found\"");
    try (var client = gate.client()) {
      var wrong = client.request("DELETE", "/hello", "").read();
      assertThat(wrong.status()).isEqualTo(405);
      assertThat(wrong.header("Allow")).isEqualTo("GET, HEAD");
      assertThat(client.get("/hello").read().status()).isEqualTo(200);
    }
  }

  @Test
  void refusesATooLongRequestLine() {
    try (var client = gate.client()) {
      assertThat(client.get("/" + "x".repeat(9000)).read().status()).isEqualTo(414);
      assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void refusesTooLargeOrTooManyHeaders() {
    try (var client = gate.client()) {
      assertThat(client.get("/hello", "X: " + "x".repeat(50_000)).read().status()).isEqualTo(431);
    }
    try (var client = gate.client()) {
      var lines = "X: y\r\n".repeat(200).strip();
      assertThat(client.get("/hello", lines).read().status()).isEqualTo(431);
    }
  }

  @Test
  void takesHeadersUpToTheLimitAndNotAByteMore() {
    // 12 bytes are the Host line, 5 the frame of X.
    var fits = "X: " + "x".repeat(32 * 1024 - 12 - 5);
    try (var client = gate.client()) {
      assertThat(client.get("/hello", fits).read().status()).isEqualTo(200);
      // The empty line, in pieces, is no header.
      client.send("GET /hello HTTP/1.1\r\nHost: test\r\n" + fits + "\r\n\r");
      await().until(() -> gate.listener.stats().connections() == 1);
      assertThat(client.send("\n").read().status()).isEqualTo(200);
      assertThat(client.get("/hello", fits + "x").read().status()).isEqualTo(431);
    }
  }

  @Test
  void takesAsManyHeaderLinesAsAllowedAndNotOneMore() {
    var fit = "X: y\r\n".repeat(127).strip();
    try (var client = gate.client()) {
      assertThat(client.get("/hello", fit).read().status()).isEqualTo(200);
      assertThat(client.get("/hello", fit, "X: y").read().status()).isEqualTo(431);
    }
  }

  @Test
  void refusesATooLargeBodyBeforeItComes() {
    try (var client = gate.client()) {
      client.send(
          "POST /echo/1 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(413);
      assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
    }
    try (var client = gate.client()) {
      client.send("POST /echo/1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("400\r\n" + "x".repeat(1024) + "\r\n1\r\n");
      assertThat(client.read().status()).isEqualTo(413);
    }
  }

  @Test
  void letsTheClientReadARefusalWhileItStillSends() {
    try (var client = gate.client()) {
      client.send("POST /echo/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
      client.send(new byte[3_000_000]);
      assertThat(client.read().status()).isEqualTo(413);
    }
  }

  @Test
  void saysContinueToWhoeverWaitsForIt() {
    try (var client = gate.client()) {
      client.send(
          "POST /echo/1 HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(100);
      assertThat(client.send("hi").read().body()).isEqualTo("hi");
    }
    try (var client = gate.client()) {
      client.send("POST /echo/1 HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(417);
    }
  }

  @Test
  void givesUpOnASlowHead() {
    try (var client = gate.client()) {
      assertThat(client.send("GET /hello HTTP/1.1\r\nHo").read().status()).isEqualTo(408);
      assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void givesUpOnASlowBody() {
    try (var client = gate.client()) {
      client.send("POST /echo/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na");
      assertThat(client.read().status()).isEqualTo(408);
    }
    // Counted a moment after the answer is out.
    await().until(() -> gate.listener.stats().inFlight() == 0);
  }

  @Test
  void closesAConnectionThatSaysNothing() {
    try (var brief = new Gate("listener.headerTimeout", "300ms", "listener.idleTimeout", "600ms")) {
      try (var client = brief.client()) {
        assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
      }
      try (var client = brief.client()) {
        assertThat(client.get("/hello").read().status()).isEqualTo(404);
        assertThat(client.isClosedWithin(Duration.ofMillis(200))).isFalse();
        assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
      }
    }
  }

  @Test
  void endsTheRequestWhenItsClientLeaves() throws Exception {
    Hold.Held held;
    try (var client = gate.client()) {
      client.get("/held");
      held = hold.next();
    }
    var request = held.exchange().getProperty(Request.PROPERTY, Request.class);
    await().atMost(Duration.ofMillis(350)).until(request::isEnded);
    held.letGo("");
    await().until(() -> gate.listener.stats().inFlight() == 0);
  }

  @Test
  void answers504AtTheDeadlineAndDropsTheLateAnswer() throws Exception {
    try (var client = gate.client()) {
      var answer = client.get("/held").read();
      assertThat(answer.status()).isEqualTo(504);
      var held = hold.next();
      // The answer is on its way before the request is told.
      await().until(held.exchange().getProperty(Request.PROPERTY, Request.class)::isEnded);
      held.letGo("late");
      assertThat(client.get("/hello").read().body()).isEqualTo("{\"hello\":\"world\"}");
    }
  }

  @Test
  void keepsHttp10OpenOnlyWhenAsked() {
    try (var client = gate.client()) {
      var answer = client.send("GET /hello HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").read();
      assertThat(answer.header("Connection")).isEqualTo("keep-alive");
      answer = client.send("GET /hello HTTP/1.0\r\n\r\n").read();
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void closesWhenTheClientSaysSo() {
    try (var client = gate.client()) {
      var answer = client.get("/hello", "Connection: x, Close").read();
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void findsALoopByVia() {
    var via = "Via: 1.1 other, 1.1 " + gate.listener.pseudonym();
    assertThat(gate.get("/hello", via).status()).isEqualTo(508);
    assertThat(gate.get("/hello", via + "x").status()).isEqualTo(200);
  }

  @Test
  void answersTheHealthPathByItself() {
    assertThat(gate.get("/up").status()).isEqualTo(200);
    gate.ready.set(false);
    var down = gate.get("/up");
    assertThat(down.status()).isEqualTo(503);
    assertThat(down.body()).isEmpty();
  }

  @Test
  void drainsWithoutCuttingAnybodyOff() throws Exception {
    try (var busy = gate.client();
        var quiet = gate.client();
        var later = gate.client()) {
      assertThat(quiet.get("/hello").read().status()).isEqualTo(200);
      busy.get("/held");
      var held = hold.next();
      gate.listener.beginDrain();
      var answer = later.get("/hello").read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(gate.listener.awaitDrained(Duration.ofMillis(20))).isFalse();
      held.letGo("");
      assertThat(busy.read().header("Connection")).isEqualTo("close");
      assertThat(gate.listener.awaitDrained(Duration.ofSeconds(5))).isTrue();
      assertThat(quiet.isClosedWithin(Duration.ofMillis(1900))).isTrue();
      gate.listener.stopAccepting();
      assertThatThrownBy(() -> gate.client()).isInstanceOf(java.io.UncheckedIOException.class);
    }
  }

  @Test
  void saysWhenThePortIsTaken() throws Exception {
    try (var taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> new Gate("listener.port", "" + taken.getLocalPort()))
          .isInstanceOfSatisfying(
              ListenFailed.class,
              e -> assertThat(e.reason()).isEqualTo(ListenFailed.Reason.PORT_TAKEN));
    }
  }

  @Test
  void refusesMoreConnectionsThanAllowed() {
    try (var small = new Gate("listener.maxConnections", "2");
        var first = small.client();
        var second = small.client()) {
      assertThat(first.get("/x").read().status()).isEqualTo(404);
      assertThat(second.get("/x").read().status()).isEqualTo(404);
      try (var third = small.client()) {
        assertThat(third.read().status()).isEqualTo(503);
      }
      assertThat(first.get("/x", "Connection: close").read().status()).isEqualTo(404);
      assertThat(first.isClosedWithin(Duration.ofSeconds(5))).isTrue();
      await()
          .untilAsserted(
              () -> {
                try (var again = small.client()) {
                  assertThat(again.get("/x").read().status()).isEqualTo(404);
                }
              });
    }
  }
}
