package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that go on as they come to and from a backend that speaks TLS. */
@Timeout(60)
class StreamedTlsTest {
  private static final String ROUTE =
      """
      - route:
          id: files
          from:
            uri: "gateway:/files/*"
            parameters: { method: "*", stream: true }
            steps:
              - to: { uri: "backend:files/{*}", parameters: { method: "*", stream: true } }
      """;
  private static final int SIZE = 4 << 20;

  @TempDir Path folder;

  @Test
  void megabytesGoBothWaysOnOneConnection() throws Exception {
    var certificates = new Certificates(folder);
    certificates.make("files", "san=ip:127.0.0.1");
    var body = "0123456789abcdef".repeat(SIZE / 16);
    try (var server =
            Certificates.server(certificates.keys("files"))
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var gateway =
            Gateway.start(
                folder.resolve("base"),
                Map.of(
                    "backend.files.url",
                    "https://127.0.0.1:" + server.getLocalPort(),
                    "backend.files.tls.trust",
                    certificates.pem("files")),
                ROUTE);
        var client = new RawClient(gateway.port())) {
      client.send("PUT /files/a HTTP/1.1\r\nHost: a\r\nContent-Length: " + SIZE + "\r\n\r\n");
      try (var backend = new RawClient(server)) {
        assertThat(backend.readHead().statusLine()).isEqualTo("PUT /a HTTP/1.1");
        var sending = CompletableFuture.runAsync(() -> client.send(body));
        assertThat(backend.take(SIZE).equals(body)).isTrue();
        sending.join();
        backend.send("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(204);
        client.get("/files/a");
        backend.readHead();
        backend.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
        var answering = CompletableFuture.runAsync(() -> backend.send(body));
        client.readHead();
        assertThat(client.take(SIZE).equals(body)).isTrue();
        answering.join();
      }
    }
  }
}
