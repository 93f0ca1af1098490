package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.StubBackend.Script;
import org.junit.jupiter.api.Test;

/** A list endpoint that there is nothing to ask for, and a join into what is no list. */
class EmptyListTest extends OrdersGate {
  private static String lookedUpByList(String orders, String query) {
    return """
        - multicast:
            parallelProcessing: true
            aggregationStrategy: "#sellers"
            steps:
              - to: { uri: "backend:shop/orders", parameters: { %s } }
              - to: { uri: "backend:shop/sellers", parameters: { as: them, query: "all=yes&id=%s" } }
        """
        .formatted(orders, query);
  }

  @Test
  void asksAListEndpointForNothingIfThereIsNothingToAskFor() throws Exception {
    stub.on("/sellers", Script.json("[{\"id\":\"everything\"}]"));
    int round = 0;
    for (var form : new String[] {"", "?"}) {
      base = base.resolve("round" + round++);
      var query = "{orders.items[].sellerId" + form + "}";
      try (var gateway = whole(SELLERS, lookedUpByList("as: orders", query))) {
        stub.on("/orders", Script.json("{\"items\":[]}"));
        var answer = gateway.get("/x");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"items\":[]}");
        // Where there is no list, or no value in it, a question mark says that it may be so.
        for (var none : new String[] {"null", "[{\"id\":1}]", "[{\"sellerId\":null}]"}) {
          var orders = "{\"items\":" + none + "}";
          stub.on("/orders", Script.json(orders));
          answer = gateway.get("/x");
          assertThat(answer.statusCode()).isEqualTo(form.isEmpty() ? 502 : 200);
          assertThat(answer.body())
              .contains(form.isEmpty() ? "missing: {orders.items[].sellerId}" : orders);
        }
      }
    }
    assertThat(stub.requests()).noneMatch(request -> request.target().startsWith("/sellers"));
    base = base.resolve("default");
    try (var gateway =
        whole(SELLERS, lookedUpByList("as: orders", "{orders.items[].sellerId:none}"))) {
      stub.on("/orders", Script.json("{\"items\":[]}"));
      assertThat(gateway.get("/x").statusCode()).isEqualTo(200);
      assertThat(asked("/sellers?all=yes&id=none")).isEqualTo(1);
    }
  }

  @Test
  void asksForNothingIfThePartWithTheListIsMissing() throws Exception {
    stub.on("/sellers", Script.json("[{\"id\":\"everything\"}]"));
    try (var gateway =
        whole(
            SELLERS, lookedUpByList("as: orders, optional: true", "{orders.items[].sellerId?}"))) {
      stub.on("/orders", Script.status(500));
      var answer = gateway.get("/x");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("null");
      assertThat(stub.requests()).noneMatch(request -> request.target().startsWith("/sellers"));
    }
  }

  @Test
  void failsIfWhatIsJoinedIntoHoldsNoList() throws Exception {
    stub.on("/sellers", Script.json("[]"));
    var ids = "{orders.items[].sellerId?}";
    try (var gateway = whole(SELLERS, lookedUpByList("as: orders", ids))) {
      for (var wrong : new String[] {"\"none\"", "{\"id\":1}", "7"}) {
        stub.on("/orders", Script.json("{\"items\":" + wrong + "}"));
        var answer = gateway.get("/x");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("orders: can't be joined into");
      }
      stub.on("/orders", Script.json("{\"page\":1}"));
      assertThat(gateway.get("/x").body()).isEqualTo("{\"page\":1}");
    }
    base = base.resolve("optional");
    try (var gateway = whole(SELLERS, lookedUpByList("as: orders, optional: true", ids))) {
      stub.on("/orders", Script.json("{\"items\":\"none\"}"));
      var answer = gateway.get("/x");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("null");
    }
  }
}
