package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Installed;
import io.serai.testing.InstanceLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways of the packed archive, a process each, on loopback. */
class ClusterIT {
  /** What a machine under load needs beyond the second or two that it takes. */
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir private Path place = Path.of("");
  private Installed installed;

  @BeforeEach
  void unpack() throws Exception {
    installed = Installed.unpack(place.resolve("program"));
  }

  @AfterEach
  void close() throws IOException {
    installed.close();
  }

  @Test
  void gatewaysJoinAndNoticeOneThatDiesAndOneThatHangsAndComesBack() throws Exception {
    var ports = List.of(Installed.freePort(), Installed.freePort(), Installed.freePort());
    var a = gateway("a", ports, 0);
    var b = gateway("b", ports, 1);
    var c = gateway("c", ports, 2);

    start(a);
    assertThat(run(a, "status").code()).as("ready without the others").isZero();
    assertThat(run(a, "status").out()).contains("shop: joining, 1 member");
    start(b);
    start(c);
    for (var each : List.of(a, b, c)) {
      untilItSees(each, "a", "b", "c");
    }
    assertThat(run(b, "cluster").out())
        .startsWith("cluster shop, joined")
        .containsPattern("\\n\\* b +127.0.0.1:" + ports.get(1));

    signal("KILL", b);
    untilItSees(a, "a", "c");
    untilItSees(c, "a", "c");

    signal("STOP", c);
    try {
      untilItSees(a, "a");
      assertThat(run(a, "status").code()).as("serves while another hangs").isZero();
    } finally {
      signal("CONT", c);
    }
    untilItSees(a, "a", "c");
    untilItSees(c, "a", "c");

    start(b);
    untilItSees(a, "a", "b", "c");
    assertThat(run(c, "stop").code()).isZero();
    untilItSees(a, "a", "b");
    assertThat(InstanceLog.text(a))
        .contains("b at 127.0.0.1:" + ports.get(1))
        .contains("is gone: its connection broke, or nothing was heard of it; 2 members")
        .contains("is gone: it was stopped; 2 members");
    // That of b tells of its sudden end.
    for (var each : List.of(a, c)) {
      assertThat(each.resolve("logs/serai.out")).as("no warning of the JVM").isEmptyFile();
    }
  }

  @Test
  void aloneNoPortIsOpenedForOthers() throws Exception {
    var alone = installed.instance(place.resolve("alone"));
    start(alone);
    assertThat(run(alone, "cluster").out()).startsWith("alone: cluster.members is empty");
    // The warm-up has ports of its own for a moment; one for others would stay.
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(portsOf(pid(alone)))
                    .as("listener and management")
                    .hasSize(2)
                    .contains(Installed.port(alone)));
  }

  @Test
  void aPortThatIsTakenDegradesAndNothingMore() throws Exception {
    Path a;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      a = gateway("a", List.of(port), 0);
      start(a);
      await().atMost(LONG).until(() -> run(a, "status").out().contains("DEGRADED"));
      var status = run(a, "status");
      assertThat(status.code()).isZero();
      assertThat(status.out())
          .contains("cluster.port: 127.0.0.1:" + port + " is taken by another process");
    }
    await().atMost(LONG).until(() -> !run(a, "status").out().contains("DEGRADED"));
  }

  @Test
  void membersWithoutANameAreRefusedWithTheCure() throws Exception {
    var base = installed.instance(place.resolve("nameless"), "cluster.members=127.0.0.1");
    var start = run(base, "start");
    assertThat(start.code()).isEqualTo(78);
    assertThat(start.out()).contains("cluster.members: set without cluster.name");
  }

  private Path gateway(String name, List<Integer> ports, int index) throws Exception {
    return installed.instance(
        place.resolve(name),
        "listener.name=" + name,
        "cluster.name=shop",
        "cluster.members="
            + ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")),
        "cluster.port=" + ports.get(index));
  }

  private void start(Path base) throws Exception {
    var start = run(base, "start");
    assertThat(start.code()).as(start.out()).isZero();
  }

  private Installed.Ran run(Path base, String verb) throws IOException, InterruptedException {
    return installed.serai(verb, "--base", base.toString());
  }

  private void untilItSees(Path base, String... names) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThat(run(base, "cluster").out().lines().skip(2).map(ClusterIT::name))
                    .containsExactlyInAnyOrder(names));
  }

  private static String name(String line) {
    return line.substring(2, 22).strip();
  }

  private static long pid(Path base) throws IOException {
    return Long.parseLong(Files.readString(base.resolve("run/serai.pid")).strip());
  }

  private static void signal(String name, Path base) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, "" + pid(base)).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  /** The ports that a process listens on, from the kernel's tables. */
  private static Set<Integer> portsOf(long pid) throws IOException {
    var sockets = new ArrayList<String>();
    try (var files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (var file : files.toList()) {
        try {
          var target = Files.readSymbolicLink(file).toString();
          if (target.startsWith("socket:[")) {
            sockets.add(target.substring("socket:[".length(), target.length() - 1));
          }
        } catch (IOException e) {
          // closed meanwhile
        }
      }
    }
    var ports = new TreeSet<Integer>();
    for (var table : List.of("tcp", "tcp6", "udp", "udp6")) {
      for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        var fields = line.strip().split("\\s+", -1);
        boolean listens = fields[3].equals("0A") || table.startsWith("udp");
        if (listens && sockets.contains(fields[9])) {
          ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }
}
