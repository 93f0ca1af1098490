package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who we say we are, and whom we say we want, in a handshake. */
@Timeout(60)
class TlsIdentityTest {
  @TempDir static Path folder = Path.of(".");

  private static Certificates certificates() {
    return new Certificates(folder);
  }

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates().make("server", "san=ip:127.0.0.1");
    certificates().make("client", "san=dns:gateway.example");
    certificates().make("stranger", "san=dns:gateway.example");
    certificates().make("one.example", "san=dns:one.example");
    certificates().make("two.example", "san=dns:two.example");
    Files.writeString(
        folder.resolve("both.pem"),
        Files.readString(Path.of(certificates().pem("one.example")))
            + Files.readString(Path.of(certificates().pem("two.example"))));
  }

  private static StubBackend forClientsOnly() throws Exception {
    return StubBackend.start(certificates().serverFor("server", "client"), "https")
        .otherwise(Script.json("1"));
  }

  @Test
  void showsItsCertificateToABackendThatAsks() throws Exception {
    try (var stub = forClientsOnly();
        var calls =
            new Calls(
                "backend.s.url",
                stub.url(),
                "backend.s.tls.trust",
                certificates().pem("server"),
                "backend.s.tls.cert",
                certificates().pem("client"),
                "backend.s.tls.key",
                certificates().key("client"))) {
      var outcome = calls.call("backend:s/a", "timeout", "10s");
      assertThat(outcome.reason()).isEmpty();
      assertThat(outcome.isSuccess()).isTrue();
    }
  }

  @Test
  void failsWhereABackendWantsAnotherCertificateOrOneAtAll() throws Exception {
    try (var stub = forClientsOnly();
        var calls =
            new Calls(
                "backend.none.url",
                stub.url(),
                "backend.default.tls.trust",
                certificates().pem("server"),
                "backend.other.url",
                stub.url(),
                "backend.other.tls.cert",
                certificates().pem("stranger"),
                "backend.other.tls.key",
                certificates().key("stranger"))) {
      for (var backend : List.of("none", "other")) {
        var outcome = calls.call("backend:" + backend + "/a", "retries", "0", "timeout", "10s");
        // The alert may be lost to the reset that follows it.
        assertThat(outcome.reason())
            .as(backend)
            .isIn("TLS: client certificate refused", "connection reset");
        assertThat(outcome.answer()).isEqualTo(502);
      }
      assertThat(stub.requests()).isEmpty();
    }
  }

  @Test
  void namesTheHostItWantsAndVerifiesThatItGotIt() throws Exception {
    var asked = new CopyOnWriteArrayList<String>();
    var keys = new KeyManager[] {new ByName(certificates(), asked)};
    try (var dns = new StubDns("127.0.0.1");
        var stub =
            StubBackend.start(Certificates.server(keys), "https").otherwise(Script.json("1"));
        var calls =
            new Calls(
                dns.provider(),
                "backend.default.tls.trust",
                folder.resolve("both.pem").toString(),
                "backend.one.url",
                "https://one.example:" + stub.port(),
                "backend.two.url",
                "https://TWO.example:" + stub.port(),
                "backend.three.url",
                "https://three.example:" + stub.port())) {
      for (var backend : List.of("one", "two")) {
        var outcome = calls.call("backend:" + backend + "/a", "timeout", "10s");
        assertThat(outcome.reason()).as(backend).isEmpty();
      }
      assertThat(asked).contains("one.example", "two.example");
      assertThat(stub.requests().get(1).header("Host")).isEqualTo("two.example:" + stub.port());

      // Answered with the certificate of one.example.
      var three = calls.call("backend:three/a", "retries", "0", "timeout", "10s");
      assertThat(three.reason()).isEqualTo("TLS: certificate of another name");
      assertThat(asked).contains("three.example");
      assertThat(stub.requests()).hasSize(2);
    }
  }

  @Test
  void refusesACertificateWithoutItsKey() {
    assertThatThrownBy(
            () ->
                new Tls(
                    Origin.parse("https://a"),
                    HostOptions.read(
                        new Texts(Map.of(), "", Map.of("tls.cert", certificates().pem("client"))))))
        .hasMessageContaining("tls.key: ")
        .hasMessageContaining("(expected: a PEM file that can be read)");
  }

  /**
   * Shows the certificate of the name asked for, that of one.example to whoever asks for others.
   */
  private static final class ByName extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager one;
    private final X509ExtendedKeyManager two;
    private final List<String> asked;

    ByName(Certificates certificates, List<String> asked) throws Exception {
      this.one = (X509ExtendedKeyManager) certificates.keys("one.example")[0];
      this.two = (X509ExtendedKeyManager) certificates.keys("two.example")[0];
      this.asked = asked;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      var session = (ExtendedSSLSession) ((SSLSocket) socket).getHandshakeSession();
      var alias = "one.example";
      for (var name : session.getRequestedServerNames()) {
        var host = ((SNIHostName) name).getAsciiName();
        asked.add(host);
        alias = host.equals("two.example") ? host : alias;
      }
      return of(alias).chooseServerAlias(keyType, issuers, socket);
    }

    private X509ExtendedKeyManager of(String alias) {
      return alias.contains("two.example") ? two : one;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return of(alias).getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return of(alias).getPrivateKey(alias);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return one.getServerAliases(keyType, issuers);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      throw new UnsupportedOperationException();
    }
  }
}
