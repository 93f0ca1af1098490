package io.serai.operator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.serai.testing.Installed;
import io.serai.testing.SteadyLoad;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances behind HAProxy, restarted one after the other under load. */
class RollingRestartIT {
  @TempDir Path folder;

  @Test
  void losesNoRequest() throws Exception {
    prove("http");
  }

  @Test
  @Tag("slow")
  void norWhereTheBalancerKnowsConnectionsOnly() throws Exception {
    prove("tcp");
  }

  private void prove(String mode) throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/haproxy")),
        "skipped: haproxy isn't installed (apt-get install haproxy)");
    int stats = Installed.freePort();
    try (var installed = Installed.unpack(folder.resolve("serai"))) {
      var one = instance(installed, "one");
      var two = instance(installed, "two");
      int front = Installed.freePort();
      var haproxy = haproxy(mode, front, stats, one, two);
      try {
        await().until(() -> accepts(stats) && upServers(stats) == 2);
        var target = URI.create("http://127.0.0.1:" + front + "/hello");
        try (var load =
            new SteadyLoad(300, Duration.ofSeconds(90), List.of(target), answer -> {})) {
          for (var base : List.of(one, two)) {
            var ran = installed.serai("restart", "--base", base.toString());
            assertThat(ran.code()).as(ran.out()).isZero();
            // The balancer has to see the first one back before the second one leaves.
            await().until(() -> upServers(stats) == 2);
          }
          assertThat(load.stop()).isEmpty();
          assertThat(load.sent()).isGreaterThan(500);
        }
      } finally {
        haproxy.destroy();
        haproxy.waitFor();
      }
    }
  }

  private Path instance(Installed installed, String name) throws Exception {
    var base =
        installed.instance(
            folder.resolve(name), "listener.health.path=/healthz", "shutdown.delay=2s");
    Files.writeString(
        base.resolve("conf/hello.camel.yaml"),
        """
        - route:
            id: hello
            from:
              uri: "gateway:/hello"
              steps:
                - setBody:
                    constant: "hello"
        """);
    var started = installed.serai("start", "--base", base.toString());
    assertThat(started.code()).as(started.out()).isZero();
    return base;
  }

  private Process haproxy(String mode, int front, int stats, Path one, Path two) throws Exception {
    var configuration = folder.resolve("haproxy-" + mode + ".cfg");
    Files.writeString(
        configuration,
        """
        defaults
          mode %s
          timeout connect 1s
          timeout client 30s
          timeout server 30s
          retries 3
          option redispatch
        frontend front
          bind 127.0.0.1:%d
          default_backend gateways
        frontend stats
          mode http
          bind 127.0.0.1:%d
          stats enable
          stats uri /
        backend gateways
          balance roundrobin
          option httpchk GET /healthz
          default-server check inter 400ms fall 2 rise 2
          server one 127.0.0.1:%d
          server two 127.0.0.1:%d
        """
            .formatted(mode, front, stats, Installed.port(one), Installed.port(two)));
    return new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", configuration.toString())
        .inheritIO()
        .start();
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** How many of the two the balancer sends requests to, by its own statistics. */
  private static long upServers(int port) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var ask = "GET /;csv HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(ask.getBytes(US_ASCII));
      var csv = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      return csv.lines().filter(line -> line.matches("gateways,(one|two),.*,UP,.*")).count();
    }
  }
}
