package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.LogLines;
import io.serai.testing.StubBackend.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Splits through the whole gate, against real backends. */
class FanOutTest extends OrdersGate {
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
}
