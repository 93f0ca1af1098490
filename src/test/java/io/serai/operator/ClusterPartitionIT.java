package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.serai.testing.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways on a network of their own that is cut and mended. Needs root. */
@Tag("slow")
class ClusterPartitionIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String BRIDGE = "seraibr0";
  private static final List<String> MACHINES = List.of("serai1", "serai2", "serai3");

  @TempDir private Path place = Path.of("");
  private Installed installed;

  @BeforeEach
  void connect() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")) && run("ip", "netns").code() == 0,
        "needs root and ip netns");
    disconnect();
    installed = Installed.unpack(place.resolve("program"));
    must("ip", "link", "add", BRIDGE, "type", "bridge");
    must("ip", "link", "set", BRIDGE, "up");
    for (int i = 0; i < MACHINES.size(); i++) {
      var machine = MACHINES.get(i);
      must("ip", "netns", "add", machine);
      must("ip", "link", "add", machine, "type", "veth", "peer", "eth0", "netns", machine);
      must("ip", "link", "set", machine, "master", BRIDGE, "up");
      on(machine, "ip", "link", "set", "lo", "up");
      on(machine, "ip", "address", "add", address(i) + "/24", "dev", "eth0");
      on(machine, "ip", "link", "set", "eth0", "up");
      var base =
          installed.instance(
              place.resolve(machine),
              "listener.name=" + machine,
              "cluster.name=shop",
              "cluster.host=" + address(i),
              "cluster.members=" + address(0) + "," + address(1) + "," + address(2));
      assertThat(base).isDirectory();
    }
  }

  @AfterEach
  void disconnect() throws Exception {
    for (var machine : MACHINES) {
      if (Files.exists(place.resolve(machine).resolve("run/serai.pid"))) {
        serai(machine, "stop", "--force");
      }
      run("ip", "netns", "delete", machine);
      run("ip", "link", "delete", machine);
    }
    run("ip", "link", "delete", BRIDGE);
  }

  @Test
  void theSidesOfAPartitionServeOnAloneAndFindEachOtherWhenItHeals() throws Exception {
    for (var machine : MACHINES) {
      var start = serai(machine, "start");
      assertThat(start.code()).as(start.out()).isZero();
    }
    for (var machine : MACHINES) {
      untilItSees(machine, 3);
    }

    // Off the bridge, with its own link still up: everything is dropped without a word.
    must("ip", "link", "set", "serai3", "nomaster");
    long cut = System.nanoTime();
    untilItSees("serai3", 1);
    untilItSees("serai1", 2);
    untilItSees("serai2", 2);
    report("noticed", cut);
    for (var machine : MACHINES) {
      assertThat(serai(machine, "status").code()).as(machine + " is ready").isZero();
    }

    must("ip", "link", "set", "serai3", "master", BRIDGE);
    long mended = System.nanoTime();
    for (var machine : MACHINES) {
      untilItSees(machine, 3);
    }
    report("healed", mended);
  }

  private static void report(String what, long since) {
    System.out.printf(
        "%s after %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
  }

  private static String address(int index) {
    return "10.231.77." + (index + 1);
  }

  private void untilItSees(String machine, int members) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(serai(machine, "cluster").out().lines().skip(2)).hasSize(members));
  }

  private Installed.Ran serai(String machine, String... words) throws Exception {
    var command = new ArrayList<>(List.of("ip", "netns", "exec", machine));
    command.add(installed.home().resolve("bin/serai").toString());
    command.addAll(Arrays.asList(words));
    command.addAll(List.of("--base", place.resolve(machine).toString()));
    return run(command.toArray(String[]::new));
  }

  private static void on(String machine, String... command) throws Exception {
    var whole = new ArrayList<>(List.of("ip", "netns", "exec", machine));
    whole.addAll(Arrays.asList(command));
    must(whole.toArray(String[]::new));
  }

  private static void must(String... command) throws Exception {
    var ran = run(command);
    assertThat(ran.code()).as("%s: %s", List.of(command), ran.out()).isZero();
  }

  private static Installed.Ran run(String... command) throws IOException, InterruptedException {
    var output = Files.createTempFile("serai", ".out");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    var started = process.start();
    if (!started.waitFor(2, TimeUnit.MINUTES)) {
      started.destroyForcibly();
      throw new IOException("still running after 2 minutes: " + List.of(command));
    }
    var text = Files.readString(output);
    Files.delete(output);
    return new Installed.Ran(started.exitValue(), text);
  }
}
