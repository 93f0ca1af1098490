package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.request.Loops;
import io.serai.routes.Check;
import io.serai.routes.GatePlatform;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a check finds wrong with a call, in the file and the line where it stands. */
@Timeout(60)
class CheckedCallsTest {
  @TempDir Path base;

  private List<Problem> check(String from, String call) throws Exception {
    var file = base.resolve("conf/unit.camel.yaml");
    Files.createDirectories(base.resolve("conf"));
    Files.writeString(
        file,
        """
        - route:
            id: a
            from:
              uri: "gateway:/a"
              parameters: { method: POST%s }
              steps:
                - multicast:
                    parallelProcessing: true
                    aggregationStrategy: "#keyed"
                    steps:
                      - to:
                          id: x
                          uri: "backend:shop/a"
                          parameters: { method: POST, %s }
        """
            .formatted(from, call));
    var settings = Settings.of(Map.of("backend.shop.url", "http://127.0.0.1:1"));
    try (var loops = Loops.start(1);
        var backends = new Backends(loops, Runnable::run, settings)) {
      var platform = new GatePlatform(null, backends, () -> settings, () -> {});
      return new Check(base, platform).files(List.of(file));
    }
  }

  @Test
  void aKeyToForwardHasToBeLetIn() throws Exception {
    assertThat(check("", "idempotencyKey: forward"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.toString()).contains("the route lets no Idempotency-Key in");
              assertThat(problem.line()).isEqualTo(14);
            });
    assertThat(check(", requestHeaders: \"X-A, idempotency-key\"", "idempotencyKey: forward"))
        .isEmpty();
    assertThat(
            check(
                ", idempotencyKey: optional",
                "idempotencyKey: forward, query: \"k={header.Idempotency-Key?}\""))
        .isEmpty();
  }

  @Test
  void bytesAreNoPartOfAMulticast() throws Exception {
    assertThat(check("", "format: bytes"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.toString()).contains("format: bytes in a multicast");
              assertThat(problem.line()).isEqualTo(14);
            });
  }

  @Test
  void aPathThatCantBeReadIsToldWithParameterAndPosition() throws Exception {
    assertThat(check("", "pick: \"id,prices..amount\""))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.toString())
                  .contains("pick: a name is empty at character", "'id,prices..amount'");
              assertThat(problem.line()).isEqualTo(14);
            });
  }
}
