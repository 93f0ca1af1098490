package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.routes.UnitsRefused;
import io.serai.testing.Gateway;
import io.serai.testing.LogLines;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splits through the whole gate, against real backends. */
class FanOutTest {
  private final StubBackend stub = StubBackend.start();
  private final Map<String, String> settings = new TreeMap<>();
  private String deadline = "1s";
  @TempDir Path base;

  private static final String ORDERS =
      "{\"page\":1,\"items\":[{\"id\":1,\"sellerId\":\"a\"},{\"id\":2,\"sellerId\":\"b\"},"
          + "{\"id\":3,\"sellerId\":\"a\"},{\"id\":4,\"sellerId\":null},{\"id\":5}]}";

  /** The beans and the route whose steps these are, behind a call of the orders. */
  private Gateway gateway(String beans, String steps) throws Exception {
    return whole(
        beans, "- to: { uri: \"backend:shop/orders\", parameters: { as: orders } }\n" + steps);
  }

  private Gateway whole(String beans, String steps) throws Exception {
    settings.put("backend.shop.url", stub.url());
    stub.on("/orders", Script.json(ORDERS));
    return Gateway.start(
        base,
        settings,
        beans
            + """
            - route:
                id: r
                from:
                  uri: "gateway:/x"
                  parameters: { query: "ids,n", deadline: %s, report: headers }
                  steps:
            """
                .formatted(deadline)
            + steps.indent(8));
  }

  private static String join(String properties) {
    return """
        - beans:
            - name: sellers
              type: io.serai.aggregate.Join
              properties: { %s }
        """
        .formatted(properties);
  }

  private static final String SELLERS =
      join("into: \"orders.items[]\", match: \"sellerId = id\", as: seller, concurrency: 8");

  private static String split(String strategy, String call) {
    return """
        - split:
            id: each
            jsonpath: { expression: "$.items[*].sellerId", source: "variable:orders" }
            parallelProcessing: true
            aggregationStrategy: "%s"
            steps:
              - %s
        """
        .formatted(strategy, call);
  }

  private static final String SELLER =
      "to: { uri: \"backend:shop/sellers/{item}\", parameters: { optional: true } }";

  @AfterEach
  void close() {
    stub.close();
  }

  private long asked(String path) {
    return stub.requests().stream().filter(it -> it.target().equals(path)).count();
  }

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
  void failsWithARequiredElementAndCancelsTheOthers() throws Exception {
    stub.on("/sellers/a", Script.hang());
    stub.on("/sellers/b", Script.status(404));
    try (var gateway =
        gateway(
            SELLERS,
            split("#sellers", "to: { uri: \"backend:shop/sellers/{item}\", parameters: {} }"))) {
      var answer = gateway.get("/x");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("seller: answered 404");
      // The connection of the hanging one is closed.
      await().untilAsserted(() -> assertThat(stub.openConnections()).isLessThanOrEqualTo(1));
    }
  }

  @Test
  void makesAnArrayInTheOrderOfTheListWithEqualElementsCalledOnce() throws Exception {
    stub.on("/sellers/a", Script.json("{\"id\":\"a\"}").after(Duration.ofMillis(30)));
    stub.on("/sellers/b", Script.json("{\"id\":\"b\"}"));
    try (var gateway = gateway("", split("#array", SELLER))) {
      var answer = gateway.get("/x");
      assertThat(answer.body()).isEqualTo("[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"a\"}]");
      assertThat(asked("/sellers/a")).isEqualTo(1);
      assertThat(answer.headers().firstValue("proxy-status").orElse("")).contains("each;count=2");
    }
  }

  @Test
  void callsAWriteForEveryElementWithTheElementAsItsBody() throws Exception {
    stub.on("/sellers", Script.json("{}"));
    var items =
        """
        - split:
            jsonpath: { expression: "$.items[0:3]", source: "variable:orders" }
            parallelProcessing: true
            aggregationStrategy: "#array"
            steps:
              - to: { uri: "backend:shop/sellers", parameters: { method: POST, as: done } }
        """;
    try (var gateway =
        gateway(
            "",
            split(
                    "#array",
                    "to: { uri: \"backend:shop/sellers\", parameters: { method: POST, body: '{\"of\":{item},\"at\":{index}}' } }")
                + items)) {
      assertThat(gateway.get("/x").body()).isEqualTo("[{},{},{}]");
      assertThat(stub.requests().stream().map(it -> it.text()))
          .contains("{\"of\":\"a\",\"at\":0}", "{\"of\":\"b\",\"at\":1}", "{\"of\":\"a\",\"at\":2}")
          .contains("{\"id\":1,\"sellerId\":\"a\"}", "{\"id\":3,\"sellerId\":\"a\"}");
    }
  }

  @Test
  void leavesOutFailedAndSkippedElementsAndKeepsThePlaceOfAFallback() throws Exception {
    stub.on("/of/1", Script.json("1"))
        .on("/of/2", Script.status(500))
        .on("/of/3", Script.json("3"));
    var call = "to: { uri: \"backend:shop/of/{item.id}\", parameters: { %s } }";
    var list =
        """
        - split:
            jsonpath: { expression: "$.items", source: "variable:orders" }
            aggregationStrategy: "#array"
            parallelProcessing: true
            steps:
              - %s
        """;
    stub.on("/of/4", Script.json("4")).on("/of/5", Script.json("5"));
    try (var gateway = gateway("", list.formatted(call.formatted("optional: true")))) {
      assertThat(gateway.get("/x").body()).isEqualTo("[1,3,4,5]");
    }
    base = base.resolve("second");
    try (var gateway = gateway("", list.formatted(call.formatted("fallback: \"null\"")))) {
      assertThat(gateway.get("/x").body()).isEqualTo("[1,null,3,4,5]");
    }
    base = base.resolve("third");
    stub.on("/of/a", Script.json("\"A\"")).on("/of/b", Script.json("\"B\""));
    var skipping = "to: { uri: \"backend:shop/of/{item.sellerId?}\" }";
    try (var gateway = gateway("", list.formatted(skipping))) {
      assertThat(gateway.get("/x").body()).isEqualTo("[\"A\",\"B\",\"A\"]");
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
  void makesNoCallIfThereAreMoreElementsThanCalls() throws Exception {
    settings.put("request.maxCalls", "2");
    stub.otherwise(Script.json("{}"));
    var required = "to: { uri: \"backend:shop/sellers/{item}\", parameters: { as: seller } }";
    try (var gateway = gateway("", split("#array", required))) {
      var answer = gateway.get("/x");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("request.maxCalls", "2 elements");
      assertThat(stub.requests()).hasSize(1);
    }
    base = base.resolve("optional");
    try (var gateway = gateway(SELLERS, split("#sellers", SELLER))) {
      var answer = gateway.get("/x");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("proxy-status").orElse(""))
          .contains("seller;count=2;failed=2");
      assertThat(stub.requests()).hasSize(2);
    }
  }

  @Test
  void answersAtTheDeadlineWithoutOutstandingOptionalElements() throws Exception {
    stub.on("/sellers/a", Script.hang());
    stub.on("/sellers/b", Script.json("{\"id\":\"b\"}"));
    try (var gateway = gateway(SELLERS, split("#sellers", SELLER))) {
      var answer = gateway.get("/x");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("{\"id\":1,\"sellerId\":\"a\"}", "\"seller\":{\"id\":\"b\"}");
    }
  }

  @Test
  void cancelsElementsOfAClientThatLeaves() throws Exception {
    stub.on("/sellers/a", Script.hang());
    stub.on("/sellers/b", Script.hang());
    try (var gateway = gateway(SELLERS, split("#sellers", SELLER))) {
      try (var client = new RawClient(gateway.port())) {
        client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
        await().until(() -> asked("/sellers/b") == 1);
      }
      await()
          .atMost(Duration.ofMillis(700))
          .untilAsserted(() -> assertThat(stub.openConnections()).isLessThanOrEqualTo(1));
    }
  }

  @Test
  void runsNoMoreElementsTogetherThanToldAndThousandsInTheEnd() throws Exception {
    settings.put("request.maxCalls", "2000");
    deadline = "20s";
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    stub.otherwise(
        talk -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          var path = talk.request().target();
          running.decrementAndGet();
          Script.json("\"" + path.substring(path.lastIndexOf('/') + 1) + "\"").play(talk);
        });
    var ids = new StringBuilder();
    var expected = new StringBuilder("[");
    for (int i = 0; i < 1000; i++) {
      ids.append(i == 0 ? "" : ",").append(i);
      expected.append(i == 0 ? "" : ",").append('"').append(i).append('"');
    }
    stub.on("/ids", Script.json("[" + ids + "]"));
    var route =
        """
        - to: { uri: "backend:shop/ids", parameters: { as: ids } }
        - split:
            simple: "${body}"
            parallelProcessing: true
            aggregationStrategy: "#few"
            steps:
              - to: { uri: "backend:shop/of/{item}", parameters: { as: seller } }
        """;
    var beans =
        """
        - beans:
            - name: few
              type: io.serai.aggregate.Array
              properties: { concurrency: 4 }
        """;
    try (var gateway = whole(beans, route)) {
      var answer = gateway.get("/x");
      assertThat(answer.body()).isEqualTo(expected + "]");
      assertThat(answer.headers().firstValue("proxy-status").orElse(""))
          .contains("seller;count=1000");
      assertThat(most.get()).isBetween(1, 4);
      assertThat(stub.connections()).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void runsStepsThatMayBlockOffTheLoop() throws Exception {
    stub.on("/sellers/a", Script.json("1")).on("/sellers/b", Script.json("2"));
    try (var gateway = gateway("", split("#array", "delay: { constant: 1 }\n      - " + SELLER))) {
      assertThat(gateway.get("/x").body()).isEqualTo("[1,2,1]");
    }
  }

  @Test
  void givesASplitOfCamelsWithinItsOwnElements() throws Exception {
    stub.otherwise(talk -> Script.json("\"" + talk.request().target() + "\"").play(talk));
    var inner =
        """
        split:
                  constant: "x,y"
                  streaming: true
                  aggregationStrategy: "#array"
                  steps:
                    - to: { uri: "backend:shop/of/{item}" }\
        """;
    try (var gateway = gateway("", split("#array", inner))) {
      assertThat(gateway.get("/x").body()).startsWith("[[\"/of/x\",\"/of/y\"],[\"/of/x\"");
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
  void failsIfTheListCantBeHad() throws Exception {
    try (var gateway =
        gateway(
            "", split("#array", SELLER).replace("$.items[*].sellerId", "$.wrong[*].sellerId"))) {
      var answer = gateway.get("/x");
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.body()).contains("no list", "PathNotFound");
    }
  }

  @Test
  void blamesTheSplitAndNotItsElementsForAListThatCantBeHad() throws Exception {
    try (var log = new LogLines("io.serai.aggregate");
        var gateway =
            gateway(
                SELLERS,
                split("#sellers", SELLER).replace("$.items[*].sellerId", "$.wrong[*].sellerId"))) {
      var answer = gateway.get("/x");
      assertThat(answer.body()).contains("each: no list").doesNotContain("seller:");
      var id = answer.headers().firstValue("x-request-id").orElseThrow();
      assertThat(log.has("request " + id, "each", "gave no list")).isTrue();
    }
  }

  private static ThrowingConsumer<Throwable> refused(String why) {
    return thrown ->
        assertThat(((UnitsRefused) thrown).problems())
            .singleElement()
            .satisfies(problem -> assertThat(problem.toString()).contains(why));
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
        .satisfies(refused("'#sellers': match is missing (expected: such as sellerId = id)"));
  }

  @Test
  void refusesACapThatIsNone() {
    assertThatThrownBy(() -> gateway(join("concurrency: 0"), split("#sellers", SELLER)))
        .satisfies(refused("concurrency: 0 (expected: 1 to 1024)"));
  }
}
