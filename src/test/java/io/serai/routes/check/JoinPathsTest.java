package io.serai.routes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.CheckFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinPathsTest {
  @TempDir private Path base = Path.of("");

  private List<String> check(String into, String pick, String path) throws Exception {
    var file = base.resolve("unit.camel.yaml");
    Files.writeString(
        file,
        """
        - beans:
            - name: sellers
              type: io.serai.aggregate.Join
              properties:
                into: "%s"
                match: "sellerId = id"
                as: seller
        - route:
            id: history
            from:
              uri: "gateway:/orders"
              steps:
                - to: { uri: "backend:catalog/orders", parameters: { as: orders%s } }
                - split:
                    jsonpath: { expression: "%s", source: "variable:orders" }
                    parallelProcessing: true
                    aggregationStrategy: "#sellers"
                    steps:
                      - to: { uri: "backend:catalog/sellers/{item}", parameters: { optional: true } }
        """
            .formatted(into, pick, path));
    return CheckFixture.check(base, file).stream()
        .map(it -> (it.isError() ? "error " : "warning ") + it.line() + " " + it)
        .toList();
  }

  @Test
  void saysNothingOfAListThatIsThereOrMayBe() throws Exception {
    assertThat(check("orders.items[]", "", "$.items[*].sellerId")).isEmpty();
    assertThat(check("orders.items[]", ", pick: \"id,items[].sellerId\"", "$.items[*].sellerId"))
        .isEmpty();
    // The elements' ids may well stand in a list of their own.
    assertThat(check("orders.items[]", "", "$.sellers[*].id")).isEmpty();
    assertThat(
            check("orders.items[]", ", pick: \"lines\", rename: \"items=lines\"", "$.items[*].a"))
        .isEmpty();
  }

  @Test
  void warnsOfAListThatTheCallDoesNotPick() throws Exception {
    assertThat(check("orders.items[]", ", pick: \"id,total\"", "$.items[*].sellerId"))
        .singleElement()
        .asString()
        .startsWith("warning 5 ")
        .contains("into: 'orders.items[]' is never there: the call of orders picks no items");
  }

  @Test
  void warnsOfAListThatIsWrittenOtherwiseEverywhereElse() throws Exception {
    assertThat(check("orders.item[]", "", "$.items[*].sellerId"))
        .singleElement()
        .asString()
        .startsWith("warning 5 ")
        .endsWith("Did you mean orders.items[]?");
    assertThat(check("orders.itmes[]", "", "$.items[*].sellerId")).hasSize(1);
  }
}
