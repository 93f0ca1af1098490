package io.serai.operator;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.serai.testing.Installed;
import io.serai.testing.InstanceLog;
import io.serai.testing.SteadyLoad;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three gateways on a network of their own that is cut and mended, while both sides answer. Each
 * has a second network to this machine, for its clients and its backend, that stays. Needs root.
 */
@Tag("slow")
class ClusterPartitionIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String BRIDGE = "seraibr0";
  private static final List<String> MACHINES = List.of("serai1", "serai2", "serai3");
  private static final int PER_SECOND = Integer.getInteger("serai.proof.rate", 300);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int DOCUMENTS = 40;
  private static final String BACKENDS = "10.231.79.1";
  private static final Duration PROBING = Duration.ofSeconds(20);

  private static final String PAGE =
      """
      - route:
          id: page
          from:
            uri: "gateway:/page"
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:catalog/product", parameters: { as: product } }
                    - to: { uri: "backend:reviews/reviews", parameters: { as: reviews, fallback: "[]" } }
      """;

  private static final String PARTS =
      """
      - beans:
          - name: halves
            type: io.serai.aggregate.Keyed
            properties: { name: "{half}" }
      - route:
          id: halves
          from:
            uri: "gateway:/documents/{document}/{half}"
            parameters: { method: PUT }
            steps:
              - aggregate:
                  correlationExpression: { header: { expression: document } }
                  aggregationStrategy: "#halves"
                  aggregationRepository: "#cluster"
                  completionSize: 2
                  steps:
                    - to: { uri: "backend:archive/documents/{document}", parameters: { method: PUT } }
      """;

  @TempDir private Path place = Path.of("");
  private final HttpClient client = HttpClient.newHttpClient();
  private Installed installed;
  private StubBackend stub = StubBackend.start();
  private StubBackend archive = StubBackend.start();

  @BeforeEach
  void connect() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")) && run("ip", "netns").code() == 0,
        "needs root and ip netns");
    disconnect();
    stub.close();
    stub = StubBackend.start(new OnAllAddresses(), "http").forgetful();
    archive.close();
    archive = StubBackend.start(new OnAllAddresses(), "http").otherwise(Script.json("{}"));
    stub.on("/product", Script.json("{\"id\":7}"));
    stub.on("/reviews", Script.status(500));
    installed = Installed.unpack(place.resolve("program"));
    must("ip", "address", "add", BACKENDS + "/32", "dev", "lo");
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
      var clients = machine + "c";
      must("ip", "link", "add", clients, "type", "veth", "peer", "eth1", "netns", machine);
      must("ip", "address", "add", clientsSide(i, 1) + "/30", "dev", clients);
      must("ip", "link", "set", clients, "up");
      on(machine, "ip", "address", "add", clientsSide(i, 2) + "/30", "dev", "eth1");
      on(machine, "ip", "link", "set", "eth1", "up");
      on(machine, "ip", "route", "add", "default", "via", clientsSide(i, 1));
      // The same for all, as circuits of other URLs are other circuits.
      var backend = "http://" + BACKENDS + ":" + stub.port();
      var base =
          installed.instance(
              place.resolve(machine),
              "listener.name=" + machine,
              "listener.host=" + clientsSide(i, 2),
              "listener.health.path=/healthz",
              "gateway.deadline=25s",
              "backend.default.timeout=20s",
              "backend.default.connectTimeout=20s",
              "backend.default.queueTimeout=20s",
              "backend.default.maxQueue=10000",
              "backend.default.maxConnections=16",
              "backend.catalog.url=" + backend,
              "backend.reviews.url=" + backend,
              "backend.archive.url=http://" + BACKENDS + ":" + archive.port(),
              "backend.reviews.retries=0",
              "backend.reviews.circuit.waitDurationInOpenState=1s",
              "backend.reviews.circuit.waitMax=1s",
              "cluster.name=shop",
              "cluster.host=" + address(i),
              "cluster.members=" + address(0) + "," + address(1) + "," + address(2));
      Files.writeString(base.resolve("conf/page.camel.yaml"), PAGE);
      Files.writeString(base.resolve("conf/parts.camel.yaml"), PARTS);
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
      run("ip", "link", "delete", machine + "c");
    }
    run("ip", "link", "delete", BRIDGE);
    run("ip", "address", "delete", BACKENDS + "/32", "dev", "lo");
    stub.close();
    archive.close();
  }

  @Test
  void theSidesOfAPartitionServeOnAloneAndFindEachOtherWhenItHeals() throws Exception {
    startAll();
    var before = new ArrayList<Integer>();
    var pages = new ArrayList<URI>();
    var health = new ArrayList<URI>();
    for (int i = 0; i < MACHINES.size(); i++) {
      var base = place.resolve(MACHINES.get(i));
      var listener = "http://" + clientsSide(i, 2) + ":" + Installed.port(base);
      before.add(InstanceLog.lines(base).size());
      pages.add(URI.create(listener + "/page"));
      health.add(URI.create(listener + "/healthz"));
    }
    try (var load =
            new SteadyLoad(PER_SECOND, LONG.multipliedBy(6), PATIENCE, pages, answer -> {});
        var ready = new SteadyLoad(20, LONG.multipliedBy(6), PATIENCE, health, answer -> {})) {
      await().atMost(LONG).until(() -> load.sent() > PER_SECOND);

      // Off the bridge, with its own link still up: everything is dropped without a word.
      must("ip", "link", "set", "serai3", "nomaster");
      long cut = System.nanoTime();
      untilItSees("serai3", 1);
      untilItSees("serai1", 2);
      untilItSees("serai2", 2);
      report("noticed", cut);

      must("ip", "link", "set", "serai3", "master", BRIDGE);
      long mended = System.nanoTime();
      for (var machine : MACHINES) {
        untilItSees(machine, 3);
      }
      report("healed", mended);
      assertThat(load.stop()).as("answers of both sides").isEmpty();
      assertThat(ready.stop()).as("readiness of both sides").isEmpty();
      report(load.sent() + " answered", cut);
    }
    assertALineForEachThatWentAndCame("serai1", before.get(0), List.of("serai3"));
    assertALineForEachThatWentAndCame("serai2", before.get(1), List.of("serai3"));
    assertALineForEachThatWentAndCame("serai3", before.get(2), List.of("serai1", "serai2"));
  }

  /** What one side took and what the other did is one document once they see each other. */
  @Test
  void partsThatCameToDifferentSidesComeTogetherWhenItHeals() throws Exception {
    startAll();
    must("ip", "link", "set", "serai3", "nomaster");
    untilItSees("serai3", 1);
    untilItSees("serai1", 2);
    for (int document = 0; document < DOCUMENTS; document++) {
      assertThat(put(document % 2, document, "left")).isEqualTo(202);
      assertThat(put(2, document, "right")).isEqualTo(202);
    }
    assertThat(archive.requests()).isEmpty();
    must("ip", "link", "set", "serai3", "master", BRIDGE);
    long mended = System.nanoTime();
    await().atMost(LONG).until(() -> delivered().size() == DOCUMENTS);
    report("all " + DOCUMENTS + " together", mended);
    for (var machine : MACHINES) {
      untilItSees(machine, 3);
    }
    assertThat(archive.requests())
        .allMatch(call -> call.text().equals("{\"left\":1,\"right\":1}"), "has both halves");
    System.out.printf("%d delivered again%n", archive.requests().size() - DOCUMENTS);
    delivered().forEach((document, keys) -> assertThat(keys).as(document).hasSize(1));
  }

  /** Permitted is one probe at a time, by each side of a partition. */
  @Test
  void aPartitionCostsAProbeForEachSideAtATime() throws Exception {
    var calls = new AtomicInteger();
    stub.on(
        "/reviews",
        talk -> {
          calls.incrementAndGet();
          Script.status(500).play(talk);
        });
    startAll();
    var pages = new ArrayList<URI>();
    for (int i = 0; i < MACHINES.size(); i++) {
      var port = Installed.port(place.resolve(MACHINES.get(i)));
      pages.add(URI.create("http://" + clientsSide(i, 2) + ":" + port + "/page"));
    }
    try (var load = new SteadyLoad(60, LONG.multipliedBy(6), PATIENCE, pages, answer -> {})) {
      for (var machine : MACHINES) {
        await().atMost(LONG).until(() -> serai(machine, "circuits").out().contains("open"));
      }
      int together = during(PROBING, calls);
      must("ip", "link", "set", "serai3", "nomaster");
      untilItSees("serai3", 1);
      untilItSees("serai1", 2);
      untilItSees("serai2", 2);
      int apart = during(PROBING, calls);
      assertThat(load.stop()).isEmpty();
      System.out.printf(
          "probes in %d s with a wait of 1 s: %d together, %d on two sides%n",
          PROBING.toSeconds(), together, apart);
      long rounds = PROBING.toSeconds() + 1;
      assertThat(together).isPositive().isLessThanOrEqualTo((int) rounds);
      assertThat(apart).isGreaterThan(together / 2).isLessThanOrEqualTo((int) (2 * rounds));
    }
  }

  private static int during(Duration time, AtomicInteger calls) {
    int before = calls.get();
    await().pollDelay(time).atMost(time.multipliedBy(2)).until(() -> true);
    return calls.get() - before;
  }

  private int put(int machine, int document, String half) throws Exception {
    var base = place.resolve(MACHINES.get(machine));
    var uri =
        "http://%s:%d/documents/%d/%s"
            .formatted(clientsSide(machine, 2), Installed.port(base), document, half);
    var request = HttpRequest.newBuilder(URI.create(uri)).PUT(BodyPublishers.ofString("1"));
    return client.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  /** By document the keys that it was delivered with. */
  private Map<String, Set<String>> delivered() {
    return archive.requests().stream()
        .collect(
            groupingBy(
                StubBackend.Seen::target,
                mapping(call -> call.header("idempotency-key"), toSet())));
  }

  private void startAll() throws Exception {
    for (var machine : MACHINES) {
      var start = serai(machine, "start");
      assertThat(start.code()).as(start.out()).isZero();
    }
    for (var machine : MACHINES) {
      untilItSees(machine, 3);
    }
  }

  private void assertALineForEachThatWentAndCame(String at, int from, List<String> others)
      throws IOException {
    var log = InstanceLog.lines(place.resolve(at));
    var lines =
        log.subList(from, log.size()).stream()
            .filter(line -> line.contains(" i.s.c.Roster "))
            .toList();
    assertThat(lines).as("log of %s", at).hasSize(2 * others.size());
    for (var other : others) {
      assertThat(lines)
          .filteredOn(line -> line.contains(" " + other + " at "))
          .satisfiesExactly(
              line -> assertThat(line).contains("its connection broke, or nothing was heard of it"),
              line -> assertThat(line).contains(" joined; "));
    }
  }

  private static void report(String what, long since) {
    System.out.printf(
        "%s after %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
  }

  private static String address(int index) {
    return "10.231.77." + (index + 1);
  }

  /** Of the network of two addresses between this machine, 1, and that one, 2. */
  private static String clientsSide(int index, int end) {
    return "10.231.78." + (4 * index + end);
  }

  /** Binds where other machines reach it, whatever address is asked for. */
  private static final class OnAllAddresses extends ServerSocketFactory {
    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      return new ServerSocket(port);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
      return new ServerSocket(port, backlog);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
        throws IOException {
      return new ServerSocket(port, backlog);
    }
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
