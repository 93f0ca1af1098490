package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.circuit.CircuitStats;
import io.serai.settings.Problem;
import io.serai.testing.LogLines;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that SRV records tell. */
@Timeout(30)
class ServicesTest {
  private static final String URL = "http+srv://_http._tcp.shop.example/base/";

  private final StubBackend one = StubBackend.start().otherwise(Script.json("1"));
  private final StubBackend two = StubBackend.start().otherwise(Script.json("2"));
  private StubDns dns;

  @BeforeEach
  void start() throws IOException {
    dns = new StubDns("127.0.0.1");
  }

  @AfterEach
  void close() {
    dns.close();
    one.close();
    two.close();
  }

  private Calls calls(String... more) {
    return new Calls(dns.provider(), settings(URL, more));
  }

  private static String[] settings(String url, String... more) {
    var all = new ArrayList<>(List.of("backend.a.url", url, "backend.a.retries", "0"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private String first(int priority, int weight) {
    return priority + " " + weight + " " + one.port() + " One.shop.example";
  }

  private String second(int priority, int weight) {
    return priority + " " + weight + " " + two.port() + " two.shop.example";
  }

  private static List<String> states(Calls calls) {
    return calls.stats("a").hosts().stream().map(HostStats::state).toList();
  }

  private static void awaitStates(Calls calls, String... states) {
    await().until(() -> states(calls).equals(List.of(states)));
  }

  private static void call(Calls calls, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(calls.call("backend:a/x").isSuccess()).isTrue();
    }
  }

  @Test
  void callsGoToTheHostsOfTheRecordsByTheirWeights() {
    dns.services = List.of(second(1, 40), first(1, 10));
    try (var calls = calls()) {
      awaitStates(calls, "in", "in");
      call(calls, 300);
      // A fifth, within five standard deviations.
      assertThat(one.requests()).hasSizeBetween(26, 95);
      assertThat(one.requests())
          .allMatch(it -> it.target().equals("/base/x"))
          .allMatch(it -> it.header("Host").equals("one.shop.example:" + one.port()));
      assertThat(calls.stats("a").hosts())
          .extracting(HostStats::url)
          .containsExactly(
              "http://one.shop.example:" + one.port() + "/base",
              "http://two.shop.example:" + two.port() + "/base");
    }
  }

  @Test
  void hostsComeAndGoWithTheRecordsAndTheOthersStayAsTheyAre() {
    dns.services = List.of(first(1, 1));
    try (var calls = calls("backend.a.slowStart", "1h")) {
      awaitStates(calls, "in");
      call(calls, 3);
      dns.services = List.of(first(1, 1), second(1, 1));
      awaitStates(calls, "in", "warming");
      await()
          .until(
              () -> {
                call(calls, 1);
                return !two.requests().isEmpty();
              });
      assertThat(one.connections()).as("its pool stays").isEqualTo(1);
      assertThat(circuits(calls, "backend:a")).hasSize(1);
      assertThat(circuits(calls, "backend:a").get(0).calls())
          .as("and so does its window")
          .isGreaterThan(3);

      dns.services = List.of(second(1, 1));
      await().until(() -> one.openConnections() == 0);
      int before = one.requests().size();
      call(calls, 10);
      assertThat(one.requests()).hasSize(before);
      assertThat(two.connections()).isEqualTo(1);
    }
  }

  private static List<CircuitStats> circuits(Calls calls, String name) {
    return calls.backends.circuits().stats().stream()
        .filter(circuit -> circuit.name().equals(name))
        .toList();
  }

  @Test
  void theLastRecordsStayInUseWhileTheyCannotBeLookedUp() {
    dns.services = List.of(first(1, 1));
    try (var log = new LogLines("io.serai.backend");
        var calls = calls()) {
      awaitStates(calls, "in");
      call(calls, 1);
      dns.isEmpty = true;
      await()
          .until(
              () ->
                  log.has(
                      "_http._tcp.shop.example: look-up of its SRV records failed, the last ones"
                          + " stay in use"));
      call(calls, 3);
      dns.services = List.of(second(1, 1));
      dns.isEmpty = false;
      await().until(() -> log.has("_http._tcp.shop.example: its SRV records are", "two.shop"));
      await().until(() -> calls.call("backend:a/x").body()[0] == '2');
    }
  }

  @Test
  void recordsThatCouldNotBeMadeHostsAreTriedAgainAtTheNextLookUp(@TempDir Path folder)
      throws Exception {
    new Certificates(folder).make("one", "san=dns:one.shop.example");
    var trust = folder.resolve("one.pem");
    var certificate = Files.readString(trust);
    dns.services = List.of(first(1, 1));
    var url = "https+srv://_http._tcp.shop.example";
    try (var log = new LogLines("io.serai.backend.Backends");
        var calls =
            new Calls(dns.provider(), settings(url, "backend.a.tls.trust", trust.toString()))) {
      awaitStates(calls, "in");
      Files.writeString(trust, "half of it");
      dns.services = List.of(first(1, 1), second(1, 1));
      await()
          .until(
              () ->
                  log.has(
                      "backend.a: its hosts stay as they were until the next look-up of"
                          + " _http._tcp.shop.example: "));
      assertThat(states(calls)).containsExactly("in");
      Files.writeString(trust, certificate);
      awaitStates(calls, "in", "in");
    }
  }

  @Test
  void withoutAnyRecordCallsFailToConnectUntilThereIsOne() {
    dns.isEmpty = true;
    try (var calls = calls()) {
      for (int i = 0; i < 30; i++) {
        calls.call("backend:a/x");
      }
      assertThat(calls.stats("a").failures().get("connect")).isPositive();
      assertThat(calls.stats("a").hosts())
          .extracting(HostStats::url, HostStats::state)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(
                  "http+srv://_http._tcp.shop.example/base", "unknown"));
      assertThat(calls.call("backend:a/x").reason()).isEqualTo("circuit open");
      dns.services = List.of(first(1, 1));
      dns.isEmpty = false;
      awaitStates(calls, "in");
      call(calls, 1);
    }
  }

  @Test
  void aTargetOfADotAloneIsNoService() {
    dns.services = List.of(first(1, 1));
    try (var log = new LogLines("io.serai.backend");
        var calls = calls()) {
      awaitStates(calls, "in");
      dns.services = List.of("0 0 0 .");
      await().until(() -> log.has("_http._tcp.shop.example: its SRV records are none"));
      awaitStates(calls, "unknown");
      assertThat(calls.call("backend:a/x").reason()).isEqualTo("unknown host");
    }
  }

  @Test
  void theNextPriorityServesWhenNoneOfTheOneBeforeIsIn() {
    dns.services = List.of(first(10, 0), second(20, 5));
    one.otherwise(Script.status(503));
    try (var calls =
        calls("backend.a.outlierFailures", "3", "backend.a.outlierEjection", "300ms")) {
      awaitStates(calls, "in", "standby");
      for (int i = 0; i < 3; i++) {
        assertThat(calls.call("backend:a/x").isSuccess()).isFalse();
      }
      assertThat(two.requests()).isEmpty();
      assertThat(calls.call("backend:a/x").body()).containsExactly('2');
      one.otherwise(Script.json("1"));
      awaitStates(calls, "in", "standby");
      assertThat(calls.call("backend:a/x").body()).containsExactly('1');
    }
  }

  @Test
  void aUrlThatBecomesAServiceServesOnUntilTheRecordsAreThere() {
    dns.mute = true;
    try (var calls = new Calls(dns.provider(), settings(one.url()))) {
      call(calls, 1);
      calls.backends.update(Calls.settings(settings(URL)));
      call(calls, 5);
      dns.services = List.of(second(1, 1));
      dns.mute = false;
      await()
          .until(
              () -> {
                call(calls, 1);
                return !two.requests().isEmpty();
              });
      await().until(() -> one.openConnections() == 0);
    }
  }

  @Test
  void ranksFollowThePrioritiesAndAWeightOfNoughtIsHardlyAny() {
    var targets =
        List.of(
            Target.parse("http://plain:81 weight=3"), Target.parse("https+srv://x.example./b/"));
    var records =
        List.of(
            new ServiceRecord(5, 0, "a", 1),
            new ServiceRecord(5, 9, "b", 2),
            new ServiceRecord(70, 0, "c", 3));
    assertThat(Member.of(targets, name -> name.equals("x.example") ? records : null))
        .containsExactly(
            new Member(new Origin(false, "plain", 81, ""), 3, 0),
            new Member(new Origin(true, "a", 1, "/b"), 1, 0),
            new Member(new Origin(true, "b", 2, "/b"), 9, 0),
            new Member(new Origin(true, "c", 3, "/b"), 1, 1));
    assertThat(Member.of(targets, name -> null)).hasSize(1);
  }

  @Test
  void tellsWhatIsWrongWithTheNameOfAService() {
    var rest =
        " (expected: http+srv:// or https+srv://, a name that has SRV records, optionally a path;"
            + " no port, user, query or fragment)";
    assertThat(
            Backends.problems(
                Calls.settings(
                    "backend.a.url", "http+srv://_x._tcp.a:80",
                    "backend.b.url", "http+srv://u:secret@a",
                    "backend.c.url", "tcp+srv://a",
                    "backend.d.url", "http+srv://_x._tcp.a weight=3")))
        .extracting(Problem::message)
        .containsExactly(
            "backend.a.url: http+srv://_x._tcp.a:80" + rest,
            "backend.b.url: http+srv://***@a" + rest,
            "backend.c.url: tcp+srv://a" + rest,
            "backend.d.url: weight=3 (expected: nothing after an SRV name; its records have"
                + " weights)");
  }
}
