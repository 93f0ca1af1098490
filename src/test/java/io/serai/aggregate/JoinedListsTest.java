package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.routes.UnitsRefused;
import io.serai.testing.StubBackend.Script;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

/** What was looked up for a list goes into its elements, through the whole gate. */
class JoinedListsTest extends OrdersGate {
  @Test
  void joinsWhatItLookedUpOnceForEachIntoThePartItCameFrom() throws Exception {
    stub.on("/sellers/a", Script.json("{\"id\":\"a\",\"name\":\"Ann\"}"));
    stub.on("/sellers/b", Script.json("{\"id\":\"b\",\"name\":\"Bob\"}"));
    try (var gateway = gateway(SELLERS, split("#sellers", SELLER))) {
      var answer = gateway.get("/x");
      assertThat(answer.body())
          .isEqualTo(
              "{\"page\":1,\"items\":["
                  + "{\"id\":1,\"sellerId\":\"a\",\"seller\":{\"id\":\"a\",\"name\":\"Ann\"}},"
                  + "{\"id\":2,\"sellerId\":\"b\",\"seller\":{\"id\":\"b\",\"name\":\"Bob\"}},"
                  + "{\"id\":3,\"sellerId\":\"a\",\"seller\":{\"id\":\"a\",\"name\":\"Ann\"}},"
                  + "{\"id\":4,\"sellerId\":null},{\"id\":5}]}");
      assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
      assertThat(answer.headers().firstValue("proxy-status").orElse(""))
          .isEqualTo("orders;received-status=200, seller;count=2");
      assertThat(asked("/sellers/a")).isEqualTo(1);
    }
  }

  @Test
  void leavesOutTheMemberOfAFailedOptionalLookUpAndCountsIt() throws Exception {
    stub.on("/sellers/a", Script.status(404));
    stub.on("/sellers/b", Script.json("{\"id\":\"b\"}"));
    try (var gateway = gateway(SELLERS, split("#sellers", SELLER))) {
      var answer = gateway.get("/x");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("{\"id\":1,\"sellerId\":\"a\"}", "\"seller\":{\"id\":\"b\"}");
      assertThat(answer.headers().firstValue("proxy-status").orElse(""))
          .contains("seller;count=2;failed=1");
    }
  }

  @Test
  void joinsTheAnswerOfAListEndpointInAMulticast() throws Exception {
    stub.on("/sellers", Script.json("[{\"id\":\"b\"},{\"id\":\"a\",\"n\":1}]"));
    try (var gateway =
        whole(
            SELLERS,
            """
            - multicast:
                parallelProcessing: true
                aggregationStrategy: "#sellers"
                steps:
                  - to: { uri: "backend:shop/orders", parameters: { as: orders } }
                  - to: { uri: "backend:shop/sellers", parameters: { as: them, query: "id={orders.items[].sellerId}", optional: true } }
            """)) {
      assertThat(gateway.get("/x").body())
          .contains("{\"id\":1,\"sellerId\":\"a\",\"seller\":{\"id\":\"a\",\"n\":1}}")
          .contains("{\"id\":2,\"sellerId\":\"b\",\"seller\":{\"id\":\"b\"}}")
          .endsWith("{\"id\":5}]}");
      assertThat(asked("/sellers?id=a,b")).isEqualTo(1);
    }
  }

  @Test
  void joinsTheAnswerOfAListEndpointAfterAPlainCall() throws Exception {
    stub.on("/reviews", Script.json("[{\"of\":1,\"n\":1},{\"of\":2,\"n\":2},{\"of\":1,\"n\":3}]"));
    try (var gateway =
        gateway(
            join("into: \"orders.items[]\", match: \"id = of\", as: \"reviews[]\""),
            """
            - multicast:
                aggregationStrategy: "#sellers"
                steps:
                  - to: { uri: "backend:shop/reviews", parameters: { as: reviews } }
            - setHeader: { name: n, jsonpath: { expression: "$.items.length()", source: "variable:orders" } }
            """)) {
      assertThat(gateway.get("/x").body())
          .contains("\"reviews\":[{\"of\":1,\"n\":1},{\"of\":1,\"n\":3}]}")
          .endsWith("{\"id\":5,\"reviews\":[]}]}");
    }
  }

  @Test
  void refusesAJoinThatCamelsOwnSplitWouldGet() {
    assertThatThrownBy(
            () ->
                gateway(
                    SELLERS,
                    split("#sellers", SELLER).replace("    id: each", "    streaming: true")))
        .satisfies(refused("goes with none of streaming"));
  }

  @Test
  void refusesAJoinIntoAPartThatNobodyMakes() {
    assertThatThrownBy(
            () ->
                gateway(
                    join("into: \"order.items[]\", match: \"sellerId = id\", as: seller"),
                    split("#sellers", SELLER)))
        .satisfies(refused("no call of this route is `as: order`"));
  }

  @Test
  void refusesAJoinWithoutItsOptions() {
    assertThatThrownBy(
            () -> gateway(join("into: \"orders.items[]\", as: s"), split("#sellers", SELLER)))
        .satisfies(refused("bean #sellers: match is missing (expected: such as sellerId = id)"));
  }

  @Test
  void refusesACapThatIsNone() {
    assertThatThrownBy(() -> gateway(join("concurrency: 0"), split("#sellers", SELLER)))
        .satisfies(refused("concurrency: 0 (expected: 1 to 1024)"));
  }

  private static ThrowingConsumer<Throwable> refused(String why) {
    return thrown ->
        assertThat(((UnitsRefused) thrown).problems())
            .singleElement()
            .satisfies(problem -> assertThat(problem.toString()).contains(why));
  }
}
