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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What three gateways of the packed archive, a process each, make of one backend. */
class JudgedTogetherIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String CIRCUIT = "shop/catalog";
  private static final int PERMITTED = 3;
  private static final int WAIT_SECONDS = 3;
  private static final int ROUNDS = 3;

  private static final String ROUTE =
      """
      - route:
          id: shop
          from:
            uri: "gateway:/call"
            steps:
              - circuitBreaker:
                  id: catalog
                  resilience4jConfiguration:
                    slidingWindowSize: 10
                    minimumNumberOfCalls: 5
                    permittedNumberOfCallsInHalfOpenState: %d
                    waitDurationInOpenState: %d
                  steps:
                    - to: { uri: "backend:catalog/item", parameters: { circuit: false } }
      """
          .formatted(PERMITTED, WAIT_SECONDS);

  @TempDir private Path place = Path.of("");
  private final StubBackend stub = StubBackend.start();
  private Installed installed;
  private List<Peer> peers = List.of();
  private Peer a;
  private Peer b;
  private Peer c;

  @BeforeEach
  void threeGateways() throws Exception {
    installed = Installed.unpack(place.resolve("program"));
    peers =
        Peer.cluster(
            installed,
            place,
            List.of("a", "b", "c"),
            "backend.default.retries=0",
            "backend.catalog.url=" + stub.url());
    a = peers.get(0);
    b = peers.get(1);
    c = peers.get(2);
    for (var peer : peers) {
      Files.writeString(peer.base().resolve("conf/shop.camel.yaml"), ROUTE);
    }
  }

  @AfterEach
  void close() throws IOException {
    installed.close();
    stub.close();
  }

  private void start() throws Exception {
    for (var peer : peers) {
      peer.start();
    }
    for (var peer : peers) {
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(peer.members()).as("seen by %s", peer).hasSize(3));
    }
  }

  @Test
  void oneWhoseOwnPathIsBrokenOpensAloneAndTheOthersSayThatTheyKnowBetter() throws Exception {
    stub.on(
        "/item",
        talk -> {
          boolean isOfA = talk.request().header("Via").endsWith("serai-a");
          (isOfA ? Script.status(500) : Script.json("{}")).play(talk);
        });
    start();
    // Told of it once: whoever isn't healthy in that moment opens, as it should.
    var healthy = List.of(b.page("/call"), c.page("/call"));
    try (var load = new SteadyLoad(20, LONG.multipliedBy(2), LONG, healthy, answer -> {})) {
      await().atMost(LONG).until(() -> calls(b) >= 10 && calls(c) >= 10);
      for (int i = 0; i < 5; i++) {
        assertThat(Peer.status(a.page("/call"))).isEqualTo(502);
      }
      await().atMost(LONG).until(() -> state(a).equals("open"));
      for (var peer : List.of(b, c)) {
        await()
            .atMost(LONG)
            .untilAsserted(
                () ->
                    assertThat(peer.log())
                        .filteredOn(line -> line.contains("its own calls are healthy"))
                        .singleElement()
                        .asString()
                        .contains(CIRCUIT + ": a opened it (5 of 5 calls failed), but " + peer));
        assertThat(state(peer)).isEqualTo("closed");
        assertThat(peer.ask("/circuits")).contains("\"vetoed\":true");
      }
      assertThat(load.stop()).as("the healthy answer all along").isEmpty();
    }
    for (var peer : List.of(b, c)) {
      assertThat(peer.log()).noneMatch(line -> line.contains("CLOSED -> OPEN"));
    }
  }

  @Test
  @Tag("slow")
  void threeThatHaveTooFewFailuresEachTripTogether() throws Exception {
    stub.on("/item", Script.status(500));
    start();
    for (int i = 0; i < 2; i++) {
      for (var peer : peers) {
        assertThat(Peer.status(peer.page("/call"))).isEqualTo(502);
      }
    }
    for (var peer : peers) {
      await().atMost(LONG).until(() -> opened(peer).size() == 1);
    }
    assertThat(stub.requests()).as("each has less than the five that open it").hasSize(6);
    assertThat(opened(a).get(0)).contains("6 of 6 calls failed, 0 slow, summed over 3 nodes");
    for (var peer : List.of(b, c)) {
      assertThat(opened(peer).get(0)).contains("summed over 3 nodes");
    }
  }

  @Test
  @Tag("slow")
  void aFailingBackendGetsNoMoreProbesFromThreeThanAreAllowedToOne() throws Exception {
    Queue<Long> probes = new ConcurrentLinkedQueue<>();
    stub.on("/item", Script.status(500));
    start();
    for (int i = 0; i < 5; i++) {
      Peer.status(a.page("/call"));
    }
    for (var peer : peers) {
      await().atMost(LONG).until(() -> state(peer).equals("open"));
    }
    stub.on(
        "/item",
        talk -> {
          probes.add(System.nanoTime());
          Script.status(500).play(talk);
        });
    var pages = new ArrayList<URI>();
    for (var peer : peers) {
      pages.add(peer.page("/call"));
    }
    // Every call fails here: what counts is what reaches the backend.
    try (var load = new SteadyLoad(60, LONG.multipliedBy(2), LONG, pages, answer -> {})) {
      await().atMost(LONG).until(() -> rounds(probes).size() > ROUNDS);
      load.stop();
    }
    var rounds = rounds(probes);
    System.out.println("probes of each round: " + rounds);
    // As promised for messages that take longer than 250 ms, as they may on a busy machine.
    assertThat(rounds).allMatch(count -> count <= PERMITTED * peers.size());
    var sorted = rounds.stream().sorted().toList();
    assertThat(sorted.get(sorted.size() / 2)).as("of %s", rounds).isLessThanOrEqualTo(PERMITTED);

    stub.on("/item", Script.json("{}"));
    for (var peer : peers) {
      await().atMost(LONG).until(() -> Peer.status(peer.page("/call")) == 200);
    }
  }

  /** How many probes there were between one wait and the next. */
  private static List<Integer> rounds(Queue<Long> probes) {
    var rounds = new ArrayList<Integer>();
    long last = Long.MIN_VALUE / 2;
    for (long at : probes) {
      if (at - last > TimeUnit.SECONDS.toNanos(WAIT_SECONDS) / 2) {
        rounds.add(0);
      }
      rounds.set(rounds.size() - 1, rounds.get(rounds.size() - 1) + 1);
      last = at;
    }
    return rounds;
  }

  private static List<String> opened(Peer peer) throws IOException {
    return peer.log().stream()
        .filter(line -> line.contains("circuit " + CIRCUIT + ": CLOSED -> OPEN"))
        .toList();
  }

  private static String state(Peer peer) throws IOException {
    return peer.ask("/circuits")
        .replaceFirst("(?s).*\"" + CIRCUIT + "\",\"state\":\"([^\"]*)\".*", "$1");
  }

  private static int calls(Peer peer) throws IOException {
    return Integer.parseInt(
        peer.ask("/circuits").replaceFirst("(?s).*\"" + CIRCUIT + "\".*?\"calls\":(\\d+).*", "$1"));
  }
}
