package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Installed;
import io.serai.testing.StubBackend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packed archive on every Java from 17 on that is installed beside the one that builds: on
 * machines with one Java this is one more run of the start, on others proof that both work.
 */
class EveryJavaIT {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)[^\"]*\"");
  @TempDir Path folder;

  /** One home for each version. */
  static List<Path> homes() throws IOException {
    var homes = new TreeMap<Integer, Path>();
    var ours = Path.of(System.getProperty("java.home")).toRealPath();
    try (var beside = Files.list(ours.getParent())) {
      for (var home : beside.toList()) {
        var release = home.resolve("release");
        if (Files.isExecutable(home.resolve("bin/java")) && Files.isReadable(release)) {
          var version = VERSION.matcher(Files.readString(release));
          if (version.find() && Integer.parseInt(version.group(1)) >= 17) {
            homes.putIfAbsent(Integer.parseInt(version.group(1)), home.toRealPath());
          }
        }
      }
    }
    homes.put(Runtime.version().feature(), ours);
    return List.copyOf(homes.values());
  }

  @ParameterizedTest
  @MethodSource("homes")
  void startsAggregatesAndStops(Path home) throws Exception {
    try (var backend = StubBackend.start().otherwise(StubBackend.Script.json("{\"a\":1}"));
        var installed = Installed.unpack(folder.resolve("serai"))) {
      installed.environment("SERAI_JAVA_HOME", home.toString());
      var base = installed.instance(folder.resolve("i"), "backend.stub.url=" + backend.url());
      Files.writeString(
          base.resolve("conf/page.camel.yaml"),
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
                        - to: { uri: "backend:stub/one", parameters: { as: one } }
                        - to: { uri: "backend:stub/two", parameters: { as: two } }
          - route:
              id: slow
              from:
                uri: "gateway:/off-loop"
                steps:
                  - delay: { constant: "10" }
                  - to: "backend:stub/one"
          """);
      var started = installed.serai("start", "--base", base.toString());
      assertThat(started.code()).as(started.out()).isZero();
      assertThat(get(base, "/page")).isEqualTo("{\"one\":{\"a\":1},\"two\":{\"a\":1}}");
      assertThat(get(base, "/off-loop")).isEqualTo("{\"a\":1}");
      assertThat(installed.serai("stop", "--base", base.toString()).code()).isZero();
      assertThat(Files.readString(base.resolve("logs/serai.out")))
          .as("what the JVM itself has to say")
          .isEmpty();
    }
  }

  private static String get(Path base, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + Installed.port(base) + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }
}
