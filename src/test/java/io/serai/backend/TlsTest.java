package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.request.ErrorType;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
  @TempDir static Path folder = Path.of(".");

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates().make("right", "san=ip:127.0.0.1,dns:localhost");
    certificates().make("wrong", "san=dns:other.example");
  }

  private static Certificates certificates() {
    return new Certificates(folder);
  }

  private static StubBackend stub(String name) throws Exception {
    return StubBackend.start(Certificates.server(certificates().keys(name)), "https")
        .otherwise(Script.json("{\"a\":1}"));
  }

  private static String pem(String name) {
    return certificates().pem(name);
  }

  @Test
  void callsABackendWhoseCertificateIsTrustedAndOfItsName() throws Exception {
    try (var stub = stub("right");
        var calls = new Calls("backend.s.url", stub.url(), "backend.s.tls.trust", pem("right"))) {
      assertThat(calls.call("backend:s/a", "timeout", "10s").isSuccess()).isTrue();
      assertThat(calls.call("backend:s/a").isSuccess()).isTrue();
      assertThat(stub.connections()).isEqualTo(1);
      assertThat(stub.requests().get(0).header("Host")).isEqualTo("127.0.0.1:" + stub.port());
    }
  }

  @Test
  void refusesACertificateOfAnotherName() throws Exception {
    try (var stub = stub("wrong");
        var calls = new Calls("backend.s.url", stub.url(), "backend.s.tls.trust", pem("wrong"))) {
      var outcome = calls.call("backend:s/a", "retries", "0", "timeout", "10s");
      assertThat(outcome.reason()).isEqualTo("TLS: certificate of another name");
      assertThat(outcome.error()).isEqualTo(ErrorType.TLS_CERTIFICATE_ERROR);
      assertThat(outcome.answer()).isEqualTo(502);
      assertThat(stub.requests()).isEmpty();
    }
  }

  @Test
  void refusesACertificateOfNoTrustedAuthority() throws Exception {
    try (var stub = stub("right");
        var calls = new Calls("backend.s.url", stub.url())) {
      var outcome = calls.call("backend:s/a", "retries", "0", "timeout", "10s");
      assertThat(outcome.reason()).isEqualTo("TLS: certificate of no trusted authority");
      assertThat(stub.requests()).isEmpty();
    }
  }

  @Test
  void refusesABackendThatSpeaksNoTls() throws Exception {
    try (var stub = StubBackend.start();
        var calls = new Calls("backend.s.url", stub.url().replace("http:", "https:"))) {
      stub.otherwise(Script.raw("HTTP/1.1 400 Bad\r\n\r\n").then(Script.close()));
      var outcome = calls.call("backend:s/a", "retries", "0", "timeout", "300ms");
      assertThat(outcome.isSuccess()).isFalse();
      assertThat(outcome.answer()).isIn(502, 504);
    }
  }
}
