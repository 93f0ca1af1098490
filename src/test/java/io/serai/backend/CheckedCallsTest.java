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
  void aHedgeStandsOnlyWhereACallMayBeSentTwice() throws Exception {
    assertThat(check("", "hedge: 50ms"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isTrue();
              assertThat(problem.toString())
                  .contains("hedge: 50ms (expected: off, as a POST without idempotent: true");
              assertThat(problem.line()).isEqualTo(14);
            });
    assertThat(check("", "hedge: p95, idempotent: true, idempotencyKey: generate"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("by its key a backend may"));
    assertThat(check("", "hedge: p95, idempotent: true, deadline: own"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("deadline: own"));
    for (var right :
        List.of("hedge: off", "hedge: 2s, idempotent: true", "hedge: p99, idempotent: true")) {
      assertThat(check("", right)).as(right).isEmpty();
    }
    for (var wrong : List.of("50", "p49", "p100", "p9", "95", "0", "500us", "2d", "true")) {
      assertThat(check("", "idempotent: true, hedge: " + wrong))
          .singleElement()
          .satisfies(
              problem -> assertThat(problem.toString()).contains("such as 50ms, or p50 to p99"));
    }
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
