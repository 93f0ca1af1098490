package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Installed;
import io.serai.testing.Peer;
import io.serai.testing.SteadyLoad;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three gateways that share circuits. The oldest, to whom the others look, is stopped, killed and
 * paused in turn, while the other two answer 300 requests a second. One part of the page fails all
 * the time, so that circuits open, probe and are talked about through all of it.
 */
class ClusterUnderLoadIT {
  private static final Duration LONG = Duration.ofSeconds(90);

  /** Whoever was away in the event before this one compiles what it does meanwhile. */
  private static final int WARM_SECONDS = 15;

  private static final int ROUNDS = Integer.getInteger("serai.proof.rounds", 5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PER_SECOND = 300;

  /** Far more than is needed: a machine that is busy must not look like a gateway that fails. */
  private static final String[] SETTINGS = {
    "cluster.heartbeat.timeout=3s",
    "gateway.deadline=25s",
    "backend.default.timeout=20s",
    "backend.default.connectTimeout=20s",
    "backend.default.queueTimeout=20s",
    "backend.default.maxQueue=10000",
    "backend.default.maxConnections=16",
    "backend.reviews.retries=0",
    "backend.reviews.circuit.waitDurationInOpenState=1s",
    "backend.reviews.circuit.waitMax=1s",
  };

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

  private static final Pattern CIRCUIT =
      Pattern.compile(
          "circuit backend:reviews: ([A-Z_]+) -> ([A-Z_]+)"
              + "(?: for \\d+ ms, time \\d+ in a row)?: (\\S.*)");

  /** What happens to a gateway, and what brings it back. */
  private enum Event {
    /** Stopped as an operator does. */
    TERM("it was stopped"),
    /** Its process dies without a word. */
    KILL("its connection broke, or nothing was heard of it"),
    /** Its process hangs, and goes on. */
    STOP("its connection broke, or nothing was heard of it");

    final String reason;

    Event(String reason) {
      this.reason = reason;
    }

    void endIn(Peer peer) throws Exception {
      if (this == STOP) {
        peer.signal("CONT");
      } else {
        await().atMost(LONG).until(() -> !peer.isAlive());
        peer.start();
      }
    }
  }

  @TempDir private Path place = Path.of("");
  private final StubBackend stub = StubBackend.start().forgetful();
  private Installed installed;
  private List<Peer> peers = List.of();

  @BeforeEach
  void threeGateways() throws Exception {
    stub.on("/product", Script.json("{\"id\":7}"));
    stub.on("/reviews", Script.status(500));
    installed = Installed.unpack(place.resolve("program"));
    var settings = new ArrayList<>(List.of(SETTINGS));
    settings.add("backend.catalog.url=" + stub.url());
    settings.add("backend.reviews.url=" + stub.url());
    peers = Peer.cluster(installed, place, List.of("a", "b", "c"), settings.toArray(new String[0]));
    for (var peer : peers) {
      Files.writeString(peer.base().resolve("conf/page.camel.yaml"), PAGE);
      peer.start();
      assertThat(Peer.status(peer.page("/page"))).isEqualTo(200);
    }
    for (var peer : peers) {
      untilItSees(peer, peers);
    }
  }

  @AfterEach
  void close() throws IOException {
    installed.close();
    stub.close();
  }

  @Test
  void noRequestFailsWhileTheOldestIsKilled() throws Exception {
    prove(1, 1, Event.KILL);
  }

  @Test
  @Tag("slow")
  void norWhileItIsStoppedKilledAndPausedInManyRounds() throws Exception {
    prove(ROUNDS, WARM_SECONDS, Event.values());
  }

  private void prove(int rounds, int seconds, Event... events) throws Exception {
    long sent = 0;
    for (int round = 0; round < rounds; round++) {
      for (var event : events) {
        sent += survive(event, seconds);
      }
    }
    assertThat(sent).isGreaterThan((long) rounds * events.length * PER_SECOND);
    for (var peer : peers) {
      assertEachChangeOfTheCircuitIsOneLine(peer);
    }
    assertTheCircuitsCloseWhenTheBackendIsWell();
  }

  /**
   * Returns how many requests were answered meanwhile.
   *
   * @param seconds of load before it happens
   */
  private long survive(Event event, int seconds) throws Exception {
    var victim = oldest();
    var survivors = peers.stream().filter(peer -> peer != victim).toList();
    var before = new HashMap<Peer, Integer>();
    var pages = new ArrayList<URI>();
    var health = new ArrayList<URI>();
    for (var peer : survivors) {
      before.put(peer, peer.log().size());
      pages.add(peer.page("/page"));
      health.add(peer.management("/health/ready"));
    }
    try (var load =
            new SteadyLoad(PER_SECOND, LONG.multipliedBy(4), PATIENCE, pages, answer -> {});
        var readiness = new SteadyLoad(20, LONG.multipliedBy(4), PATIENCE, health, answer -> {})) {
      await().atMost(LONG).until(() -> load.sent() > (long) seconds * PER_SECOND);
      long begin = System.nanoTime();
      victim.signal(event.name());
      for (var peer : survivors) {
        untilItSees(peer, survivors);
      }
      long gone = System.nanoTime();
      event.endIn(victim);
      for (var peer : peers) {
        untilItSees(peer, peers);
      }
      report(event, victim, begin, gone);
      assertThat(Peer.status(victim.management("/health/ready"))).isEqualTo(200);
      assertThat(Peer.status(victim.page("/page"))).isEqualTo(200);
      assertThat(load.stop()).as("%s of %s", event, victim).isEmpty();
      assertThat(readiness.stop()).as("readiness at %s of %s", event, victim).isEmpty();
      for (var peer : survivors) {
        assertItWentAndCameWithALineEach(peer, before.get(peer), victim, event.reason);
      }
      return load.sent();
    }
  }

  private static void assertItWentAndCameWithALineEach(
      Peer at, int from, Peer victim, String reason) throws IOException {
    var log = at.log();
    assertThat(log.subList(from, log.size()))
        .as("log of %s", at)
        .filteredOn(line -> line.contains(" i.s.c.Roster "))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains(" " + victim + " at 127.0.0.1:")
                    .endsWith("is gone: " + reason + "; 2 members"),
            line ->
                assertThat(line)
                    .contains(" " + victim + " at 127.0.0.1:")
                    .endsWith("joined; 3 members"));
  }

  /** For each process: what it entered it left, but for the state that it is in at last. */
  private static void assertEachChangeOfTheCircuitIsOneLine(Peer peer) throws IOException {
    var entered = new HashMap<String, Integer>();
    int changes = 0;
    for (var line : peer.log()) {
      if (line.contains("ready: listening on")) {
        assertIsAPath(peer, entered);
        entered.clear();
        entered.put("CLOSED", 1);
      } else if (line.contains("circuit backend:reviews: ")) {
        var change = CIRCUIT.matcher(line);
        assertThat(change.find()).as(line).isTrue();
        entered.merge(change.group(1), -1, Integer::sum);
        entered.merge(change.group(2), 1, Integer::sum);
        changes++;
      }
    }
    assertIsAPath(peer, entered);
    assertThat(changes).as("changes at %s", peer).isPositive();
  }

  private static void assertIsAPath(Peer peer, Map<String, Integer> entered) {
    entered.values().removeIf(times -> times == 0);
    assertThat(entered.values())
        .as("states at %s: %s", peer, entered)
        .allMatch(times -> times == 1);
    assertThat(entered).as("at %s", peer).hasSizeLessThanOrEqualTo(1);
  }

  private void assertTheCircuitsCloseWhenTheBackendIsWell() {
    stub.on("/reviews", Script.json("[5]"));
    for (var peer : peers) {
      await()
          .atMost(LONG)
          .until(
              () -> {
                assertThat(Peer.status(peer.page("/page"))).isEqualTo(200);
                return peer.ask("/circuits").contains("\"backend:reviews\",\"state\":\"closed\"");
              });
    }
  }

  private Peer oldest() throws IOException {
    var name = peers.get(0).members().get(0);
    return peers.stream().filter(peer -> peer.name().equals(name)).findFirst().orElseThrow();
  }

  private static void untilItSees(Peer peer, List<Peer> all) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(peer.members())
                    .as("seen by %s", peer)
                    .containsExactlyInAnyOrderElementsOf(all.stream().map(Peer::name).toList()));
  }

  private static void report(Event event, Peer victim, long begin, long gone) {
    System.out.printf(
        "%s of %s: gone after %d ms, back %d ms later%n",
        event,
        victim,
        TimeUnit.NANOSECONDS.toMillis(gone - begin),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - gone));
  }
}
