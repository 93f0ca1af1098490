package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a bad backend sends costs its own part, with a reason, and nobody else anything. */
@Timeout(60)
class BadAnswersTest {
  private static final String ROUTES =
      """
      - route:
          id: page
          from:
            uri: "gateway:/page"
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:good/x", parameters: { as: good } }
                    - to: { uri: "backend:bad/x", parameters: { as: bad, optional: true } }
      - route:
          id: strict
          from:
            uri: "gateway:/strict"
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:good/x", parameters: { as: good } }
                    - to: { uri: "backend:bad/x", parameters: { as: bad } }
      """;
  private static final int MAX_BODY = 1 << 20;

  @TempDir Path base;
  private final StubBackend good = StubBackend.start().otherwise(Script.json("1"));
  private final StubBackend bad = StubBackend.start();
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway =
        Gateway.start(
            base,
            Map.of(
                "backend.good.url", good.url(),
                "backend.bad.url", bad.url(),
                "backend.bad.maxBody", "1MiB"),
            ROUTES);
  }

  @AfterEach
  void close() {
    gateway.close();
    good.close();
    bad.close();
  }

  private static String head(String... lines) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        + String.join("\r\n", lines)
        + "\r\n\r\n";
  }

  /** The healthy part stands alone; where the other is required, 502 for this reason. */
  private void assertFailed(Script script, String reason) throws Exception {
    bad.otherwise(script);
    HttpResponse<String> page = gateway.get("/page");
    assertThat(page.body()).isEqualTo("{\"good\":1}");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Proxy-Status").orElse("")).contains(shown(reason));
    var strict = gateway.get("/strict");
    assertThat(strict.statusCode()).isEqualTo(502);
    assertThat(strict.body())
        .contains("\"detail\":\"bad: " + reason)
        .doesNotContain("secret", "127.0.0.1");
  }

  /** A structured field's string can't hold everything. */
  private static String shown(String reason) {
    int odd = reason.indexOf('"');
    return odd < 0 ? reason : reason.substring(0, odd);
  }

  @Test
  void htmlForJson() throws Exception {
    assertFailed(
        Script.answer(200, "text/html", "<p>secret"), "answered text/html where JSON was expected");
    assertFailed(Script.json("<p>secret</p>"), "invalid JSON at byte 0: a '<', as in HTML or XML");
  }

  @Test
  void jsonThatEndsTooEarly() throws Exception {
    assertFailed(Script.json("{\"a\":[1,"), "invalid JSON at byte 8: the text ends too early");
  }

  @Test
  void aTransferThatEndsTooEarly() throws Exception {
    assertFailed(
        Script.raw(head("Content-Length: 100") + "{\"a\":").then(Script.close()),
        "closed in the middle of its answer");
    assertFailed(
        Script.raw(head("Transfer-Encoding: chunked") + "5\r\n{\"a\":\r\n").then(Script.close()),
        "closed in the middle of its answer");
  }

  @Test
  void aHundredThousandLevels() throws Exception {
    assertFailed(
        Script.json("[".repeat(100_000)),
        "invalid JSON at byte 511: nested deeper than 511 levels");
    assertFailed(
        Script.json("{\"a\":".repeat(100_000)),
        "invalid JSON at byte 2555: nested deeper than 511 levels");
  }

  @Test
  void aGigabyteThatIsAnnounced() throws Exception {
    assertFailed(
        Script.raw(head("Content-Length: 1073741824") + "[1,"), "answered more than 1048576 bytes");
    await().until(() -> bad.openConnections() == 0);
  }

  @Test
  void chunksWithoutEndCloseTheConnectionAtMaxBody() throws Exception {
    var most = new AtomicLong();
    Script endless =
        talk -> {
          talk.send(head("Transfer-Encoding: chunked"));
          var chunk = new byte[0x10000];
          Arrays.fill(chunk, (byte) ' ');
          // Ends by the connection's end, or by the time the test has.
          for (long sent = 0; sent < 1L << 30; sent += chunk.length) {
            most.accumulateAndGet(sent, Math::max);
            talk.send("10000\r\n");
            talk.send(chunk);
            talk.send("\r\n");
          }
        };
    assertFailed(endless, "answered more than 1048576 bytes");
    await().until(() -> bad.openConnections() == 0);
    // What the two sockets hold comes on top.
    assertThat(most.get()).isLessThan(MAX_BODY + (16L << 20));
  }

  @Test
  void theWrongCharset() throws Exception {
    assertFailed(
        Script.answer(200, "application/json; charset=koi8-r", "{}"),
        "answered JSON in koi8-r where UTF-8 or ISO-8859-1 was expected");
    assertFailed(
        Script.raw(head("Content-Length: 5") + "{\"\u00e4\":"),
        "invalid JSON at byte 3: not UTF-8 (byte 0x22)");
    assertFailed(
        Script.raw(head("Content-Length: 6") + "\u00ff\u00fe{\0}\0"),
        "invalid JSON at byte 0: UTF-16 or UTF-32 where UTF-8 was expected");
  }

  @Test
  void anErrorsJsonIsNobodysBusiness() throws Exception {
    assertFailed(Script.answer(500, "application/json", "{\"secret\":1}"), "answered 500");
    assertFailed(Script.answer(401, "application/problem+json", "{\"secret\":1}"), "answered 401");
  }

  @Test
  void headerBombs() throws Exception {
    assertFailed(
        Script.raw(head("X-A: " + "a".repeat(1 << 20), "Content-Length: 2") + "{}"),
        "malformed answer: its head is longer than 32 KiB");
    assertFailed(
        Script.raw(head("X-A: 1\r\n".repeat(100_000) + "Content-Length: 2") + "{}"),
        "malformed answer: its head is longer than 32 KiB");
    assertFailed(
        Script.raw("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1000)),
        "malformed answer: too many interim answers");
  }

  @Test
  void interimAnswersArePassedOver() throws Exception {
    bad.otherwise(
        Script.raw(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + head("Content-Length: 2")
                + "{}"));
    assertThat(gateway.get("/strict").body()).isEqualTo("{\"good\":1,\"bad\":{}}");
  }

  @Test
  void doubleMembersAndHugeNumbersGoThroughAsTheyCame() throws Exception {
    var number = "1" + "0".repeat(5000) + ".10e+99999";
    bad.otherwise(Script.json("{\"a\":1,\"a\":" + number + "}"));
    assertThat(gateway.get("/strict").body())
        .isEqualTo("{\"good\":1,\"bad\":{\"a\":1,\"a\":" + number + "}}");
  }
}
