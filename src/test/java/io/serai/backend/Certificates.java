package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates, made by the JDK's keytool in a folder, and servers that show them. */
final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes {@code name.p12}, {@code name.pem} and the PKCS#8 {@code name.key.pem}.
   *
   * @param names as keytool's -ext takes them, {@code san=dns:localhost}
   */
  void make(String name, String names) throws Exception {
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
    var made = store(name);
    writePem(name + ".pem", "CERTIFICATE", made.getCertificate(name).getEncoded());
    writePem(name + ".key.pem", "PRIVATE KEY", made.getKey(name, PASSWORD).getEncoded());
  }

  private void writePem(String file, String what, byte[] content) throws IOException {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(content), what));
  }

  private void keytool(String... arguments) throws Exception {
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

  String pem(String name) {
    return folder.resolve(name + ".pem").toString();
  }

  String key(String name) {
    return folder.resolve(name + ".key.pem").toString();
  }

  private KeyStore store(String name) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  KeyManager[] keys(String name) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store(name), PASSWORD);
    return keys.getKeyManagers();
  }

  /** A server that shows what these keys choose and trusts no client. */
  static ServerSocketFactory server(KeyManager[] keys) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(keys, null, null);
    return context.getServerSocketFactory();
  }

  /** A server that talks to nobody but the owner of the client's certificate. */
  ServerSocketFactory serverFor(String name, String client) throws Exception {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry(client, store(client).getCertificate(client));
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(keys(name), trust.getTrustManagers(), null);
    var sockets = context.getServerSocketFactory();
    return new ServerSocketFactory() {
      @Override
      public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, 0);
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
          throws IOException {
        var socket = (SSLServerSocket) sockets.createServerSocket(port, backlog, address);
        socket.setNeedClientAuth(true);
        return socket;
      }
    };
  }
}
