package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartNamesTest {
  @RegisterExtension final Route route = new Route();

  @Test
  void refusesABranchWithoutAName() {
    assertThatThrownBy(
            () -> multicast("- to: part:a", "- setBody: { expression: { constant: 1 } }"))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("route r, multicast")
        .hasMessageContaining("branch 1 (to) has no name")
        .hasMessageContaining("`as`");
  }

  @Test
  void refusesTwoPartsOfOneName() {
    assertThatThrownBy(
            () ->
                multicast(
                    "- to: { uri: 'part:a', parameters: { as: x } }",
                    "- setBody: { id: x, expression: { constant: 1 } }"))
        .rootCause()
        .hasMessageContaining("branches 1 and 2 are both called x");
  }

  @Test
  void refusesCallsOfOneBranchThatDisagree() {
    assertThatThrownBy(
            () ->
                multicast(
                    """
                    - pipeline:
                        id: both
                        steps:
                          - to: { uri: 'part:a', parameters: { as: x } }
                          - to: { uri: 'part:b', parameters: { as: y } }
                    """))
        .rootCause()
        .hasMessageContaining("calls one part x and another y");
  }

  @Test
  void refusesAnUnknownStrategy() {
    assertThatThrownBy(
            () ->
                route.steps(
                    "- multicast: { aggregationStrategy: '#keyd', steps: [ { to: 'part:a' } ] }"))
        .rootCause()
        .hasMessageContaining("no strategy is called #keyd");
  }

  @Test
  void takesTheNameFromACallWhereverItStands() throws Exception {
    // Camel's breaker blocks its thread.
    route.offLoop();
    multicast(
        """
        - circuitBreaker:
            steps:
              - to: { uri: 'part:a', parameters: { as: x } }
            onFallback:
              steps:
                - to: { uri: 'part:b', parameters: { as: x, optional: true } }
        """,
        """
        - choice:
            when:
              - simple: "${body} == 'original'"
                steps:
                  - to: { uri: 'part:c', parameters: { as: y } }
            otherwise:
              steps:
                - to: { uri: 'part:d', parameters: { as: y } }
        """,
        "- step: { steps: [ { setBody: { id: z, expression: { constant: '{\"n\":1}' } } } ] }");
    assertThat(Route.text(route.answer()))
        .isEqualTo("{\"x\":{\"name\":\"a\"},\"y\":{\"name\":\"c\"},\"n\":1}");
  }

  @Test
  void needsNoNamesUnderAForeignStrategy() throws Exception {
    route.steps("- multicast: { steps: [ { to: 'part:a' }, { to: 'part:b' } ] }");
    assertThat(Route.text(route.answer())).isEqualTo("{\"name\":\"b\"}");
  }

  private void multicast(String... branches) {
    route.steps(
        "- multicast:\n    aggregationStrategy: \"#keyed\"\n    steps:\n"
            + String.join("\n", branches).indent(6));
  }
}
