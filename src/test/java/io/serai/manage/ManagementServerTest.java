package io.serai.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.circuit.State;
import io.serai.routes.LiveSet;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ManagementServerTest {
  private static final String TOKEN = "Authorization: Bearer t0ken";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeHouse house = new FakeHouse();
  private ManagementServer server = open();

  private ManagementServer open() {
    try {
      return ManagementServer.open(
          new ManageSettings("127.0.0.1", 0, "", "", List.of("gate.internal")),
          "t0ken",
          house.readings(),
          house);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private RawHttp http = new RawHttp(server.address());

  @BeforeEach
  void nothingToldYet() {
    assertThat(house.told).isEmpty();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void isLiveAndReady() throws IOException {
    assertThat(http.get("/health/live").status()).isEqualTo(200);
    var ready = http.get("/health/ready");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(json(ready))
        .isEqualTo(JSON.readTree("{\"status\":\"ready\",\"degraded\":false,\"reasons\":[]}"));
  }

  @Test
  void isReadyWhenDegradedAndSaysSo() throws IOException {
    house.live = FakeHouse.liveSet(LiveSet.State.LAST_GOOD);
    var ready = http.get("/health/ready");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(json(ready).get("degraded").asBoolean()).isTrue();
    assertThat(json(ready).get("reasons").get(0).asText()).contains("product-page", "refused");
  }

  @Test
  void isNotReadyWhileStartingDrainingOrStopping() throws IOException {
    for (var state : List.of(Readiness.STARTING, Readiness.DRAINING, Readiness.STOPPING)) {
      house.readiness = state;
      var ready = http.get("/health/ready");
      assertThat(ready.status()).isEqualTo(503);
      assertThat(json(ready).get("reasons").get(0).asText()).isEqualTo(state.reason());
      assertThat(http.get("/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void tellsWhatIsLiveAndWhatWasRefused() throws IOException {
    house.live = FakeHouse.liveSet(LiveSet.State.LAST_GOOD);
    var routes = json(http.get("/routes"));
    assertThat(routes.get("pending").get(0).asText()).isEqualTo("next");
    var unit = routes.get("units").get(0);
    assertThat(unit.get("state").asText()).isEqualTo("last-good");
    assertThat(unit.get("generation").asInt()).isEqualTo(3);
    assertThat(unit.get("routes").get(0).get("path").asText()).isEqualTo("/products/{id}");
    assertThat(unit.get("problems").get(0).get("line").asInt()).isEqualTo(7);
    assertThat(unit.get("problems").get(0).get("cure").asText()).contains("catalog");
  }

  @Test
  void tellsTheClusterAndItsMembers() throws IOException {
    var cluster = json(http.get("/cluster"));
    assertThat(cluster.get("state").asText()).isEqualTo("alone");
    assertThat(cluster.get("reason").asText()).isEqualTo("alone: cluster.members is empty");
    assertThat(cluster.get("self").asText()).isEqualTo("id-1");
    var member = cluster.get("members").get(0);
    assertThat(member.get("name").asText()).isEqualTo("north");
    assertThat(member.get("version").asText()).isEqualTo("1.2.3");
    assertThat(member.get("since").asText()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(member.get("self").asBoolean()).isTrue();
    assertThat(json(http.get("/status")).has("cluster"))
        .as("alone, it is not worth a line")
        .isFalse();
  }

  @Test
  void tellsWhichUrlsOfABackendGetCallsAndWhatBecameOfThem() throws IOException {
    var backend = json(http.get("/backends")).get("backends").get(0);
    assertThat(backend.get("name").asText()).isEqualTo("catalog");
    assertThat(backend.get("calls").asInt()).isEqualTo(44);
    assertThat(backend.get("failures").get("timeout").asInt()).isEqualTo(2);
    var out = backend.get("hosts").get(1);
    assertThat(out.get("url").asText()).isEqualTo("http://10.0.0.2");
    assertThat(out.get("state").asText()).isEqualTo("ejected");
    assertThat(out.get("weight").asInt()).isEqualTo(1);
    assertThat(out.get("partPercent").asInt()).isEqualTo(100);
  }

  @Test
  void tellsHowCircuitsStandHereAndAtTheOthers() throws IOException {
    var circuit = json(http.get("/circuits")).get("circuits").get(0);
    assertThat(circuit.get("name").asText()).isEqualTo("backend:catalog");
    assertThat(circuit.get("state").asText()).isEqualTo("open");
    assertThat(circuit.get("untilMillis").asInt()).isEqualTo(17_500);
    assertThat(circuit.has("failureRate")).as("too few calls for a rate").isFalse();
    var cluster = circuit.get("cluster");
    assertThat(cluster.get("decidedBy").asText()).isEqualTo("north");
    assertThat(cluster.get("calls").asInt()).isEqualTo(40);
    assertThat(cluster.get("members").get(1).get("state").asText()).isEqualTo("closed");
    assertThat(cluster.get("members").get(1).get("vetoed").asBoolean()).isTrue();
    assertThat(cluster.get("members").get(2).get("state").asText()).isEqualTo("closed");
  }

  @Test
  void forcesCircuitsForTheToken() throws IOException {
    var path = "/control/circuits/open?name=backend%3Acatalog&by=ann";
    assertThat(http.send("POST", path).status()).isEqualTo(401);
    assertThat(http.send("POST", path, TOKEN).status()).isEqualTo(200);
    http.send("POST", "/control/circuits/reset?name=backend:catalog", TOKEN);
    assertThat(house.told)
        .containsExactly(
            "force backend:catalog FORCED_OPEN by ann",
            "force backend:catalog null by an operator");
  }

  @Test
  void saysWhichCircuitsAreHeldHereOnly() throws IOException {
    var path = "/control/circuits/open?name=backend:catalog";
    assertThat(json(http.send("POST", path, TOKEN)).get("hereOnly")).isEmpty();
    house.fullBoard = true;
    var answer = json(http.send("POST", path, TOKEN));
    assertThat(answer.get("circuits").get(0).asText()).isEqualTo("backend:catalog");
    assertThat(answer.get("hereOnly").get(0).asText()).isEqualTo("backend:catalog");
  }

  @Test
  void saysWhatItExpectsOfOneWithoutAToken() throws IOException {
    var answer = http.send("POST", "/control/drain");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(json(answer).get("detail").asText())
        .contains("Authorization: Bearer", "run/instance.json")
        .doesNotContain("t0ken");
    assertThat(house.told).isEmpty();
  }

  @Test
  void statusListsTheCircuitsThatAreHeldAndByWhom() throws IOException {
    assertThat(json(http.get("/status")).get("circuitsHeld")).isEmpty();
    house.circuits =
        List.of(
            FakeHouse.circuit("backend:catalog", State.OPEN),
            FakeHouse.held("backend:stock", State.FORCED_OPEN, "ann"),
            FakeHouse.held("backend:stock", State.FORCED_OPEN, "ann"),
            FakeHouse.held("shop/x", State.FORCED_CLOSED, "bob"));
    assertThat(json(http.get("/status")).get("circuitsHeld"))
        .extracting(JsonNode::asText)
        .containsExactly("backend:stock open by ann", "shop/x closed by bob");
  }

  @Test
  void namesTheNearestCircuitWhereThereIsNoneOfTheName() throws IOException {
    var unknown = http.send("POST", "/control/circuits/close?name=backend:katalog", TOKEN);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(json(unknown).get("detail").asText()).contains("backend:catalog");
    assertThat(http.send("POST", "/control/circuits/close", TOKEN).status()).isEqualTo(400);
  }

  @Test
  void tellsTheStatusInOneLook() throws IOException {
    var status = json(http.get("/status"));
    assertThat(status.get("version").asText()).isEqualTo("1.2.3");
    assertThat(status.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(status.get("uptimeSeconds").asLong()).isBetween(61L, 120L);
    assertThat(status.get("ready").asBoolean()).isTrue();
    assertThat(status.get("digest").asText()).isEqualTo("d1gest");
    assertThat(status.get("units").get("live").asInt()).isEqualTo(1);
    assertThat(status.get("requests").asLong()).isEqualTo(17);
  }

  @Test
  void drainsAndUndrainsForTheToken() throws IOException {
    assertThat(http.send("POST", "/control/drain", TOKEN).status()).isEqualTo(200);
    assertThat(http.get("/health/ready").status()).isEqualTo(503);
    assertThat(http.send("POST", "/control/undrain", TOKEN).status()).isEqualTo(200);
    assertThat(http.get("/health/ready").status()).isEqualTo(200);
    assertThat(house.told).containsExactly("drain", "undrain");
  }

  @Test
  void reloadsOrOnlyChecks() throws IOException {
    var reloaded = http.send("POST", "/control/reload", TOKEN);
    assertThat(reloaded.status()).isEqualTo(200);
    assertThat(json(reloaded).get("digest").asText()).isEqualTo("d1gest");
    house.refuses = true;
    var checked = http.send("POST", "/control/reload?check=true", TOKEN);
    assertThat(checked.status()).isEqualTo(422);
    assertThat(json(checked).get("problems").get(0).asText())
        .isEqualTo("conf/a.camel.yaml:3:1: broken");
    assertThat(house.told).containsExactly("reload", "check");
    assertThat(http.send("POST", "/control/reload?check=maybe", TOKEN).status()).isEqualTo(400);
  }

  @Test
  void refusesControlWithoutTheToken() throws IOException {
    var without = http.send("POST", "/control/drain");
    assertThat(without.status()).isEqualTo(401);
    assertThat(without.head()).containsIgnoringCase("WWW-Authenticate: Bearer");
    assertThat(without.head()).contains("application/problem+json");
    assertThat(http.send("POST", "/control/drain", "Authorization: Bearer t0ke").status())
        .isEqualTo(401);
    assertThat(http.send("POST", "/control/drain", "Authorization: Basic Og==").status())
        .isEqualTo(401);
    assertThat(house.told).isEmpty();
  }

  @Test
  void refusesOtherMethodsAndPaths() throws IOException {
    var get = http.get("/control/drain", TOKEN);
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.head()).contains("Allow: POST");
    assertThat(http.send("POST", "/status").status()).isEqualTo(405);
    assertThat(http.get("/nothing").status()).isEqualTo(404);
    assertThat(house.told).isEmpty();
  }

  @Test
  void answersHeadWithoutABody() throws IOException {
    var head = http.send("HEAD", "/health/ready");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void refusesForeignHostsAndOrigins() throws IOException {
    assertThat(http.get("/status", "Host: evil.example").status()).isEqualTo(403);
    assertThat(http.get("/status", "Host: 192.0.2.1:9070").status()).isEqualTo(403);
    assertThat(http.get("/status", "Origin: http://evil.example").status()).isEqualTo(403);
    assertThat(http.get("/status", "Origin: null").status()).isEqualTo(403);
    assertThat(http.send("POST", "/control/drain", TOKEN, "Origin: http://localhost:1").status())
        .isEqualTo(403);
    assertThat(house.told).isEmpty();
  }

  @Test
  void tellsABalancerThatKnowsNoHostItsHealthAndNothingElse() throws IOException {
    for (var method : List.of("GET", "HEAD", "OPTIONS")) {
      var check = method + " /health/ready HTTP/1.0\r\n\r\n";
      assertThat(http.raw(check).status()).isEqualTo(200);
    }
    house.readiness = Readiness.DRAINING;
    assertThat(http.raw("OPTIONS /health/ready HTTP/1.0\r\n\r\n").status()).isEqualTo(503);
    for (var path : List.of("/status", "/metrics", "/nothing", "/health/")) {
      assertThat(http.raw("GET " + path + " HTTP/1.0\r\n\r\n").status()).as(path).isEqualTo(403);
    }
    assertThat(http.get("/health/ready", "Host: evil.example").status()).isEqualTo(403);
  }

  @Test
  void answersToItsOwnNames() throws IOException {
    assertThat(http.get("/status", "Host: localhost:9070").status()).isEqualTo(200);
    assertThat(http.get("/status", "Host: Gate.internal").status()).isEqualTo(200);
    assertThat(
            http.get("/status", "Host: " + server.address(), "Origin: http://" + server.address())
                .status())
        .isEqualTo(200);
  }

  @Test
  void servesPagesThatAreAddedLater() throws IOException {
    server.mount(
        "/jolokia/", "GET,POST", Access.CONTROL, ask -> Reply.json(200, List.of(ask.path())));
    assertThat(http.get("/jolokia/version").status()).isEqualTo(401);
    assertThat(http.get("/jolokia/version", TOKEN).body()).isEqualTo("[\"/jolokia/version\"]");
    server.mount(
        "/broken",
        "GET",
        Access.READ,
        ask -> {
          throw new IllegalStateException("secret");
        });
    var broken = http.get("/broken");
    assertThat(broken.status()).isEqualTo(500);
    assertThat(broken.body()).doesNotContain("secret");
  }

  @Test
  void namesTheSettingWhenThePortIsTaken() {
    int port = Integer.parseInt(server.address().substring("127.0.0.1:".length()));
    var same = new ManageSettings("127.0.0.1", port, "", "", List.of());
    assertThatThrownBy(() -> ManagementServer.open(same, "t", house.readings(), house))
        .isInstanceOf(BindException.class)
        .hasMessage(
            "management.port: 127.0.0.1:%d is taken by another process (expected: a free port)."
                    .formatted(port)
                + " Stop it, or change management.port.");
  }

  @Test
  void wantsCredentialsOfReadersOnceThereAreSome() throws IOException {
    server.close();
    server =
        ManagementServer.open(
            new ManageSettings("127.0.0.1", 0, "ops", "s3cret", List.of()),
            "t0ken",
            house.readings(),
            house);
    http = new RawHttp(server.address());
    assertThat(http.get("/health/ready").status()).isEqualTo(200);
    assertThat(http.get("/metrics").status()).isEqualTo(401);
    assertThat(http.get("/nothing").status()).isEqualTo(401);
    var basic = "Authorization: Basic b3BzOnMzY3JldA==";
    assertThat(http.get("/status", basic).status()).isEqualTo(200);
    assertThat(http.get("/status", TOKEN).status()).isEqualTo(200);
    assertThat(http.send("POST", "/control/drain", basic).status()).isEqualTo(200);
  }

  private static JsonNode json(RawHttp.Answer answer) throws IOException {
    return JSON.readTree(answer.body());
  }
}
