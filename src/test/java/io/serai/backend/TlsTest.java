package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path folder = Path.of(".");

  @BeforeAll
  static void makeCertificates() throws Exception {
    make("right", "san=ip:127.0.0.1,dns:localhost");
    make("wrong", "san=dns:other.example");
  }

  /** A self-signed certificate in a key store, and by itself as PEM. */
  private static void make(String name, String names) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        "CN=stub",
        "-ext",
        names,
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        name + ".p12");
    keytool(
        "-exportcert", "-rfc", "-alias", name, "-keystore", name + ".p12", "-file", name + ".pem");
  }

  private static void keytool(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + "/bin/keytool");
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", "changeit"));
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static StubBackend stub(String name) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, PASSWORD);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLServerSocketFactory sockets = context.getServerSocketFactory();
    return StubBackend.start(sockets, "https").otherwise(Script.json("{\"a\":1}"));
  }

  private static String pem(String name) {
    return folder.resolve(name + ".pem").toString();
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
      var outcome = calls.call("backend:s/a", "retries", "0");
      assertThat(outcome.isSuccess()).isFalse();
      assertThat(outcome.answer()).isIn(502, 504);
    }
  }
}
