package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hedging as an operator writes it, from the route file to what the client is told. */
@Timeout(60)
class HedgedRouteTest {
  private static final String ROUTE =
      """
      - route:
          id: page
          from:
            uri: "gateway:/page"
            parameters: { deadline: 30s, report: body }
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:shop/set", parameters: { as: set, timeout: 20s, hedge: 50ms } }
                    - to: { uri: "backend:shop/not", parameters: { as: not, timeout: 20s, hedge: off } }
                    - to: { uri: "backend:shop/too", parameters: { as: too, timeout: 20s } }
                    - to: { uri: "backend:shop/write", parameters: { as: write, timeout: 20s, method: POST } }
      """;

  @TempDir Path base;

  @Test
  void sendsTwiceWhatTheRouteFileOrTheSettingsSayAndTheReportCountsBoth() throws Exception {
    try (var one = StubBackend.start();
        var other = StubBackend.start()) {
      for (var path : new String[] {"/set", "/too"}) {
        var script = Script.inTurn(Script.hang(), Script.json("2"));
        one.on(path, script);
        other.on(path, script);
      }
      for (var stub : new StubBackend[] {one, other}) {
        stub.otherwise(Script.json("1").after(java.time.Duration.ofMillis(300)));
      }
      var settings =
          Map.of(
              "backend.shop.url", one.url() + "," + other.url(), "backend.default.hedge", "100ms");
      try (var gateway = Gateway.start(base, settings, ROUTE)) {
        var answer = gateway.get("/page");
        assertThat(answer.body()).startsWith("{\"set\":2,\"not\":1,\"too\":2,\"write\":1,");
        var parts = answer.body().substring(answer.body().indexOf("_parts"));
        assertThat(parts.split("\"attempts\":2", -1)).as(parts).hasSize(3);
        assertThat(parts.split("\"attempts\":1", -1)).as(parts).hasSize(3);
      }
      assertThat(one.requests().size() + other.requests().size()).isEqualTo(6);
    }
  }
}
