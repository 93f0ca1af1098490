package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.circuit.CircuitStats;
import io.serai.testing.Gateway;
import io.serai.testing.LogLines;
import io.serai.testing.RawClient;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What bodies that go on as they come say of the backend: once a call, and to whom it is due. */
@Timeout(60)
class StreamsAndCircuitsTest {
  private static final String ROUTE =
      """
      - route:
          id: files
          from:
            uri: "gateway:/files/*"
            parameters: { method: "*", stream: true, streamIdle: 300ms }
            steps:
              - to: { uri: "backend:files/{*}", parameters: { method: "*", stream: true, timeout: 10s } }
      """;

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir Path base;
  private ServerSocket server;
  private Gateway gateway;

  @BeforeEach
  void open() throws Exception {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var url = "http://127.0.0.1:" + server.getLocalPort();
    gateway = Gateway.start(base, Map.of("backend.files.url", url, "listener.loops", "1"), ROUTE);
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    server.close();
  }

  private RawClient client() {
    return new RawClient(gateway.port());
  }

  private CircuitStats circuit() {
    return gateway.circuits().stats().stream()
        .filter(each -> each.name().equals("backend:files"))
        .findAny()
        .orElseThrow();
  }

  private void awaitCounted(int calls, int failed) {
    await().until(() -> circuit().calls() == calls);
    assertThat(circuit().failed()).isEqualTo(failed);
  }

  private static void sendUntilClosed(RawClient by, String piece) {
    CompletableFuture.runAsync(
        () -> {
          try {
            for (int i = 0; i < 10_000; i++) {
              by.send(piece);
            }
          } catch (UncheckedIOException e) {
            // As expected.
          }
        });
  }

  @Test
  void aWholeAnswerCountsOnceItIsWhole() {
    try (var client = client()) {
      client.get("/files/a");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        backend.send(CHUNKED + "4\r\nhalf\r\n");
        client.readHead();
        assertThat(client.chunk()).isEqualTo("half");
        assertThat(circuit().calls()).isZero();
        backend.send("0\r\n\r\n");
        assertThat(client.chunk()).isEmpty();
        awaitCounted(1, 0);
      }
    }
  }

  @Test
  void oneThatBreaksOffIsAFailureAndNothingElse() {
    try (var client = client()) {
      client.get("/files/a");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        backend.send(CHUNKED + "4\r\nhalf\r\n");
        client.readHead();
      }
      client.takeAll();
      awaitCounted(1, 1);
    }
  }

  @Test
  void oneOfAnnouncedLengthThatStandsStillIsATimeoutOfTheBackend() {
    try (var log = new LogLines("io.serai.backend");
        var client = client()) {
      client.get("/files/a");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        backend.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        client.readHead();
        assertThat(client.takeAll()).isEqualTo("half");
        awaitCounted(1, 1);
        assertThat(log.has("broke off after 4 bytes: its answer stood still")).isTrue();
      }
    }
  }

  @Test
  void eventsThatDoNotComeAreNoFailure() {
    try (var client = client()) {
      client.get("/files/a");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        backend.send(CHUNKED + "4\r\nhalf\r\n");
        client.readHead();
        assertThat(client.chunk()).isEqualTo("half");
        assertThat(client.takeAll()).isEmpty();
        awaitCounted(1, 0);
      }
    }
  }

  @Test
  void oneThatTheClientDoesNotReadIsNoFailure() {
    try (var client = client()) {
      client.get("/files/a");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        backend.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
        client.readHead();
        sendUntilClosed(backend, "x".repeat(100_000));
        awaitCounted(1, 0);
      }
    }
  }

  @Test
  void aBackendThatTakesNoMoreOfAnUploadIsA504AndItsFailure() {
    try (var log = new LogLines("io.serai.backend");
        var client = client()) {
      client.send("PUT /files/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        sendUntilClosed(client, "x".repeat(100_000));
        var answer = client.read();
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).contains("it stopped taking the request's body");
        awaitCounted(1, 1);
        assertThat(log.has("it stopped taking the request's body")).isTrue();
      }
    }
  }

  @Test
  void aClientThatSendsNoMoreOfItsUploadIsA408AndNobodysFailure() {
    try (var client = client()) {
      client.send("PUT /files/a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        assertThat(client.read().status()).isEqualTo(408);
        assertThat(backend.take(5)).isEqualTo("01234");
        backend.takeAll();
        assertThat(circuit().calls()).isZero();
      }
    }
  }

  @Test
  void anUploadCountsWithItsAnswer() {
    try (var client = client()) {
      client.send("PUT /files/a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
      try (var backend = new RawClient(server)) {
        backend.readHead();
        assertThat(circuit().calls()).isZero();
        client.send("56789");
        assertThat(backend.take(10)).isEqualTo("0123456789");
        backend.send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(500);
        awaitCounted(1, 1);
      }
    }
  }
}
