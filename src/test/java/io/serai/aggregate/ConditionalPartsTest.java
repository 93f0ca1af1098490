package io.serai.aggregate;

import static io.serai.aggregate.Route.call;
import static io.serai.aggregate.Route.keyed;
import static io.serai.aggregate.Route.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.aggregate.Calls.End;
import io.serai.request.Outcome.Source;
import io.serai.request.Outcome.Verdict;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Branches that make a part only under a condition, a part of no call, parts within parts. */
@Timeout(60)
class ConditionalPartsTest {
  @RegisterExtension final Route route = new Route();

  private static final String FILTER =
      """
      filter:
        simple: "${header.want} == 'yes'"
        steps:
          - to: { uri: "part:extra", parameters: { as: extra } }
      """;

  private static String want(String value) {
    return "- setHeader: { name: want, expression: { constant: \"" + value + "\" } }\n";
  }

  private void assertSkipped(String part) {
    var outcome = Objects.requireNonNull(Objects.requireNonNull(route.request).parts().get(part));
    assertThat(outcome.verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(outcome.source()).isEqualTo(Source.SKIPPED);
    assertThat(outcome.failsRequest()).isFalse();
  }

  @Test
  void aRequiredPartWhoseConditionDoesNotHoldIsSkippedAndNoFailure() throws Exception {
    route.steps(want("no") + keyed(call("a"), FILTER));
    assertThat(text(route.answer())).isEqualTo("{\"a\":{\"name\":\"a\"}}");
    assertThat(route.calls.started).containsExactly("a");
    assertSkipped("extra");
  }

  @Test
  void soItIsWhereTheMessageIsEmpty() throws Exception {
    route.steps(want("no") + keyed(call("a"), FILTER));
    var exchange = route.send(null).get();
    assertThat(text(exchange)).isEqualTo("{\"a\":{\"name\":\"a\"}}");
    assertSkipped("extra");
  }

  @Test
  void itIsAPartLikeAnyOtherIfTheConditionHolds() throws Exception {
    route.steps(want("yes") + keyed(call("a"), FILTER));
    assertThat(text(route.answer()))
        .isEqualTo("{\"a\":{\"name\":\"a\"},\"extra\":{\"name\":\"extra\"}}");
    route.calls.on("extra", End.failing(500));
    assertThat(route.answer().getException()).hasMessageStartingWith("extra:");
  }

  @Test
  void aDependantWaitsForWhatIsSkippedToo() throws Exception {
    route.steps(
        want("no") + keyed(FILTER, "to: { uri: \"part:b\", parameters: { as: b, after: extra } }"));
    assertThat(text(route.answer())).isEqualTo("{\"b\":{\"name\":\"b\"}}");
  }

  private static final String CHOICE =
      """
      choice:
        when:
          - simple: "${header.want} == 'one'"
            steps:
              - to: { uri: "part:one", parameters: { as: x } }
          - simple: "${header.want} == 'other'"
            steps:
              - to: { uri: "part:other", parameters: { as: x } }
      """;

  @Test
  void aChoiceMakesOnePartByDifferentCalls() throws Exception {
    route.steps(want("other") + keyed(call("a"), CHOICE));
    assertThat(text(route.answer())).contains("\"x\":{\"name\":\"other\"}");
  }

  @Test
  void aChoiceNoneOfWhoseConditionsHoldsIsSkipped() throws Exception {
    route.steps(want("none") + keyed(call("a"), CHOICE));
    assertThat(text(route.answer())).isEqualTo("{\"a\":{\"name\":\"a\"}}");
    assertSkipped("x");
  }

  @Test
  void stopEndsItsBranchOnly() throws Exception {
    route.steps(
        want("no")
            + keyed(
                """
                pipeline:
                  steps:
                    - filter:
                        simple: "${header.want} == 'no'"
                        steps:
                          - stop: {}
                    - to: { uri: "part:extra", parameters: { as: extra } }
                """,
                call("a"))
            + "- setHeader: { name: after, expression: { constant: \"1\" } }\n");
    var exchange = route.answer();
    assertThat(text(exchange)).isEqualTo("{\"a\":{\"name\":\"a\"}}");
    assertThat(exchange.getMessage().getHeader("after")).isEqualTo("1");
    assertSkipped("extra");
  }

  @Test
  void constantsNeedAnIdAndNoCall() throws Exception {
    route.steps(
        keyed(
            call("a"),
            "setBody: { id: fixed, expression: { constant: '{\"currency\":\"EUR\"}' } }",
            """
            filter:
              id: other
              simple: "${header.want} == 'yes'"
              steps:
                - setBody: { expression: { constant: '{"never":1}' } }
            """));
    assertThat(text(route.answer())).isEqualTo("{\"a\":{\"name\":\"a\"},\"currency\":\"EUR\"}");
    assertSkipped("other");
  }

  @Test
  void aMulticastWithinABranchIsAPartByItsId() throws Exception {
    var inner =
        keyed(call("b"), "to: { uri: \"part:c\", parameters: { as: c, after: a } }").indent(4);
    for (var group : new String[] {"pipeline", "step"}) {
      try (var fresh = new Route()) {
        fresh.calls.on("a", End.with("{\"name\":\"a\"}").after(50));
        fresh.steps(keyed(call("a"), group + ":\n  id: group\n  steps:\n" + inner.stripTrailing()));
        assertThat(text(fresh.answer()))
            .as(group)
            .isEqualTo("{\"a\":{\"name\":\"a\"},\"b\":{\"name\":\"b\"},\"c\":{\"name\":\"c\"}}");
        // Whose call within refers to a part beside it waits as a whole.
        assertThat(fresh.calls.started.get(0)).isEqualTo("a");
        assertThat(fresh.calls.started).hasSize(3);
      }
    }
  }
}
