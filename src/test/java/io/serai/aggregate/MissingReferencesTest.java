package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A call whose reference has no value, in the real gateway: skipped, replaced or failed. */
@Timeout(60)
class MissingReferencesTest {
  @TempDir private Path base = Path.of("");
  private final StubBackend stub = StubBackend.start();

  @AfterEach
  void close() {
    stub.close();
  }

  private HttpResponse<String> answer(String steps) throws Exception {
    stub.on("/user", Script.json("{\"name\":\"Ann\"}"));
    stub.on("/top", Script.json("[1]"));
    var route =
        """
        - route:
            id: page
            from:
              uri: "gateway:/page"
              steps:
        """
            + steps.indent(8);
    try (var gateway = Gateway.start(base, Map.of("backend.b.url", stub.url()), route)) {
      return gateway.get("/page");
    }
  }

  private HttpResponse<String> dependant(String call) throws Exception {
    return answer(
        """
        - multicast:
            parallelProcessing: true
            aggregationStrategy: "#keyed"
            steps:
              - to: { uri: "backend:b/user", parameters: { as: user } }
              - %s
              - to: { uri: "backend:b/top", parameters: { as: top } }
        """
            .formatted(call));
  }

  private static final String WITHOUT_IT = "{\"user\":{\"name\":\"Ann\"},\"top\":[1]}";

  @Test
  void aCallSkippedByAQuestionMarkIsLeftOutAndNoFailure() throws Exception {
    var answer = dependant("to: { uri: 'backend:b/a/{user.plan?}', parameters: { as: plan } }");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(WITHOUT_IT);
    assertThat(answer.headers().firstValue("proxy-status").orElse(""))
        .contains("plan;source=skipped;details=\"skipped: no value for {user.plan?}\"");
  }

  @Test
  void soItIsAmongSteps() throws Exception {
    var answer =
        dependant(
            """
            pipeline:
                      steps:
                        - to: { uri: 'backend:b/a/{user.plan?}', parameters: { as: plan } }
                        - setProperty: { name: x, expression: { constant: y } }
            """
                .stripTrailing());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(WITHOUT_IT);
  }

  @Test
  void soItIsOutsideAMulticast() throws Exception {
    var answer =
        answer(
            """
            - to: { uri: "backend:b/user", parameters: { as: user } }
            - to: { uri: "backend:b/a/{user.plan?}", parameters: { as: plan } }
            - setBody: { expression: { simple: '{"plan":${variable.plan}}' } }
            """);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isIn("{\"plan\":}", "{\"plan\":null}");
  }

  @Test
  void aSkippedCallTakesItsFallback() throws Exception {
    var call =
        "to: { uri: 'backend:b/a/{user.plan?}', parameters: { as: plan, fallback: '\"none\"' } }";
    assertThat(dependant(call).body())
        .isEqualTo("{\"user\":{\"name\":\"Ann\"},\"plan\":\"none\",\"top\":[1]}");
  }

  @Test
  void aPlainReferenceWithoutValueFailsARequiredPartAndIsNamed() throws Exception {
    var answer = dependant("to: { uri: 'backend:b/a/{user.plan}', parameters: { as: plan } }");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("missing: {user.plan}");
  }

  @Test
  void aPlainReferenceToASkippedPartTakesOptionalFallbackOrFails() throws Exception {
    var steps =
        """
        - multicast:
            parallelProcessing: true
            aggregationStrategy: "#keyed"
            steps:
              - to: { uri: "backend:b/user", parameters: { as: user } }
              - to: { uri: "backend:b/a/{user.plan?}", parameters: { as: plan } }
              - to: { uri: "backend:b/p/{plan.price}", parameters: { as: price%s } }
              - to: { uri: "backend:b/top", parameters: { as: top } }
        """;
    assertThat(answer(steps.formatted(", optional: true")).body()).isEqualTo(WITHOUT_IT);
    assertThat(answer(steps.formatted(", fallback: \"0\"")).body())
        .isEqualTo("{\"user\":{\"name\":\"Ann\"},\"price\":0,\"top\":[1]}");
    var failed = answer(steps.formatted(""));
    assertThat(failed.statusCode()).isEqualTo(502);
    assertThat(failed.body()).contains("missing: {plan.price}");
  }
}
