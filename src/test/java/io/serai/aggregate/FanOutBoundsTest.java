package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.RawClient;
import io.serai.testing.StubBackend.Script;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many calls a list may make, how many at a time, and for how long. */
class FanOutBoundsTest extends OrdersGate {
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
}
