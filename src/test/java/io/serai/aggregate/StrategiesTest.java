package io.serai.aggregate;

import static io.serai.aggregate.Route.call;
import static io.serai.aggregate.Route.mine;
import static io.serai.aggregate.Route.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.PartFailed;
import io.serai.aggregate.Calls.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategiesTest {
  @RegisterExtension final Route route = new Route();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Keyed | collision: first | {"x":1,"o":{"p":1},"a":{"name":"a"}}
          Keyed | collision: last  | {"x":2,"o":{"q":2},"a":0}
          Merge | collision: first | {"x":1,"o":{"p":1,"q":2},"name":"a","a":0}
          Merge | collision: LAST  | {"x":2,"o":{"p":1,"q":2},"name":"a","a":0}
          """)
  void settlesCollisionsAsTold(String type, String property, String document) throws Exception {
    load(type, property);
    assertThat(text(route.answer())).isEqualTo(document);
  }

  @ParameterizedTest
  @CsvSource({"Keyed", "Merge"})
  void failsOnACollisionIfToldSo(String type) throws Exception {
    load(type, "collision: fail");
    assertThat(route.answer().getException())
        .isInstanceOf(PartFailed.class)
        .hasMessage("two: member x is there already");
  }

  private void load(String type, String property) {
    route.yaml(
        mine(
            type,
            property,
            "to: { id: one, uri: \"part:one\" }",
            call("a"),
            "to: { id: two, uri: \"part:two\", parameters: { optional: true } }"));
    route
        .calls
        .on("one", End.with("{\"x\":1,\"o\":{\"p\":1}}"))
        .on("two", End.with("{\"x\":2,\"o\":{\"q\":2},\"a\":0}"));
  }

  @Test
  void leavesOutWhatCanNotBeSpreadOutIfItIsOptional() throws Exception {
    load("Keyed", "collision: last");
    route.calls.on("two", End.with("[1]"));
    assertThat(text(route.answer())).isEqualTo("{\"x\":1,\"o\":{\"p\":1},\"a\":{\"name\":\"a\"}}");
    route.calls.on("one", End.with("[1]"));
    assertThat(route.answer().getException())
        .hasMessage("one: answered no JSON object, and has no `as` to stand under");
  }

  @Test
  void refusesPropertiesItHasNot() {
    assertThatThrownBy(() -> load("Keyed", "collision: sometimes"))
        .rootCause()
        .hasMessage("collision: sometimes (expected: first, last or fail)");
  }

  @ParameterizedTest
  @CsvSource({"#keyed", "#merge"})
  void foldExchangesInAStockEip(String strategy) throws Exception {
    route.steps(
        """
        - setBody: { expression: { constant: '{"x":1}' } }
        - enrich:
            expression: { constant: direct:more }
            aggregationStrategy: "%s"
        - split:
            expression: { constant: '{"y":2};{"z":3}' }
            delimiter: ";"
            aggregationStrategy: "%s"
            steps:
              - log: "${body}"
        """
            .formatted(strategy, strategy),
        """
        - route:
            id: more
            from:
              uri: direct:more
              steps:
                - setBody: { expression: { constant: '{"m":0}' } }
        """);
    assertThat(text(route.answer())).isEqualTo("{\"y\":2,\"z\":3}");
  }
}
