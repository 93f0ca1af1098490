package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Installed;
import io.serai.testing.InstanceLog;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways of the packed archive, a process each, that share a circuit. */
class SharedCircuitsIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int TRIPS = Integer.getInteger("serai.trips", 50);
  private static final String CIRCUIT = "shop/catalog";
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
                    permittedNumberOfCallsInHalfOpenState: 1
                    waitDurationInOpenState: 60
                  steps:
                    - to: { uri: "backend:catalog/item", parameters: { circuit: false } }
      """;

  @TempDir private Path place = Path.of("");
  private final StubBackend stub = StubBackend.start();
  private Installed installed;
  private Path a;
  private Path b;
  private Path c;

  @BeforeEach
  void threeGateways() throws Exception {
    installed = Installed.unpack(place.resolve("program"));
    stub.on("/item", Script.status(500));
    var ports = List.of(Installed.freePort(), Installed.freePort(), Installed.freePort());
    a = gateway("a", ports, 0);
    b = gateway("b", ports, 1);
    c = gateway("c", ports, 2);
    for (var each : List.of(a, b, c)) {
      assertThat(serai(each, "start").code()).isZero();
    }
    untilAllSeeEachOther();
  }

  private void untilAllSeeEachOther() {
    for (var each : List.of(a, b, c)) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(ask(each, "/cluster").split("\"address\"", -1))
                      .as(InstanceLog.text(each))
                      .hasSize(4));
    }
  }

  @AfterEach
  void close() throws IOException {
    installed.close();
    stub.close();
  }

  /** Read from the logs, as it is much less than a call takes. */
  @Test
  void whatOneOpensTheIdleAndTheFailingRejectWithinATenthOfASecond() throws Exception {
    for (int trip = 0; trip < TRIPS; trip++) {
      call(c);
      call(c);
      for (int i = 0; i < 5; i++) {
        call(a);
      }
      for (var each : List.of(a, b, c)) {
        await().pollInterval(Duration.ofMillis(10)).until(() -> isOpen(each));
      }
      int reached = stub.requests().size();
      assertThat(call(b)).as("rejected where nothing ever failed").isEqualTo(503);
      assertThat(call(c)).isEqualTo(503);
      assertThat(stub.requests()).hasSize(reached);
      control(a, "reset");
      for (var each : List.of(a, b, c)) {
        await().pollInterval(Duration.ofMillis(10)).until(() -> !isOpen(each));
      }
    }
    var idle = delays(b);
    var failing = delays(c);
    System.out.printf("from trip to rejection, ms: idle %s, failing %s%n", idle, failing);
    assertThat(at(90, idle)).as("idle: " + idle).isLessThan(100);
    assertThat(at(90, failing)).as("failing: " + failing).isLessThan(100);
  }

  @Test
  void whatAnOperatorForcesHoldsAtAllAndAtOneThatComesLater() throws Exception {
    assertThat(serai(c, "stop").code()).isZero();
    assertThat(serai(a, "circuits", "open", CIRCUIT).out()).contains("held open: " + CIRCUIT);
    // Asked before it is called: a call that comes before the wish would reach the backend.
    await().atMost(LONG).until(() -> ask(b, "/circuits").contains("\"state\":\"forced-open\""));
    assertThat(call(b)).isEqualTo(503);
    assertThat(stub.requests()).isEmpty();
    assertThat(serai(c, "start").code()).isZero();
    untilAllSeeEachOther();
    // Apart from the joining, so that it is known which of the two took too long.
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(ask(c, "/circuits"))
                    .as(InstanceLog.text(c))
                    .contains("\"state\":\"forced-open\""));
    assertThat(serai(c, "circuits").out()).containsPattern(CIRCUIT + " +forced-open");
    assertThat(serai(b, "circuits", "reset", CIRCUIT).code()).isZero();
    for (var each : List.of(a, b, c)) {
      await().atMost(LONG).until(() -> !ask(each, "/circuits").contains("forced-open"));
    }
    assertThat(call(c)).as("the backend's own answer is heard again").isEqualTo(502);
  }

  private Path gateway(String name, List<Integer> ports, int index) throws Exception {
    var base =
        installed.instance(
            place.resolve(name),
            "listener.name=" + name,
            "cluster.name=shop",
            "cluster.members="
                + ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")),
            "cluster.port=" + ports.get(index),
            "backend.catalog.url=" + stub.url());
    Files.writeString(base.resolve("conf/shop.camel.yaml"), ROUTE);
    return base;
  }

  private Installed.Ran serai(Path base, String... words) throws Exception {
    var arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--base", base.toString()));
    return installed.serai(arguments.toArray(new String[0]));
  }

  private static int call(Path base) throws IOException {
    return open("127.0.0.1:" + Installed.port(base), "/call").getResponseCode();
  }

  private static boolean isOpen(Path base) throws IOException {
    return ask(base, "/circuits").contains("\"" + CIRCUIT + "\",\"state\":\"open\"");
  }

  private static String ask(Path base, String path) throws IOException {
    var connection = open(instance(base, "management"), path);
    try (var body = connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void control(Path base, String wish) throws IOException {
    var connection =
        open(instance(base, "management"), "/control/circuits/" + wish + "?name=" + CIRCUIT);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Authorization", "Bearer " + instance(base, "token"));
    assertThat(connection.getResponseCode()).isEqualTo(200);
  }

  private static HttpURLConnection open(String address, String path) throws IOException {
    var url = URI.create("http://" + address + path).toURL();
    return (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
  }

  private static String instance(Path base, String member) throws IOException {
    var text = Files.readString(base.resolve("run/instance.json"));
    var found = Pattern.compile("\"" + member + "\"\\s*:\\s*\"([^\"]*)\"").matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }

  /** In milliseconds after it opened at the first. */
  private List<Long> delays(Path base) throws IOException {
    var first = opened(a);
    var there = opened(base);
    assertThat(there).hasSameSizeAs(first).hasSize(TRIPS);
    var delays = new ArrayList<Long>();
    for (int i = 0; i < TRIPS; i++) {
      delays.add(Duration.between(first.get(i), there.get(i)).toMillis());
    }
    delays.sort(null);
    return delays;
  }

  private static List<OffsetDateTime> opened(Path base) throws IOException {
    return InstanceLog.lines(base).stream()
        .filter(line -> line.contains("circuit " + CIRCUIT + ": CLOSED -> OPEN"))
        .map(line -> OffsetDateTime.parse(line.substring(0, line.indexOf(' '))))
        .toList();
  }

  private static long at(int percent, List<Long> sorted) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }
}
