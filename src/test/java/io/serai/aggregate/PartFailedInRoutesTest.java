package io.serai.aggregate;

import static io.serai.aggregate.Route.call;
import static io.serai.aggregate.Route.keyed;
import static io.serai.aggregate.Route.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.PartFailed;
import io.serai.aggregate.Calls.End;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartFailedInRoutesTest {
  @RegisterExtension final Route route = new Route();
  private final AtomicInteger handled = new AtomicInteger();

  private static final String ON_EXCEPTION =
      """
      - onException:
          exception: [ "io.serai.PartFailed" ]
          handled: { constant: { expression: "true" } }
          steps:
            - process: { ref: "#count" }
            - setBody: { expression: { simple: "${exception.part} ${exception.status}" } }
      - route:
          id: r
          from:
            uri: direct:in
            steps:
      """;

  private static final String MULTICAST =
      keyed(
          call("a"),
          """
          pipeline:
            steps:
              - to: { uri: "part:b", parameters: { as: b } }
              - setProperty: { name: x, expression: { constant: y } }
          """,
          """
          choice:
            id: c
            when:
              - simple: "${body} != null"
                steps:
                  - to: { uri: "part:c", parameters: { as: c } }
          """);

  @BeforeEach
  void bind() {
    route.bind("count", exchange -> handled.incrementAndGet());
  }

  @Test
  void runsOnExceptionOnceForADirectCall() throws Exception {
    route.yaml(ON_EXCEPTION + MULTICAST.indent(8)).calls.on("a", End.failing(404));
    assertThat(text(route.answer())).isEqualTo("a 404");
    assertThat(handled).hasValue(1);
  }

  @Test
  void runsOnExceptionOnceForAStepInABranch() throws Exception {
    route.yaml(ON_EXCEPTION + MULTICAST.indent(8));
    route.calls.on("b", End.failing(500)).on("a", End.never());
    assertThat(text(route.answer())).isEqualTo("b 502");
    assertThat(handled).hasValue(1);
    route.calls.on("b", End.with("1")).on("c", End.failing(404));
    assertThat(text(route.answer())).isEqualTo("c 404");
    assertThat(handled).hasValue(2);
  }

  @Test
  void runsOnExceptionOnceWhereTheMulticastIsNested() throws Exception {
    var nested =
        "- choice:\n    when:\n      - simple: \"${body} != null\"\n        steps:\n"
            + MULTICAST.indent(10);
    route.yaml(ON_EXCEPTION + nested.indent(8)).calls.on("a", End.failing(404));
    assertThat(text(route.answer())).isEqualTo("a 404");
    assertThat(handled).hasValue(1);
  }

  @Test
  void runsOnExceptionOnceForAMulticastInAMulticast() throws Exception {
    var outer =
        "- multicast:\n    aggregationStrategy: \"#merge\"\n    steps:\n"
            + MULTICAST.replace("multicast:\n", "multicast:\n    id: inner\n").indent(6);
    route.yaml(ON_EXCEPTION + outer.indent(8)).calls.on("b", End.failing(404));
    assertThat(text(route.answer())).isEqualTo("inner 404");
    assertThat(handled).hasValue(1);
  }

  @Test
  void isCaughtByDoCatch() throws Exception {
    var attempt =
        "- doTry:\n    steps:\n"
            + MULTICAST.indent(6)
            + """
                  doCatch:
                    - exception: [ "io.serai.PartFailed" ]
                      steps:
                        - setBody: { expression: { simple: "${exception.part} ${exception.reason}" } }
              """
                .indent(0);
    route.yaml(ON_EXCEPTION + attempt.indent(8)).calls.on("b", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("b answered 500");
    assertThat(handled).hasValue(0);
  }

  @Test
  void reachesTheCallerWhereNothingCatchesIt() throws Exception {
    route.steps(MULTICAST).calls.on("a", End.failing(404));
    assertThat(route.answer().getException()).isInstanceOf(PartFailed.class);
  }

  @Test
  void goesOnWithTheRouteAfterAnExceptionInABranchWasCaughtThere() throws Exception {
    route.steps(
        """
        - multicast:
            aggregationStrategy: "#keyed"
            steps:
              - doTry:
                  steps:
                    - to: { uri: "part:a", parameters: { as: a } }
                  doCatch:
                    - exception: [ "io.serai.PartFailed" ]
                      steps:
                        - setBody: { expression: { constant: '"instead"' } }
        """);
    route.calls.on("a", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("{\"a\":\"instead\"}");
  }
}
