package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of any size, both ways, as they come. The backend is the test's own, byte by byte. */
@Timeout(60)
class PassThroughTest {
  private static final String ROUTE =
      """
      - route:
          id: files
          from:
            uri: "gateway:/files/*"
            parameters: { method: "*", stream: true, requestHeaders: "*", responseHeaders: "*", query: "*", deadline: %s, streamIdle: %s }
            steps:
              - to: { uri: "backend:files/store/{*}", parameters: { method: "*", stream: true, requestHeaders: "*", responseHeaders: "*", query: "*", timeout: %s } }
      """;

  @TempDir Path base;
  private ServerSocket server;
  private Gateway gateway;

  @BeforeEach
  void listen() throws Exception {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    gateway = gateway("5s", "60s", "2s");
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    server.close();
  }

  private void reopen(String deadline, String streamIdle, String timeout, String... settings)
      throws Exception {
    gateway.close();
    gateway = gateway(deadline, streamIdle, timeout, settings);
  }

  private Gateway gateway(String deadline, String streamIdle, String timeout, String... settings)
      throws Exception {
    var texts = new HashMap<String, String>();
    texts.put("backend.files.url", "http://127.0.0.1:" + server.getLocalPort());
    texts.put("listener.loops", "1");
    for (int i = 0; i < settings.length; i += 2) {
      texts.put(settings[i], settings[i + 1]);
    }
    var route = ROUTE.formatted(deadline, streamIdle, timeout);
    return Gateway.start(base, Map.copyOf(texts), route);
  }

  private RawClient client() {
    return new RawClient(gateway.port());
  }

  private static String chunk(String data) {
    return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
  }

  @Test
  void statusHeadersAndQueryPassAsTheyAre() throws Exception {
    try (var client = client()) {
      client.get(
          "/files/a%20b/c?x=1&y=%2F",
          "Range: bytes=0-4",
          "If-Range: \"v1\"",
          "Accept-Encoding: zstd",
          "Authorization: Bearer t",
          "Connection: X-Hop",
          "X-Hop: 1",
          "X-Host: elsewhere");
      try (var backend = new RawClient(server)) {
        var asked = backend.readHead();
        assertThat(asked.statusLine()).isEqualTo("GET /store/a%20b/c?x=1&y=%2F HTTP/1.1");
        assertThat(asked.header("Range")).isEqualTo("bytes=0-4");
        assertThat(asked.header("If-Range")).isEqualTo("\"v1\"");
        assertThat(asked.all("Accept-Encoding")).containsExactly("zstd");
        assertThat(asked.header("Authorization")).isEqualTo("Bearer t");
        assertThat(asked.header("Via")).startsWith("1.1 serai");
        assertThat(asked.all("X-Hop")).isEmpty();
        assertThat(asked.all("Accept")).isEmpty();
        assertThat(asked.all("Connection")).isEmpty();
        backend.send(
            String.join(
                "\r\n",
                "HTTP/1.1 206 Partial",
                "Content-Range: bytes 0-4/10",
                "ETag: \"v1\"",
                "Content-Type: text/x-odd",
                "Content-Encoding: zstd",
                "Set-Cookie: a=1",
                "Set-Cookie: b=2",
                "Keep-Alive: x",
                "X-Request-Id: theirs",
                "Via: 1.1 theirs",
                "Cache-Control: no-cache",
                "Accept-Ranges: bytes",
                "Content-Length: 5",
                "",
                "hello"));
        var answer = client.read();
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 206 Partial Content");
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.header("Content-Range")).isEqualTo("bytes 0-4/10");
        assertThat(answer.header("ETag")).isEqualTo("\"v1\"");
        assertThat(answer.all("Content-Type")).containsExactly("text/x-odd");
        assertThat(answer.all("Content-Encoding")).containsExactly("zstd");
        assertThat(answer.all("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.header("Content-Length")).isEqualTo("5");
        assertThat(answer.all("Keep-Alive")).isEmpty();
        assertThat(answer.all("X-Request-Id")).doesNotContain("theirs").hasSize(1);
        assertThat(answer.all("Via")).isEmpty();
        assertThat(answer.all("Range")).isEmpty();
        assertThat(answer.all("Transfer-Encoding")).isEmpty();
        // Both connections are used again.
        client.get("/files/second");
        assertThat(backend.readHead().statusLine()).isEqualTo("GET /store/second HTTP/1.1");
        backend.send("HTTP/1.1 416 No\r\nContent-Range: bytes */10\r\nContent-Length: 0\r\n\r\n");
        var refused = client.read();
        assertThat(refused.status()).isEqualTo(416);
        assertThat(refused.header("Content-Range")).isEqualTo("bytes */10");
      }
    }
  }

  @Test
  void answersWithoutABodyLeaveBothConnectionsInUse() throws Exception {
    try (var client = client()) {
      client.request("HEAD", "/files/h", "");
      try (var backend = new RawClient(server)) {
        assertThat(backend.readHead().statusLine()).isEqualTo("HEAD /store/h HTTP/1.1");
        backend.send("HTTP/1.1 200 OK\r\nContent-Length: 4711\r\n\r\n");
        assertThat(client.readHead().header("Content-Length")).isEqualTo("4711");
        client.get("/files/n", "If-None-Match: \"1\"");
        assertThat(backend.readHead().header("If-None-Match")).isEqualTo("\"1\"");
        backend.send("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nContent-Length: 4711\r\n\r\n");
        var same = client.readHead();
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("ETag")).isEqualTo("\"1\"");
        assertThat(same.header("Content-Length")).isEqualTo("4711");
        client.request("DELETE", "/files/d", "");
        assertThat(backend.readHead().statusLine()).isEqualTo("DELETE /store/d HTTP/1.1");
        backend.send("HTTP/1.1 204 No Content\r\n\r\n");
        var gone = client.readHead();
        assertThat(gone.status()).isEqualTo(204);
        assertThat(gone.header("Content-Length")).isEmpty();
        assertThat(gone.header("Transfer-Encoding")).isEmpty();
        client.get("/files/e");
        backend.readHead();
        backend.send("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops");
        var failed = client.read();
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("oops");
      }
    }
  }

  @Test
  void eventsFlowOneByOneAndTrailersFollow() throws Exception {
    try (var client = client()) {
      client.get("/files/events", "TE: trailers");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        backend.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
        backend.send("Transfer-Encoding: chunked\r\n\r\n");
        assertThat(client.readHead().header("Content-Type")).isEqualTo("text/event-stream");
        for (int i = 0; i < 20; i++) {
          var event = "data: " + i + "\n\n";
          backend.send(chunk(event));
          assertThat(client.chunk()).isEqualTo(event);
        }
        backend.send("0\r\nX-Sum: 20\r\nContent-Length: 3\r\n\r\n");
        assertThat(client.chunk()).isEmpty();
        assertThat(client.trailers()).containsExactly("x-sum: 20");
        client.get("/files/next");
        assertThat(backend.readHead().statusLine()).isEqualTo("GET /store/next HTTP/1.1");
      }
    }
  }

  @Test
  void anUploadFlowsAsItComesAndLongerThanAnyTimeout() throws Exception {
    reopen("300ms", "60s", "200ms");
    try (var client = client()) {
      client.send(
          String.join(
              "\r\n",
              "POST /files/up HTTP/1.1",
              "Host: a",
              "Transfer-Encoding: chunked",
              "Content-Type: text/csv",
              "Expect: 100-continue",
              "",
              ""));
      try (var backend = new RawClient(server)) {
        var asked = backend.readHead();
        assertThat(asked.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(asked.header("Content-Type")).isEqualTo("text/csv");
        assertThat(asked.all("Expect")).isEmpty();
        assertThat(client.readHead().status()).isEqualTo(100);
        for (int i = 0; i < 5; i++) {
          client.send(chunk("line " + i + "\n"));
          assertThat(backend.chunk()).isEqualTo("line " + i + "\n");
          Thread.sleep(100);
        }
        client.send("0\r\nX-Sum: 5\r\n\r\nGET /files/after HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(backend.chunk()).isEmpty();
        assertThat(backend.trailers()).containsExactly("X-Sum: 5");
        backend.send("HTTP/1.1 201 Created\r\nLocation: /store/1\r\nContent-Length: 0\r\n\r\n");
        var answer = client.read();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/store/1");
        assertThat(backend.readHead().statusLine()).isEqualTo("GET /store/after HTTP/1.1");
        backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        assertThat(client.read().body()).isEqualTo("ok");
      }
    }
  }

  @Test
  void anUploadOfKnownLengthKeepsIt() throws Exception {
    try (var client = client()) {
      client.send("PUT /files/up HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
      try (var backend = new RawClient(server)) {
        assertThat(backend.readHead().header("Content-Length")).isEqualTo("10");
        assertThat(backend.take(5)).isEqualTo("01234");
        client.send("56789");
        assertThat(backend.take(5)).isEqualTo("56789");
        backend.send("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(204);
      }
    }
  }

  @Test
  void anUploadMayBeLargerThanAllMemory() throws Exception {
    reopen("5s", "60s", "2s", "admission.maxBuffered", "1MiB");
    try (var client = client()) {
      client.send("PUT /files/up HTTP/1.1\r\nHost: a\r\nContent-Length: 4398046511104\r\n\r\n01");
      try (var backend = new RawClient(server)) {
        assertThat(backend.readHead().header("Content-Length")).isEqualTo("4398046511104");
        assertThat(backend.take(2)).isEqualTo("01");
      }
    }
  }

  @Test
  void aFirstByteThatDoesNotComeIsA504() throws Exception {
    reopen("5s", "60s", "200ms", "backend.files.retries", "0");
    try (var client = client()) {
      client.request("POST", "/files/slow", "all of it");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        assertThat(backend.take(9)).isEqualTo("all of it");
        assertThat(client.read().status()).isEqualTo(504);
        assertThat(backend.isClosedWithin(Duration.ofSeconds(5))).isTrue();
      }
    }
  }

  @Test
  void theDeadlineCountsFromTheEndOfTheUpload() throws Exception {
    reopen("200ms", "60s", "10s");
    try (var client = client()) {
      // Accepted by the system, and never answered.
      client.request("POST", "/files/slow", "all of it");
      assertThat(client.read().status()).isEqualTo(504);
    }
  }

  @Test
  void anAnswerThatBreaksOffIsNoCleanEnd() throws Exception {
    try (var client = client()) {
      client.get("/files/broken");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk("half"));
        client.readHead();
        assertThat(client.chunk()).isEqualTo("half");
      }
      assertThat(client.takeAll()).isEmpty();
    }
    try (var client = client()) {
      client.get("/files/broken");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        backend.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        client.readHead();
      }
      assertThat(client.takeAll()).isEqualTo("half");
    }
  }

  @Test
  void whatStandsStillIsEndedOnBothSides() throws Exception {
    reopen("5s", "300ms", "2s");
    try (var client = client()) {
      client.get("/files/still");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk("half"));
        client.readHead();
        assertThat(client.chunk()).isEqualTo("half");
        assertThat(client.takeAll()).isEmpty();
        assertThat(backend.isClosedWithin(Duration.ofSeconds(5))).isTrue();
      }
    }
    try (var client = client()) {
      client.send("POST /files/up HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        assertThat(client.read().status()).isEqualTo(408);
        assertThat(backend.take(5)).isEqualTo("01234");
        assertThat(backend.isClosedWithin(Duration.ofSeconds(5))).isTrue();
      }
    }
  }

  @Test
  void aClientThatLeavesEndsBothWays() throws Exception {
    try (var backend =
        clientLeaves("POST /files/up HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n01")) {
      assertThat(backend.take(2)).isEqualTo("01");
      assertThat(backend.isClosedWithin(Duration.ofSeconds(5))).isTrue();
    }
    try (var backend = clientLeaves("GET /files/down HTTP/1.1\r\nHost: a\r\n\r\n")) {
      assertThat(backend.isClosedWithin(Duration.ofSeconds(5))).isTrue();
    }
  }

  private RawClient clientLeaves(String said) {
    try (var client = client()) {
      client.send(said);
      var backend = new RawClient(server);
      backend.readHead();
      if (said.startsWith("GET")) {
        backend.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        client.readHead();
      }
      return backend;
    }
  }

  @Test
  void anotherProtocolIsNotSpoken() throws Exception {
    try (var client = client()) {
      client.get("/files/ws", "Connection: Upgrade", "Upgrade: websocket");
      assertThat(client.read().status()).isEqualTo(501);
    }
  }

  @Test
  void aBrokenUploadIsA400AndTheBackendNeverTakesItForWhole() throws Exception {
    try (var client = client()) {
      client.send("POST /files/up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        client.send("5\r\nhello\r\nxyz\r\n");
        assertThat(client.read().status()).isEqualTo(400);
        assertThat(backend.chunk()).isEqualTo("hello");
        assertThatThrownBy(backend::chunk).isInstanceOf(UncheckedIOException.class);
      }
    }
  }

  @Test
  void longerThanTheRouteTakesIsA413OnceThatIsSeen() throws Exception {
    reopen("5s, maxBody: 8B", "60s", "2s");
    try (var client = client()) {
      client.send("POST /files/up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        client.send(chunk("hello"));
        assertThat(backend.chunk()).isEqualTo("hello");
        client.send(chunk("world"));
        assertThat(client.read().status()).isEqualTo(413);
        assertThat(backend.isClosedWithin(Duration.ofSeconds(5))).isTrue();
      }
    }
  }

  @Test
  void aReloadLeavesAStreamAlone() throws Exception {
    try (var client = client()) {
      client.get("/files/long");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk("before"));
        client.readHead();
        assertThat(client.chunk()).isEqualTo("before");
        var file = base.resolve("conf/unit.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("/files/*", "/moved/*"));
        gateway.reload();
        assertThat(gateway.get("/files/long").statusCode()).isEqualTo(404);
        backend.send(chunk("after") + "0\r\n\r\n");
        assertThat(client.chunk()).isEqualTo("after");
        assertThat(client.chunk()).isEmpty();
      }
    }
  }

  @Test
  void anAnswerBeforeTheEndOfTheUploadIsTheLastOfItsConnection() throws Exception {
    try (var client = client()) {
      client.send("POST /files/up HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nsome");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        backend.take(4);
        backend.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nno!");
        var answer = client.read();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("no!");
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(backend.isClosedWithin(Duration.ofSeconds(5))).isTrue();
      }
    }
  }

  @Test
  void anIdempotentCallIsTriedAgainUntilItsAnswerFlows() throws Exception {
    try (var client = client()) {
      client.get("/files/twice");
      try (var first = new RawClient(server)) {
        first.readHead();
        first.send("HTTP/1.1 503 Busy\r\nContent-Length: 5\r\n\r\nbusy!");
        try (var second = new RawClient(server)) {
          second.readHead();
          second.send("HTTP/1.1 503 Busy\r\nContent-Length: 5\r\n\r\nstill");
          var answer = client.read();
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.body()).isEqualTo("still");
        }
      }
    }
  }

  @Test
  void withoutABackendItIsAProblemDocument() throws Exception {
    server.close();
    try (var client = client()) {
      client.send("POST /files/up HTTP/1.1\r\nHost: a\r\n");
      client.send("Expect: 100-continue\r\nContent-Length: 9\r\n\r\n");
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("connection refused");
      await().until(() -> client.isClosedWithin(Duration.ofSeconds(5)));
    }
  }
}
