package io.serai.aggregate;

import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gate whose route begins with a call of the orders, and a stub behind it. What follows looks up
 * the sellers that the orders name.
 */
abstract class OrdersGate {
  final StubBackend stub = StubBackend.start();
  final Map<String, String> settings = new TreeMap<>();
  String deadline = "1s";
  @TempDir Path base;

  static final String ORDERS =
      "{\"page\":1,\"items\":[{\"id\":1,\"sellerId\":\"a\"},{\"id\":2,\"sellerId\":\"b\"},"
          + "{\"id\":3,\"sellerId\":\"a\"},{\"id\":4,\"sellerId\":null},{\"id\":5}]}";

  /** The beans and the route whose steps these are, behind a call of the orders. */
  Gateway gateway(String beans, String steps) throws Exception {
    return whole(
        beans, "- to: { uri: \"backend:shop/orders\", parameters: { as: orders } }\n" + steps);
  }

  Gateway whole(String beans, String steps) throws Exception {
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

  static String join(String properties) {
    return """
        - beans:
            - name: sellers
              type: io.serai.aggregate.Join
              properties: { %s }
        """
        .formatted(properties);
  }

  static final String SELLERS =
      join("into: \"orders.items[]\", match: \"sellerId = id\", as: seller, concurrency: 8");

  static String split(String strategy, String call) {
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

  static final String SELLER =
      "to: { uri: \"backend:shop/sellers/{item}\", parameters: { optional: true } }";

  @AfterEach
  void close() {
    stub.close();
  }

  long asked(String path) {
    return stub.requests().stream().filter(it -> it.target().equals(path)).count();
  }
}
