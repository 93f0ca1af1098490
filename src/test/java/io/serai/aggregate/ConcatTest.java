package io.serai.aggregate;

import static io.serai.aggregate.Route.call;
import static io.serai.aggregate.Route.keyed;
import static io.serai.aggregate.Route.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.aggregate.Calls.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ConcatTest {
  @RegisterExtension final Route route = new Route();

  @Test
  void putsTheElementsOfAllPartsInTheOrderOfTheFile() throws Exception {
    route.steps(
        keyed(call("a"), call("b"), call("c"), call("d"), "to: { id: e, uri: \"part:e\" }")
            .replace("#keyed", "#concat"));
    route
        .calls
        .on("a", End.with("[1, 2]").after(30))
        .on("b", End.with("{\"x\":1}"))
        .on("c", End.with("null"))
        .on("d", End.with("[]"))
        .on("e", End.with("\"e\""));
    var exchange = route.answer();
    assertThat(text(exchange)).isEqualTo("[1, 2,{\"x\":1},\"e\"]");
    assertThat(exchange.getVariable("a", String.class)).isEqualTo("[1, 2]");
  }

  @Test
  void isAnEmptyArrayOfNothing() throws Exception {
    route.steps(
        keyed("to: { uri: \"part:a\", parameters: { as: a, optional: true } }")
            .replace("#keyed", "#concat"));
    route.calls.on("a", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("[]");
  }

  @Test
  void foldsExchangesInAStockEip() throws Exception {
    route.steps(
        """
        - setBody: { expression: { constant: '[0]' } }
        - enrich:
            expression: { constant: direct:more }
            aggregationStrategy: "#concat"
        """,
        """
        - route:
            id: more
            from:
              uri: direct:more
              steps:
                - split:
                    expression: { constant: '1;[2,3];{}' }
                    delimiter: ";"
                    aggregationStrategy: "#concat"
                    steps:
                      - log: "${body}"
        """);
    assertThat(text(route.answer())).isEqualTo("[0,1,2,3,{}]");
  }
}
