package io.serai.aggregate;

import static io.serai.aggregate.Route.call;
import static io.serai.aggregate.Route.keyed;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.json.JsonScan;
import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A document is never deeper than our own scan allows. */
@Timeout(60)
class DeepPartsTest {
  @TempDir private Path base = Path.of("");

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  @Test
  void aPartLeavesALevelForItsDocument() throws Exception {
    try (var stub = StubBackend.start();
        var gateway =
            Gateway.start(
                base,
                Map.of("backend.b.url", stub.url()),
                """
                - route:
                    id: deep
                    from:
                      uri: "gateway:/deep"
                      steps:
                        - multicast:
                            parallelProcessing: true
                            aggregationStrategy: "#keyed"
                            steps:
                              - to: { uri: "backend:b/deep", parameters: { as: deep } }
                """)) {
      stub.on("/deep", Script.json(nested(JsonScan.PART_DEPTH)));
      var answer = gateway.get("/deep");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(JsonScan.check(answer.body().getBytes(StandardCharsets.UTF_8)))
          .isEqualTo(JsonScan.VALID);
      stub.on("/deep", Script.json(nested(JsonScan.MAX_DEPTH)));
      answer = gateway.get("/deep");
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.body()).contains("deep: invalid JSON at byte 511");
    }
  }

  @Test
  void aBodyOfStepsLeavesOneToo() throws Exception {
    try (var route = new Route()) {
      route.bind("body", e -> e.getMessage().setBody(nested(JsonScan.MAX_DEPTH)));
      route.steps(keyed(call("a"), "process: { id: deep, ref: \"#body\" }"));
      assertThat(route.answer().getException())
          .hasMessage("deep: invalid JSON at byte 511: nested deeper than 511 levels");
    }
  }
}
