package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Installed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's day with the packed archive, in a path with spaces. */
class OperatorIT {
  @TempDir Path folder;
  private Installed installed;
  private Path base;
  private int port;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void unpack() throws Exception {
    installed = Installed.unpack(folder.resolve("a path with spaces"));
    base = installed.instance(folder.resolve("an instance"));
    port = Installed.port(base);
  }

  @AfterEach
  void stop() throws Exception {
    installed.close();
  }

  @Test
  void dropsARouteStartsEditsDrainsAndStops() throws Exception {
    assertThat(serai("version").code()).isZero();
    route("hello", "/hello", "first");
    assertThat(serai("check")).matches(ran -> ran.code() == 0, "a good file passes the check");
    assertThat(serai("status").code()).isEqualTo(3);
    assertThat(serai("start")).matches(ran -> ran.code() == 0, "starts");
    assertThat(get("/hello").body()).isEqualTo("first");
    assertThat(serai("status").code()).isZero();
    assertThat(serai("routes").out()).contains("hello");

    var second = serai("start");
    assertThat(second.code()).isNotZero();
    assertThat(second.out()).contains(pid());

    route("hello", "/hello", "second");
    await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> get("/hello").body().equals("second"));

    assertThat(serai("reload").code()).isZero();
    assertThat(serai("drain").code()).isZero();
    assertThat(serai("status").code()).isEqualTo(1);
    assertThat(serai("undrain").code()).isZero();
    assertThat(serai("status").code()).isZero();
    assertThat(serai("stop").code()).isZero();
    assertThat(serai("status").code()).isEqualTo(3);
    assertThat(serai("stop").code()).as("stopping what is stopped").isZero();
  }

  @Test
  void aRestartWithABrokenFileServesItsLastGoodText() throws Exception {
    route("hello", "/hello", "good");
    assertThat(serai("start").code()).isZero();
    assertThat(get("/hello").body()).isEqualTo("good");
    Files.writeString(base.resolve("conf/hello.camel.yaml"), "- route:\n    id: hello\n   from: x");
    assertThat(serai("restart").code()).isZero();
    assertThat(get("/hello").body()).isEqualTo("good");
    var status = serai("status");
    assertThat(status.code()).isZero();
    assertThat(status.out()).contains("degraded");
    assertThat(serai("routes").out()).contains("hello.camel.yaml:3");
  }

  @Test
  void brokenSettingsAreAllNamedAtOnceAndEndWith78() throws Exception {
    Files.writeString(
        base.resolve("conf/serai.properties"), "listener.prot=8080\nlistener.idleTimeout=5\n");
    var ran = serai("start");
    assertThat(ran.code()).isEqualTo(78);
    assertThat(ran.out())
        .contains("serai.properties:1")
        .contains("listener.port")
        .contains("serai.properties:2")
        .contains("unit");
  }

  @Test
  void aTakenPortIsNamedAndEndsWith69() throws Exception {
    try (var taken = new java.net.ServerSocket(port)) {
      var ran = serai("start");
      assertThat(ran.code()).isEqualTo(69);
      assertThat(ran.out()).contains("" + taken.getLocalPort());
    }
  }

  @Test
  void termDrainsWithoutLosingTheRequestUnderWay() throws Exception {
    Files.writeString(
        base.resolve("conf/slow.camel.yaml"),
        """
        - route:
            id: slow
            from:
              uri: "gateway:/slow"
              steps:
                - delay:
                    constant: "3000"
                - setBody:
                    constant: "done"
        """);
    assertThat(serai("start").code()).isZero();
    var answer = client.sendAsync(request("/slow"), BodyHandlers.ofString());
    await()
        .until(() -> serai("status", "--json").out().matches("(?s).*\"inFlight\"\\s*:\\s*1\\b.*"));
    assertThat(serai("stop").code()).isZero();
    assertThat(answer.get().statusCode()).isEqualTo(200);
    assertThat(answer.get().body()).isEqualTo("done");
  }

  private Installed.Ran serai(String verb, String... more) throws Exception {
    var arguments = new String[more.length + 3];
    arguments[0] = verb;
    System.arraycopy(more, 0, arguments, 1, more.length);
    arguments[arguments.length - 2] = "--base";
    arguments[arguments.length - 1] = base.toString();
    return installed.serai(arguments);
  }

  private void route(String id, String path, String text) throws IOException {
    Files.writeString(
        base.resolve("conf/" + id + ".camel.yaml"),
        """
        - route:
            id: %s
            from:
              uri: "gateway:%s"
              steps:
                - setBody:
                    constant: "%s"
        """
            .formatted(id, path, text));
  }

  private String pid() throws IOException {
    return Files.readString(base.resolve("run/serai.pid")).strip();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path), BodyHandlers.ofString());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }
}
