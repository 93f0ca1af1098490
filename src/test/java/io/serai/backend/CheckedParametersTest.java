package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.request.Loops;
import io.serai.routes.Check;
import io.serai.routes.GatePlatform;
import io.serai.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers nobody may choose are told by a check, with file and line, not passed over. */
@Timeout(60)
class CheckedParametersTest {
  @TempDir Path base;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X-A=1, Host=elsewhere    | ETag       | 9 | requestHeaders: Host      | backend.<name>.url
          X-Request-Id             | ETag       | 9 | requestHeaders: X-Request | choose another name
          Transfer-Encoding        | ETag       | 9 | requestHeaders: Transfer  | Remove it
          X-A                      | Connection | 5 | 'Connection' (expected:   | remove it
          """)
  void areNamedWithFileAndLine(
      String requestHeaders, String responseHeaders, int line, String says, String cure)
      throws Exception {
    var file = base.resolve("conf/unit.camel.yaml");
    Files.createDirectories(base.resolve("conf"));
    Files.writeString(
        file,
        """
        - route:
            id: a
            from:
              uri: "gateway:/a"
              parameters: { requestHeaders: "X-A", responseHeaders: "%s" }
              steps:
                - to:
                    uri: "backend:shop/a"
                    parameters: { method: POST, requestHeaders: "%s" }
        """
            .formatted(responseHeaders, requestHeaders));
    var settings = Settings.of(Map.of("backend.shop.url", "http://127.0.0.1:1"));
    try (var loops = Loops.start(1);
        var backends = new Backends(loops, Runnable::run, settings)) {
      var platform = new GatePlatform(null, backends, () -> settings, () -> {});

      var problems = new Check(base, platform).files(List.of(file));

      assertThat(problems).hasSize(1);
      var problem = problems.get(0);
      assertThat(problem.isError()).isTrue();
      assertThat(problem.file()).isEqualTo("conf/unit.camel.yaml");
      assertThat(problem.toString()).contains(says).contains(cure);
      assertThat(problem.line()).as(problem.toString()).isEqualTo(line);
    }
  }
}
