package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.RawClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** None of these reaches a route; each gets a 4xx or 505 and the connection is closed. */
class MalformedRequestsTest {
  private static final AtomicInteger REACHED = new AtomicInteger();
  private static Gate gate;

  @BeforeAll
  static void open() throws Exception {
    gate = new Gate("listener.headerTimeout", "1s", "listener.bodyTimeout", "1s");
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/*?method=*&query=*&requestHeaders=*")
                .process(exchange -> REACHED.incrementAndGet());
          }
        });
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  private static String get(String... lines) {
    return "GET / HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static String post(String framing, String body) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n" + body;
  }

  private static String chunked(String body) {
    return post("Transfer-Encoding: chunked", body);
  }

  private static String line(String line) {
    return line + "\r\nHost: a\r\n\r\n";
  }

  static Stream<String> requests() {
    return Stream.of(
        // request line
        line("GET /"),
        line("GET  / HTTP/1.1"),
        line("GET / HTTP/1.1 "),
        line("GET /  HTTP/1.1"),
        line("GET\t/\tHTTP/1.1"),
        line(" GET / HTTP/1.1"),
        line("\tGET / HTTP/1.1"),
        line("G@T / HTTP/1.1"),
        line("GET / HTTP/1"),
        line("GET / HTTP/1.10"),
        line("GET / http/1.1"),
        line("GET / HTTP/2.0"),
        line("GET / HTTP/0.9"),
        line("GET / HTTQ/1.1"),
        line("GET / HTTP /1.1"),
        line("GET /a b HTTP/1.1"),
        line("GET /\u0001 HTTP/1.1"),
        line("GET /\u007f HTTP/1.1"),
        line("GET /\u00e9 HTTP/1.1"),
        line("GET /#x HTTP/1.1"),
        line("GET x HTTP/1.1"),
        line("GET * HTTP/1.1"),
        line("GET ftp://a/ HTTP/1.1"),
        line("GET http:///x HTTP/1.1"),
        line("GET http://u@h/x HTTP/1.1"),
        line("\r\n\r\nGET / HTTP/1.1"),
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost: a\n\r\n",
        "GET / HTTP/1.1\rHost: a\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
        // paths
        line("GET /a/../b HTTP/1.1"),
        line("GET /./b HTTP/1.1"),
        line("GET /.. HTTP/1.1"),
        line("GET /a/%2e%2E/b HTTP/1.1"),
        line("GET /a/.%2e HTTP/1.1"),
        line("GET /a/..;x/b HTTP/1.1"),
        line("GET /a%2Fb HTTP/1.1"),
        line("GET /a%2fb HTTP/1.1"),
        line("GET /a%5Cb HTTP/1.1"),
        line("GET /a\\b HTTP/1.1"),
        line("GET /a%00b HTTP/1.1"),
        line("GET /a%0d%0ab HTTP/1.1"),
        line("GET /%zz HTTP/1.1"),
        line("GET /% HTTP/1.1"),
        line("GET /%2 HTTP/1.1"),
        line("GET /%c0%af HTTP/1.1"),
        line("GET /?a=%zz HTTP/1.1"),
        // headers
        get("X: y"),
        get("Host: a", "Host: a"),
        get("Host: a", "host: b"),
        get("Host:"),
        get("Host: a b"),
        get("Host: a,b"),
        get("Host: a/b"),
        get("Host: u@a"),
        get("Host: a:b"),
        get("Host: a:1:2"),
        get("Host : a"),
        get("Host: a", "X : y"),
        get("Host: a", "X\t: y"),
        get("Host: a", "X: y", " folded"),
        get("Host: a", "X: y", "\tfolded"),
        get(" Host: a"),
        get("Host: a", ": y"),
        get("Host: a", "no colon"),
        get("Host: a", "X(: y"),
        get("Host: a", "X\u00e9: y"),
        get("Host: a", "X: a\u0000b"),
        get("Host: a", "X: a\u0001b"),
        get("Host: a", "X: a\rb"),
        get("Host: a", "X: a\nY: b"),
        get("Host: a", "X: a\u007fb"),
        // framing
        post("Content-Length: 1\r\nContent-Length: 1", "a"),
        post("Content-Length: 1\r\nContent-Length: 2", "ab"),
        post("Content-Length: 1, 1", "a"),
        post("Content-Length: +1", "a"),
        post("Content-Length: -1", "a"),
        post("Content-Length: 0x1", "a"),
        post("Content-Length: 1 1", "a"),
        post("Content-Length: 1.0", "a"),
        post("Content-Length:", "a"),
        post("Content-Length: a", "a"),
        post("Content-Length: 99999999999999999999", "a"),
        post("Content-Length: 1\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        post("Transfer-Encoding: chunked\r\nContent-Length: 1", "0\r\n\r\n"),
        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        post("Transfer-Encoding: chunked, chunked", "0\r\n\r\n"),
        post("Transfer-Encoding: identity", "0\r\n\r\n"),
        post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"),
        post("Transfer-Encoding: xchunked", "0\r\n\r\n"),
        post("Transfer-Encoding: \u000bchunked", "0\r\n\r\n"),
        post("Transfer-Encoding:", "0\r\n\r\n"),
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        chunked("x\r\na\r\n0\r\n\r\n"),
        chunked("0x1\r\na\r\n0\r\n\r\n"),
        chunked(" 1\r\na\r\n0\r\n\r\n"),
        chunked("1 \r\na\r\n0\r\n\r\n"),
        chunked("-1\r\na\r\n0\r\n\r\n"),
        chunked("\r\na\r\n0\r\n\r\n"),
        chunked("1\na\n0\n\n"),
        chunked("1\ra\r\n0\r\n\r\n"),
        chunked("1\r\nab\r\n0\r\n\r\n"),
        chunked("1\r\na0\r\n\r\n"),
        chunked("1;x\ny\r\na\r\n0\r\n\r\n"),
        chunked("1;" + "x".repeat(300) + "\r\na\r\n0\r\n\r\n"),
        chunked("100000001\r\na\r\n0\r\n\r\n"),
        chunked("ffffffff\r\na\r\n0\r\n\r\n"),
        chunked("0\r\nGET / HTTP/1.1\r\n\r\n"),
        chunked("0\r\n: x\r\n\r\n"),
        chunked("0\r\n\n"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void isRefusedAndClosed(String request) {
    int before = REACHED.get();
    try (var client = new RawClient(gate.listener.port())) {
      var answer = client.send(request).read();
      assertThat(answer.status()).isBetween(400, 505).isNotEqualTo(500);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(REACHED).hasValue(before);
  }

  static Stream<String> sound() {
    return Stream.of(
        line("GET / HTTP/1.1"),
        "\r\n" + line("GET / HTTP/1.1"),
        line("GET http://a:80/x?y HTTP/1.1"),
        line("GET http://a HTTP/1.1"),
        line("GET /a%20b//c;d=e/... HTTP/1.1"),
        line("GET /?a={b}|c^ HTTP/1.1"),
        line("PROPFIND / HTTP/1.1"),
        line("GET / HTTP/1.2"),
        get("Host: [::1]:80", "X:", "Y:z", "Z: \t z \t"),
        "GET / HTTP/1.0\r\n\r\n",
        post("Content-Length: 0", ""),
        chunked("00A;x=\"y\"\r\n0123456789\r\n000\r\nA: b\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void isServed(String request) {
    try (var client = new RawClient(gate.listener.port())) {
      assertThat(client.send(request).read().status()).isEqualTo(200);
    }
  }

  @Test
  void oneThatCameAlongBehindAChunkedOneIsServed() {
    try (var client = new RawClient(gate.listener.port())) {
      client.send(chunked("3;x=y\r\nabc\r\n0\r\nX: y\r\n\r\n") + get("Host: a"));
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.read().status()).isEqualTo(200);
    }
  }
}
