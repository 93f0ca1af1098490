package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import io.serai.testing.Gateway;
import io.serai.testing.LogLines;
import io.serai.testing.RawClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who doesn't read holds back who writes, and what passes takes no memory. */
@Timeout(60)
class BackPressureTest {
  private static final String ROUTE =
      """
      - route:
          id: files
          from:
            uri: "gateway:/files/*"
            parameters: { method: "*", stream: true, requestHeaders: "*", responseHeaders: "*" }
            steps:
              - to: { uri: "backend:files/{*}", parameters: { method: "*", stream: true, requestHeaders: "*", responseHeaders: "*" } }
      """;
  private static final int PIECE = 64 << 10;

  /** More than the sockets of both sides hold. */
  private static final long SIZE = 64 << 20;

  /** Of the two ways of two connections: their buffers, and what is read at a time. */
  private static final long HELD = 2 << 20;

  @TempDir Path base;
  private ServerSocket server;
  private Gateway gateway;

  @BeforeEach
  void open() throws Exception {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    gateway =
        Gateway.start(
            base,
            Map.of(
                "backend.files.url",
                "http://127.0.0.1:" + server.getLocalPort(),
                "backend.files.circuit.minimumNumberOfCalls",
                "2",
                "backend.files.retries",
                "0"),
            ROUTE);
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    server.close();
  }

  /** Writes that many bytes on a thread of its own, and counts them. */
  private static CompletableFuture<Void> write(RawClient to, AtomicLong written, boolean chunked) {
    return CompletableFuture.runAsync(
        () -> {
          var piece = new byte[PIECE];
          for (long left = SIZE; left > 0; left -= PIECE) {
            if (chunked) {
              to.send(Integer.toHexString(PIECE) + "\r\n").send(piece).send("\r\n");
            } else {
              to.send(piece);
            }
            written.addAndGet(PIECE);
          }
        });
  }

  /** Waits until no more of it goes out. */
  private static long stuck(AtomicLong written) {
    var before = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(300))
        .until(() -> before.getAndSet(written.get()) == written.get() && written.get() > 0);
    return written.get();
  }

  private static long held() {
    return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
  }

  @Test
  void aClientThatDoesNotReadHoldsBackTheBackend() throws Exception {
    try (var client = new RawClient(gateway.port())) {
      client.get("/files/large");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        long before = held();
        backend.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
        var written = new AtomicLong();
        var writing = write(backend, written, false);
        client.readHead();
        assertThat(stuck(written)).isLessThan(SIZE / 2);
        assertThat(held() - before).isLessThan(HELD);
        long most = 0;
        for (long left = SIZE; left > 0; left -= PIECE) {
          assertThat(client.take(PIECE)).hasSize(PIECE);
          most = Math.max(most, held() - before);
        }
        assertThat(most).isLessThan(HELD);
        writing.join();
        client.get("/files/next");
        assertThat(backend.readHead().statusLine()).isEqualTo("GET /next HTTP/1.1");
      }
    }
  }

  @Test
  void aBackendThatDoesNotReadHoldsBackTheClient() throws Exception {
    try (var client = new RawClient(gateway.port())) {
      client.send("PUT /files/large HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        long before = held();
        var written = new AtomicLong();
        var writing = write(client, written, true);
        assertThat(stuck(written)).isLessThan(SIZE / 2);
        assertThat(held() - before).isLessThan(HELD);
        long most = 0;
        for (long left = SIZE; left > 0; ) {
          left -= backend.chunk().length();
          most = Math.max(most, held() - before);
        }
        assertThat(most).isLessThan(HELD);
        writing.join();
        client.send("0\r\n\r\n");
        assertThat(backend.chunk()).isEmpty();
        backend.trailers();
        backend.send("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(204);
      }
    }
  }

  @Test
  void aBreakIsLoggedAndAFailureOfTheBackend() throws Exception {
    try (var log = new LogLines("io.serai.backend");
        var client = new RawClient(gateway.port())) {
      for (int i = 0; i < 2; i++) {
        try (var each = new RawClient(gateway.port())) {
          each.get("/files/broken", "X-Request-Id: broken-" + i);
          try (var backend = new RawClient(server)) {
            backend.readHead();
            backend.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            each.readHead();
          }
          assertThat(each.takeAll()).isEqualTo("half");
        }
      }
      assertThat(log.has("files", "broken-0", "broke off after 4 bytes")).isTrue();
      client.get("/files/after");
      var refused = client.read();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("circuit open");
    }
  }
}
