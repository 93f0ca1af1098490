package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs against a management listener that answers what it is told. */
class RunningVerbsTest {
  @TempDir private Path home = Path.of("");

  private record Answer(int status, String body) {}

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private AutoCloseable running = () -> {};

  @BeforeEach
  void anInstanceRuns() throws IOException {
    Files.createDirectory(home.resolve("conf"));
    var directories = new Directories(home, home);
    var lock = InstanceLock.take(directories, notice -> {});
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          var answer =
              answers.getOrDefault(exchange.getRequestURI().getPath(), new Answer(404, "{}"));
          var body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    new InstanceFile(
            ProcessHandle.current().pid(),
            "1.2.3",
            Instant.parse("2026-01-02T03:04:05Z"),
            "0.0.0.0:8080",
            "127.0.0.1:" + server.getAddress().getPort(),
            "t0ken",
            Duration.ofSeconds(35))
        .write(InstanceFile.in(directories));
    running =
        () -> {
          server.stop(0);
          lock.close();
        };
  }

  @AfterEach
  void itEnds() throws Exception {
    running.close();
  }

  @Test
  void onlyItsOwnerReadsTheToken() throws IOException {
    var mode = Files.getPosixFilePermissions(home.resolve("run/instance.json"));
    assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
  }

  @Test
  void statusOfAReadyInstanceIsDone() {
    answers.put("/health/ready", new Answer(200, "{}"));
    answers.put("/status", new Answer(200, "{\"digest\":\"abc\",\"degraded\":false}"));
    var status = Command.run(home, "status");
    assertThat(status.code()).isEqualTo(ExitCode.DONE);
    assertThat(status.out())
        .containsPattern("state +ready\n")
        .containsPattern("version +1.2.3\n")
        .containsPattern("digest +abc\n")
        .doesNotContain("DEGRADED");
  }

  @Test
  void statusOfADegradedInstanceIsDoneWithALine() {
    answers.put("/health/ready", new Answer(200, "{}"));
    answers.put(
        "/status",
        new Answer(
            200,
            "{\"degraded\":true,\"reasons\":[\"cluster.port: 127.0.0.1:5701 is taken\",\"b\"]}"));
    var status = Command.run(home, "status");
    assertThat(status.code()).isEqualTo(ExitCode.DONE);
    assertThat(status.out())
        .contains("DEGRADED: cluster.port: 127.0.0.1:5701 is taken\nDEGRADED: b")
        .doesNotContain("unit")
        .doesNotContain("reasons");
  }

  @Test
  void statusShowsTheCircuitsThatAreHeldAndWhyItIsNotReady() {
    answers.put("/health/ready", new Answer(503, "{}"));
    answers.put(
        "/status",
        new Answer(
            200,
            """
            {"degraded":false,"reasons":["draining"],
             "circuitsHeld":["backend:catalog open by ann","shop/x closed by bob"]}
            """));
    assertThat(Command.run(home, "status").out())
        .containsPattern("reasons +draining\n")
        .containsPattern("circuitsHeld +backend:catalog open by ann; shop/x closed by bob");
  }

  @Test
  void statusOfADrainingInstanceIsFailed() {
    answers.put("/health/ready", new Answer(503, "{}"));
    var status = Command.run(home, "status", "--json");
    assertThat(status.code()).isEqualTo(ExitCode.FAILED);
    assertThat(status.out()).contains("\"state\" : \"not ready\"");
  }

  @Test
  void drainAndUndrainAskWithTheToken() {
    answers.put("/control/drain", new Answer(200, "{}"));
    answers.put("/control/undrain", new Answer(200, "{}"));
    assertThat(Command.run(home, "drain").code()).isEqualTo(ExitCode.DONE);
    assertThat(Command.run(home, "undrain").code()).isEqualTo(ExitCode.DONE);
    assertThat(asked)
        .containsExactly("POST /control/drain Bearer t0ken", "POST /control/undrain Bearer t0ken");
  }

  @Test
  void aCheckedReloadTellsWhichUnitsWouldChange() {
    answers.put(
        "/control/reload",
        new Answer(
            200, "{\"new\":[\"a\",\"b\"],\"changed\":[\"c\"],\"gone\":[],\"digest\":\"abc\"}"));
    assertThat(Command.run(home, "reload", "--check").out())
        .isEqualTo("nothing would be refused, new: a b, changed: c, live set abc\n");
  }

  @Test
  void reloadTellsTheDigest() {
    answers.put("/control/reload", new Answer(200, "{\"problems\":[],\"digest\":\"abc\"}"));
    var reload = Command.run(home, "reload");
    assertThat(reload.code()).isEqualTo(ExitCode.DONE);
    assertThat(reload.out()).isEqualTo("reloaded, live set abc\n");
  }

  @Test
  void aRefusedReloadIs78WithTheReasons() {
    answers.put("/control/reload", new Answer(422, "{\"problems\":[\"conf/a.camel.yaml:3: no\"]}"));
    var reload = Command.run(home, "reload", "--check");
    assertThat(reload.code()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(reload.err()).contains("conf/a.camel.yaml:3: no");
    assertThat(asked).containsExactly("POST /control/reload?check=true Bearer t0ken");
  }

  @Test
  void routesShowUnitsRoutesAndRefusals() {
    answers.put(
        "/routes",
        new Answer(
            200,
            """
            {"digest":"abc","revision":"r1","units":[{"name":"shop","state":"LAST_GOOD",
             "since":"2026-01-02T03:04:05Z","generation":2,"files":["conf/shop.camel.yaml"],
             "problems":[{"file":"conf/shop.camel.yaml","line":7,"column":3,"message":"bad","expected":"good","cure":"Mend it."}],
             "routes":[{"id":"cart","methods":["GET","HEAD"],"path":"/cart","lane":"off-loop",
             "because":"bean"}]}]}
            """));
    assertThat(Command.run(home, "routes").out())
        .contains("live set abc, revision r1")
        .contains("shop: LAST_GOOD since 2026-01-02T03:04:05Z, generation 2, conf/shop.camel.yaml")
        .containsPattern("cart +GET,HEAD +/cart +off-loop \\(bean\\)")
        .contains("  ! conf/shop.camel.yaml:7:3: bad (expected: good). Mend it.");
  }

  @Test
  void routesShowWhatIsWrongWithConfAsAWhole() {
    answers.put(
        "/routes",
        new Answer(
            200,
            """
            {"digest":"abc","problems":[{"severity":"error","file":"conf/","message":"is empty"}],
             "pending":["shop","cart"],"units":[]}
            """));
    assertThat(Command.run(home, "routes").out())
        .contains("! conf/: is empty")
        .contains("changed, waiting for reload: shop, cart");
  }

  @Test
  void circuitsShowHowTheyStandAndWhoThinksOtherwise() {
    answers.put(
        "/circuits",
        new Answer(
            200,
            """
            {"circuits":[{"name":"backend:catalog","state":"open","sinceMillis":75000,
             "reason":"12 of 20 calls failed","calls":20,"failed":12,"rejected":7,"attempt":3,"untilMillis":17500,
             "cluster":{"members":[{"name":"north","state":"open","vetoed":false},
              {"name":"south","state":"closed","vetoed":true}]}},
             {"name":"backend:stock","state":"closed","sinceMillis":1000,"reason":"new",
             "calls":1,"failed":0,"rejected":0,"attempt":0,
             "cluster":{"members":[{"name":"north","state":"closed","vetoed":false}]}}]}
            """));
    var lines = Command.run(home, "circuits").out().lines().toList();
    assertThat(lines.get(1))
        .containsPattern(
            "^backend:catalog +open +1m15s +12/20 +7 +12 of 20 calls failed;"
                + " time 3 in a row, tries again in 18s$");
    assertThat(lines.get(2)).isEqualTo("  at north open, south closed by its own evidence");
    assertThat(lines.get(3)).containsPattern("^backend:stock +closed +1s +0/1 +0 +new$");
    assertThat(lines).hasSize(4);
  }

  @Test
  void circuitsAreForcedByName() {
    answers.put("/control/circuits/open", new Answer(200, "{\"circuits\":[\"a/b\",\"a/c\"]}"));
    var forced = Command.run(home, "circuits", "open", "a/*");
    assertThat(forced.out()).isEqualTo("held open: a/b, a/c\n");
    assertThat(asked.get(0)).startsWith("POST /control/circuits/open?name=a%2F*&by=");
    answers.put(
        "/control/circuits/open",
        new Answer(200, "{\"circuits\":[\"a/b\",\"a/c\"],\"hereOnly\":[\"a/c\"]}"));
    assertThat(Command.run(home, "circuits", "open", "a/*").out())
        .isEqualTo("held open: a/b, a/c\nhere only, as the cluster holds as many as it can: a/c\n");
    answers.put("/control/circuits/reset", new Answer(404, "{\"detail\":\"x: no circuit\"}"));
    var unknown = Command.run(home, "circuits", "reset", "x");
    assertThat(unknown.code()).isEqualTo(ExitCode.FAILED);
    assertThat(unknown.err()).contains("x: no circuit");
    assertThat(Command.run(home, "circuits", "shut", "x").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void clusterShowsMembersAndWhichOneIsHere() {
    answers.put(
        "/cluster",
        new Answer(
            200,
            """
            {"state":"joined","reason":"joined","name":"shop","self":"i2","members":[
             {"id":"i1","name":"north","address":"10.0.0.1:5701","version":"1.0",
              "since":"2026-01-02T03:04:05Z","self":false},
             {"id":"i2","name":"south","address":"10.0.0.2:5701","version":"1.1",
              "since":"2026-01-02T03:04:06Z","self":true}]}
            """));
    assertThat(Command.run(home, "cluster").out())
        .startsWith("cluster shop, joined")
        .contains("seen since")
        .containsPattern("\\n  north +10.0.0.1:5701 +1.0 +2026-01-02T03:04:05Z +i1")
        .containsPattern("\\n\\* south +10.0.0.2:5701 +1.1 ");
  }

  @Test
  void clusterSaysInALineThatThereIsNone() {
    answers.put(
        "/cluster",
        new Answer(
            200,
            """
            {"state":"alone","reason":"alone: cluster.members is empty","name":"","members":[{}]}
            """));
    assertThat(Command.run(home, "cluster").out().strip())
        .isEqualTo("alone: cluster.members is empty");
  }

  @Test
  void aSecondStartIsRefusedByNamingTheProcess() {
    for (var verb : new String[] {"start", "run"}) {
      var second = Command.run(home, verb);
      assertThat(second.code()).isEqualTo(ExitCode.FAILED);
      assertThat(second.err())
          .contains("already running as process " + ProcessHandle.current().pid());
    }
  }
}
