package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.request.ErrorType;
import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What came between us and a backend has the name that RFC 9209 gives it. */
@Timeout(30)
class ErrorTypesTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n";

  private final StubBackend stub = StubBackend.start();
  private final Calls calls =
      new Calls(
          "backend.shop.url", stub.url(),
          "backend.shop.maxBody", "1KiB",
          "backend.shop.retries", "0",
          "backend.tls.url", stub.url().replace("http:", "https:"),
          "backend.tls.retries", "0",
          "backend.one.url", stub.url(),
          "backend.one.maxConnections", "1",
          "backend.one.maxQueue", "0");

  @AfterEach
  void close() {
    calls.close();
    stub.close();
  }

  private Outcome answered(Script script, String... parameters) {
    stub.otherwise(script);
    return calls.call("backend:shop/a", parameters);
  }

  private static void assertIs(Outcome outcome, ErrorType type, String end, Calls of) {
    assertThat(outcome.error()).as(outcome.reason()).isEqualTo(type);
    assertThat(of.backends.stats())
        .anySatisfy(stats -> assertThat(stats.failures().get(end)).isPositive());
  }

  @Test
  void anAnswerCutOffBrokenOrTooLong() {
    assertIs(answered(Script.close()), ErrorType.CONNECTION_TERMINATED, "broken", calls);
    assertIs(answered(Script.reset()), ErrorType.CONNECTION_TERMINATED, "broken", calls);
    assertIs(
        answered(Script.raw(HEAD + "\r\n{\"a\"").then(Script.close())),
        ErrorType.HTTP_RESPONSE_INCOMPLETE,
        "broken",
        calls);
    assertThat(answered(Script.raw("220 smtp\r\n")).error())
        .isEqualTo(ErrorType.HTTP_PROTOCOL_ERROR);
    assertThat(answered(Script.raw(HEAD + "X: " + "x".repeat(40_000) + "\r\n\r\n")).error())
        .isEqualTo(ErrorType.HTTP_RESPONSE_HEADER_SECTION_SIZE);
    assertIs(
        answered(Script.json("\"" + "x".repeat(2000) + "\"")),
        ErrorType.HTTP_RESPONSE_BODY_SIZE,
        "invalid",
        calls);
    assertThat(
            answered(Script.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"))
                .error())
        .isEqualTo(ErrorType.HTTP_RESPONSE_TRANSFER_CODING);
    assertThat(answered(Script.hang(), "timeout", "100ms").error())
        .isEqualTo(ErrorType.HTTP_RESPONSE_TIMEOUT);
    assertThat(answered(Script.hang(), "attemptTimeout", "100ms").error())
        .isEqualTo(ErrorType.HTTP_RESPONSE_TIMEOUT);
  }

  @Test
  void anAnswerThatCameWholeIsNoErrorOfTheWay() {
    assertThat(answered(Script.status(500)).error()).isEqualTo(ErrorType.NONE);
    assertThat(answered(Script.json("{")).error()).isEqualTo(ErrorType.NONE);
    assertThat(answered(Script.json("{}")).error()).isEqualTo(ErrorType.NONE);
  }

  @Test
  void aFallbackKeepsWhatItStandsInFor() {
    var outcome = answered(Script.close(), "fallback", "[]");
    assertThat(outcome.source()).isEqualTo(Outcome.Source.FALLBACK);
    assertThat(outcome.error()).isEqualTo(ErrorType.CONNECTION_TERMINATED);
  }

  @Test
  void aConnectionThatCouldNotBeHad() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var dns = new StubDns("127.0.0.1");
        var other =
            new Calls(
                dns.provider(),
                "backend.down.url",
                "http://127.0.0.1:" + port,
                "backend.gone.url",
                "http://gone.example.:80",
                "backend.mute.url",
                "http://mute.example.:80")) {
      assertIs(other.call("backend:down/a"), ErrorType.CONNECTION_REFUSED, "connect", other);
      assertThat(other.call("backend:gone/a").error()).isEqualTo(ErrorType.DNS_ERROR);
      dns.mute = true;
      var mute = other.call("backend:mute/a", "timeout", "10s", "retries", "0");
      assertThat(mute.error()).isEqualTo(ErrorType.DNS_TIMEOUT);
      assertThat(mute.answer()).isEqualTo(504);
      assertThat(other.call("backend:mute/a", "timeout", "100ms").error())
          .isEqualTo(ErrorType.CONNECTION_TIMEOUT);
    }
    // A plain server waits for more of what it takes for a request.
    var shaking = calls.call("backend:tls/a", "timeout", "5s");
    assertThat(shaking.reason()).isEqualTo("TLS: handshake timed out");
    assertThat(shaking.error()).isEqualTo(ErrorType.CONNECTION_TIMEOUT);
  }

  @Test
  void aCallThatOurOwnRulesKeptBack() {
    stub.otherwise(Script.hang());
    calls.begin(calls.request(), "backend:one/a");
    await().until(() -> stub.requests().size() == 1);
    assertIs(calls.call("backend:one/b"), ErrorType.CONNECTION_LIMIT_REACHED, "capacity", calls);
    assertThat(calls.call("backend:shop/{none}").error()).isEqualTo(ErrorType.HTTP_REQUEST_DENIED);
    calls.inputs = Calls.inputs(Map.of("x", "a\u0000b"), Map.of());
    var refused = calls.call("backend:shop/{x}");
    assertThat(refused.answer()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo(ErrorType.HTTP_REQUEST_ERROR);
  }
}
