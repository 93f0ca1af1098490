package io.serai.aggregate;

import static io.serai.aggregate.Route.call;
import static io.serai.aggregate.Route.keyed;
import static io.serai.aggregate.Route.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.PartFailed;
import io.serai.aggregate.Calls.End;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BranchBodyTest {
  @RegisterExtension final Route route = new Route();
  private @Nullable Object body;

  private static final String ONE =
      keyed(
          call("a"),
          """
          pipeline:
            steps:
              - to: { uri: "part:b", parameters: { as: b } }
              - process: { ref: "#body" }
          """);

  private Route ready(String steps) {
    route.bind("body", e -> e.getMessage().setBody(body));
    return route.steps(steps);
  }

  private String sent(@Nullable Object value) throws Exception {
    body = value;
    return text(route.answer()).replace("{\"a\":{\"name\":\"a\"},\"b\":", "").replaceAll("}$", "");
  }

  @Test
  void takesJsonInWhateverForm() throws Exception {
    ready(ONE);
    assertThat(sent("{\"x\": 1.50}")).isEqualTo("{\"x\": 1.50}");
    assertThat(sent(MulticastTest.bytes("[1]"))).isEqualTo("[1]");
    assertThat(sent(new ByteArrayInputStream(MulticastTest.bytes("\"é\"")))).isEqualTo("\"é\"");
    assertThat(sent(new LinkedHashMap<>(java.util.Map.of("k", new BigDecimal("1.50")))))
        .isEqualTo("{\"k\":1.50}");
    assertThat(sent(List.of(1, "two", true))).isEqualTo("[1,\"two\",true]");
    assertThat(sent(42)).isEqualTo("42");
    assertThat(sent(false)).isEqualTo("false");
    assertThat(sent(null)).isEqualTo("null");
  }

  @Test
  void failsAPartThatIsNoJson() throws Exception {
    ready(ONE);
    body = "{\"x\": }";
    assertThat(route.answer().getException())
        .isInstanceOf(PartFailed.class)
        .hasMessage("b: invalid JSON at byte 6: an unexpected '}'");
    body = new Object();
    assertThat(route.answer().getException())
        .hasMessage("b: its body is no JSON but a Java object of Object");
  }

  @Test
  void namesTheKindOfAnExceptionAndNotItsText() throws Exception {
    route.bind(
        "body",
        e -> {
          throw new IllegalStateException("secret.host:1234");
        });
    route.steps(ONE);
    assertThat(route.answer().getException())
        .isInstanceOfSatisfying(
            PartFailed.class,
            failure -> {
              assertThat(failure.part()).isEqualTo("b");
              assertThat(failure.reason()).isEqualTo("failed with IllegalStateException");
              assertThat(failure.status()).isEqualTo(502);
            });
  }

  @Test
  void leavesOutAnOptionalCallThatFailedUnlessAStepPutSomethingInItsPlace() throws Exception {
    var optional =
        keyed(
            call("a"),
            """
            pipeline:
              steps:
                - to: { uri: "part:b", parameters: { as: b, optional: true } }
                - choice:
                    when:
                      - simple: "${body} == null && ${header.fill} != null"
                        steps:
                          - setBody: { expression: { constant: "[]" } }
            """);
    ready(optional).calls.on("b", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("{\"a\":{\"name\":\"a\"}}");
  }

  @Test
  void recordsTheOutcomeOfABranchOnceAndAsItEnded() throws Exception {
    ready(ONE);
    body = "[]";
    route.answer();
    var request = route.request;
    assertThat(request).isNotNull();
    if (request != null) {
      var outcome = request.parts().get("b");
      assertThat(outcome).isNotNull();
      if (outcome != null) {
        assertThat(new String(outcome.body(), java.nio.charset.StandardCharsets.UTF_8))
            .isEqualTo("[]");
        assertThat(outcome.nanos()).isPositive();
      }
    }
  }

  @Test
  void givesEveryBranchTheMessageAsItWas() throws Exception {
    route.steps(
        """
        - setHeader: { name: h, expression: { constant: 1 } }
        - setVariable: { name: v, expression: { constant: 2 } }
        - multicast:
            aggregationStrategy: "#keyed"
            steps:
              - setBody: { id: one, expression: { simple: '{"one":"${body} ${header.h} ${variable.v} ${exchangeProperty.CamelMulticastIndex}"}' } }
              - to: { id: two, uri: direct:two }
        """,
        """
        - route:
            id: other
            from:
              uri: direct:two
              steps:
                - setHeader: { name: h, expression: { constant: 3 } }
                - setBody: { expression: { simple: '{"two":"${header.h} ${variable.v} ${exchangeProperty.CamelMulticastComplete}"}' } }
        """);
    var exchange = route.answer();
    assertThat(text(exchange)).isEqualTo("{\"one\":\"original 1 2 0\",\"two\":\"3 2 true\"}");
    assertThat(exchange.getMessage().getHeader("h", String.class)).isEqualTo("1");
    assertThat(exchange.getProperty(Exchange.MULTICAST_INDEX)).isNull();
  }
}
