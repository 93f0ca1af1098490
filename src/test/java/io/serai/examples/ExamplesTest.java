package io.serai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vanilla examples are plain Camel: a context that has nothing of ours takes every one and
 * answers as the file says. What they do behind our listener is {@link ExamplesIT}'s.
 */
class ExamplesTest {

  static List<Example> vanilla() throws IOException {
    return Example.in("vanilla");
  }

  static List<Example> all() throws IOException {
    var all = new ArrayList<>(Example.in("demo"));
    all.addAll(vanilla());
    return all;
  }

  @ParameterizedTest
  @MethodSource("vanilla")
  void doesInPlainCamelWhatItSays(Example example) throws Exception {
    int port = freePort();
    var platform = new PlainPlatform();
    try (var context = new DefaultCamelContext()) {
      var settings = new Properties();
      settings.setProperty("listener.port", "" + port);
      context.getPropertiesComponent().setInitialProperties(settings);
      context.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, platform);
      context.build();
      var resources = new ArrayList<Resource>();
      for (var file : example.files()) {
        resources.add(ResourceHelper.resolveResource(context, "file:" + file));
      }
      PluginHelper.getRoutesLoader(context).loadRoutes(resources);
      context.start();
      for (var call : example.calls()) {
        var answer =
            context.hasComponent("netty-http") == null
                ? platform.call(context, call)
                : get(port, call);
        assertThat(answer)
            .as("%s of %s", call, example)
            .matches(got -> call.isAnsweredBy(got.status(), got.body()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void showsACallAndItsAnswer(Example example) {
    assertThat(example.calls()).isNotEmpty().allMatch(call -> call.path().startsWith("/"));
  }

  @Test
  void readsCallsAsAShellWould() throws IOException {
    var split =
        vanilla().stream().filter(example -> example.toString().contains("split")).findFirst();
    assertThat(split.orElseThrow().calls())
        .containsExactly(
            new Example.Call(
                "POST",
                "/vanilla/split",
                List.of("Content-Type: text/plain"),
                "salt,silk,tea",
                200,
                "0: salt;1: silk;2: tea"));
  }

  private static PlainPlatform.Answer get(int port, Example.Call call) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + port + call.path());
    var answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    return new PlainPlatform.Answer(answer.statusCode(), answer.body());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
