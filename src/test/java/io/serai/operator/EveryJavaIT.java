package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.FirstPage;
import io.serai.testing.Installed;
import java.io.IOException;
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
  private static final String OFF_LOOP =
      """
      - route:
          id: slow
          from:
            uri: "gateway:/off-loop"
            steps:
              - delay: { constant: "10" }
              - to: "backend:stub/one"
      """;

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
    try (var backend = FirstPage.backend();
        var installed = Installed.unpack(folder.resolve("serai"))) {
      installed.environment("SERAI_JAVA_HOME", home.toString());
      var base = FirstPage.instance(installed, folder.resolve("i"), backend, OFF_LOOP);
      var started = installed.serai("start", "--base", base.toString());
      assertThat(started.code()).as(started.out()).isZero();
      assertThat(FirstPage.get(base, "/page")).isEqualTo(FirstPage.DOCUMENT);
      assertThat(FirstPage.get(base, "/off-loop")).isEqualTo("{\"a\":1}");
      assertThat(installed.serai("stop", "--base", base.toString()).code()).isZero();
      assertThat(Files.readString(base.resolve("logs/serai.out")))
          .as("what the JVM itself has to say")
          .isEmpty();
    }
  }
}
