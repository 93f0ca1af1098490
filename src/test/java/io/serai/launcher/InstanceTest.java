package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.routes.Changes;
import io.serai.settings.Problem;
import io.serai.settings.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assembled house in this process; reloaded by hand, so that nothing is waited for. */
class InstanceTest {
  @TempDir private Path base = Path.of("");
  private @Nullable Instance running;

  @AfterEach
  void stop() {
    if (running != null) {
      running.stop();
    }
  }

  @Test
  void aSettingTakenAwayIsNoPlaceholderAnyMore() throws Exception {
    settings("my.greeting=hello");
    route("greet", "setBody: { constant: \"{{my.greeting}}\" }");
    var instance = start();
    assertThat(get("/greet")).isEqualTo("hello");
    settings("");
    assertThat(messages(instance)).contains("{{my.greeting}}: no setting of that name");
    assertThat(get("/greet")).isEqualTo("hello");
  }

  @Test
  void aUnitIsRefusedWhenItsBackendGoesAndLiveWhenItComesBack() throws Exception {
    settings("backend.a.url=http://127.0.0.1:9");
    route("call", "to: { uri: \"backend:a/x\" }");
    var instance = start();
    settings("");
    assertThat(messages(instance)).contains("backend 'a' has no URL");
    settings("backend.a.url=http://127.0.0.1:9");
    assertThat(instance.reload(false).problems()).isEmpty();
  }

  @Test
  void aBackendGoneFromTheSettingsStaysForTheRoutesThatCallItAndGoesWithThem() throws Exception {
    settings("backend.a.url=http://127.0.0.1:9");
    route("call", "to: { uri: \"backend:a/x\" }");
    var instance = start();
    settings("");
    instance.reload(false);
    assertThat(get("/call")).contains("Bad Gateway");
    assertThat(page("/metrics")).contains("serai_backend_calls_total{backend=\"a\"");
    assertThat(page("/circuits")).contains("backend:a");

    route("call", "setBody: { constant: \"hello\" }");
    assertThat(messages(instance)).isEmpty();
    assertThat(get("/call")).isEqualTo("hello");
    await()
        .untilAsserted(
            () -> {
              assertThat(page("/metrics")).doesNotContain("backend=\"a\"", "backend:a");
              assertThat(page("/circuits")).doesNotContain("backend:a");
            });
  }

  @Test
  void defaultsOfGatewayRoutesGoLiveWithoutARestart() throws Exception {
    settings("");
    route("greet", "setBody: { constant: \"hello\" }");
    var instance = start();
    settings("gateway.method=POST");
    assertThat(instance.reload(false).problems()).isEmpty();
    assertThat(get("/greet")).contains("Method Not Allowed");
  }

  @Test
  void aKeyThatWaitsForTheRestartIsNamedAtEveryReload() throws Exception {
    settings("");
    route("greet", "setBody: { constant: \"hello\" }");
    var instance = start();
    settings("listener.maxConnections=77");
    for (int i = 0; i < 2; i++) {
      assertThat(messages(instance)).containsExactly("listener.maxConnections: changed");
    }
    settings("");
    assertThat(messages(instance)).isEmpty();
  }

  @Test
  void wrongSettingsKeepNoRouteFromAReload() throws Exception {
    settings("");
    route("greet", "setBody: { constant: \"hello\" }");
    var instance = start();
    settings("nonsense=1");
    route("greet", "setBody: { constant: \"good day\" }");
    assertThat(messages(instance)).containsExactly("nonsense: no such setting");
    assertThat(get("/greet")).isEqualTo("good day");
  }

  @Test
  void undrainDoesNotCallBackAStop() throws Exception {
    settings("");
    route("greet", "setBody: { constant: \"hello\" }");
    var instance = start();
    instance.beginDrain();
    instance.undrain();
    var ready = http("http://" + instance.management() + "/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
  }

  @Test
  void aReloadWhileItStopsSaysSoAndTouchesNothing() throws Exception {
    settings("");
    route("greet", "setBody: { constant: \"hello\" }");
    var instance = start();
    running = null;
    instance.stop();
    route("greet", "setBody: { constant: \"good day\" }");
    for (boolean checkOnly : new boolean[] {true, false}) {
      var reloaded = instance.reload(checkOnly);
      assertThat(reloaded.refused()).isTrue();
      assertThat(reloaded.problems())
          .extracting(Problem::toString)
          .containsExactly(
              "the instance is stopping, nothing is reloaded. The next start reads everything anew");
    }
  }

  @Test
  void aCheckedReloadTellsWhichUnitsWouldChange() throws Exception {
    settings("");
    route("same", "setBody: { constant: \"hello\" }");
    route("edited", "setBody: { constant: \"hello\" }");
    route("dropped", "setBody: { constant: \"hello\" }");
    var instance = start();
    route("edited", "setBody: { constant: \"good day\" }");
    route("fresh", "setBody: { constant: \"hello\" }");
    Files.delete(base.resolve("conf/dropped.camel.yaml"));
    assertThat(instance.reload(true).changes())
        .isEqualTo(new Changes(List.of("fresh"), List.of("edited"), List.of("dropped")));
    assertThat(get("/edited")).isEqualTo("hello");
    assertThat(messages(instance)).isEmpty();
    assertThat(instance.reload(true).changes()).isEqualTo(Changes.NONE);
  }

  private void settings(String text) throws IOException {
    Files.createDirectories(base.resolve("conf"));
    Files.writeString(
        base.resolve("conf/serai.properties"),
        "listener.port=0\nmanagement.port=0\nroutes.reload=manual\n" + text + "\n");
  }

  private void route(String name, String step) throws IOException {
    Files.writeString(
        base.resolve("conf/" + name + ".camel.yaml"),
        """
        - route:
            id: %s
            from:
              uri: "gateway:/%s"
              steps:
                - %s
        """
            .formatted(name, name, step));
  }

  private Instance start() {
    var loader = new SettingsLoader(base, KnownKeys.all(), Map.of(), Map.of());
    var directories = new Directories(base, base);
    var settings = loader.load().settings();
    running = Instance.start(new Instance.Start(directories, loader, settings, "token", false));
    return running;
  }

  private static List<String> messages(Instance instance) {
    return instance.reload(false).problems().stream().map(Problem::message).toList();
  }

  private String get(String path) throws Exception {
    var listener = Objects.requireNonNull(running).listener().replace("0.0.0.0", "127.0.0.1");
    return http("http://" + listener + path).body();
  }

  private String page(String path) throws Exception {
    return http("http://" + Objects.requireNonNull(running).management() + path).body();
  }

  private static HttpResponse<String> http(String url) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
