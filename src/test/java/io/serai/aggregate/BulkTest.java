package io.serai.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.routes.UnitsRefused;
import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many callers of one thing each, and one bulk call, through the whole gate. */
@Timeout(60)
class BulkTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final String BY_KEY =
      "item: \"{sku}\", request: \"{skus: .}\", reply: \".prices\", key: \".sku\"";

  private final StubBackend stub = StubBackend.start();
  private final Map<String, String> settings = new TreeMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path base;

  private static String routes(String properties, String completion) {
    return """
        - beans:
            - name: prices
              type: io.serai.aggregate.Bulk
              properties: { %s }
        - route:
            id: prices
            from:
              uri: "gateway:/prices/{sku}"
              parameters: { report: headers, deadline: 2s }
              steps:
                - aggregate:
                    id: price
                    correlationExpression: { constant: { expression: all } }
                    aggregationStrategy: "#bean:prices"
                    %s
                    steps:
                      - to: { uri: "backend:pricing/bulk", parameters: { method: POST, idempotent: true } }
        """
        .formatted(properties, completion);
  }

  private Gateway gateway(String properties, String completion) throws Exception {
    settings.put("backend.pricing.url", stub.url());
    return Gateway.start(base, settings, routes(properties, completion));
  }

  @AfterEach
  void close() {
    stub.close();
  }

  /** A price for each sku asked for, in an order of its own. */
  private static Script prices(UnaryOperator<List<String>> order) {
    return talk -> {
      var asked = new ArrayList<String>();
      JACKSON.readTree(talk.request().text()).get("skus").forEach(it -> asked.add(it.asText()));
      var prices = new ArrayList<String>();
      for (var sku : order.apply(asked)) {
        prices.add("{\"sku\":\"" + sku + "\",\"price\":\"of " + sku + "\"}");
      }
      Script.json("{\"prices\":[" + String.join(",", prices) + "]}").play(talk);
    };
  }

  private static List<String> reversed(List<String> asked) {
    Collections.reverse(asked);
    return asked;
  }

  private CompletableFuture<HttpResponse<String>> ask(Gateway gateway, String sku) {
    var uri = URI.create("http://127.0.0.1:" + gateway.port() + "/prices/" + sku);
    return client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private List<HttpResponse<String>> askAll(Gateway gateway, String... skus) {
    return List.of(skus).stream().map(sku -> ask(gateway, sku)).toList().stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private static List<String> bodies(List<HttpResponse<String>> answers) {
    return answers.stream().map(HttpResponse::body).toList();
  }

  private static String price(String sku) {
    return "{\"sku\":\"" + sku + "\",\"price\":\"of " + sku + "\"}";
  }

  @Test
  void callersAreHeldUntilTheyAreEnoughAndEachGoesOnWithItsOwnSlice() throws Exception {
    stub.on("/bulk", prices(BulkTest::reversed));
    try (var gateway = gateway(BY_KEY, "completionSize: 3")) {
      var answers = askAll(gateway, "a", "b", "c");
      assertThat(bodies(answers)).containsExactly(price("a"), price("b"), price("c"));
      assertThat(answers.get(0).headers().firstValue("content-type")).contains("application/json");
      assertThat(answers.get(0).headers().firstValue("proxy-status").orElse("")).contains("price");
      assertThat(stub.requests()).hasSize(1);
    }
  }

  @Test
  void callersOfTheSameThingShareItsElement() throws Exception {
    stub.on("/bulk", prices(asked -> asked));
    try (var gateway = gateway(BY_KEY, "completionSize: 4")) {
      var answers = askAll(gateway, "a", "b", "a", "a");
      assertThat(bodies(answers)).containsExactly(price("a"), price("b"), price("a"), price("a"));
      assertThat(JACKSON.readTree(stub.requests().get(0).body()).get("skus")).hasSize(2);
    }
  }

  @Test
  void aTimeoutOfMillisecondsLetsThoseGoWhoAreThere() throws Exception {
    stub.on("/bulk", prices(asked -> asked));
    try (var gateway =
        gateway(BY_KEY, "completionSize: 50\n            completionTimeout: \"5\"")) {
      assertThat(askAll(gateway, "a").get(0).body()).isEqualTo(price("a"));
      long begin = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        assertThat(askAll(gateway, "x" + i).get(0).body()).isEqualTo(price("x" + i));
      }
      // Camel's own checker looks once a second.
      assertThat(System.nanoTime() - begin).isLessThan(Duration.ofSeconds(3).toNanos());
    }
  }

  @Test
  void anIntervalCountsFromTheFirstHoweverManyMoreCome() throws Exception {
    stub.on("/bulk", prices(asked -> asked));
    var completion = "completionTimeout: \"1500\"\n            completionInterval: \"40\"";
    try (var gateway = gateway(BY_KEY, completion)) {
      assertThat(askAll(gateway, "a", "b")).allMatch(it -> it.statusCode() == 200);
    }
  }

  @Test
  void withoutAKeySlicesAreInTheOrderOfTheItems() throws Exception {
    stub.on("/bulk", talk -> Script.json(talk.request().text()).play(talk));
    var byOrder = "item: '{\"of\": {sku}}'";
    try (var gateway = gateway(byOrder, "completionSize: 3")) {
      assertThat(bodies(askAll(gateway, "a", "b", "c")))
          .containsExactly("{\"of\": \"a\"}", "{\"of\": \"b\"}", "{\"of\": \"c\"}");
    }
  }

  @Test
  void theAnswerMayBeginWithALineBreak() throws Exception {
    stub.on("/bulk", talk -> Script.json("\r\n \t" + talk.request().text() + "\n").play(talk));
    try (var gateway = gateway("item: \"{sku}\"", "completionSize: 2")) {
      assertThat(bodies(askAll(gateway, "a", "b"))).containsExactly("\"a\"", "\"b\"");
    }
  }

  @Test
  void aRouteThatWasStoppedAndIsStartedAgainHoldsCallersAgain() throws Exception {
    stub.on("/bulk", prices(asked -> asked));
    var jmx = ManagementFactory.getPlatformMBeanServer();
    var route = new ObjectName("org.apache.camel:context=unit,type=routes,name=\"prices\"");
    try (var gateway = gateway(BY_KEY, "completionSize: 2")) {
      await().until(() -> jmx.isRegistered(route));
      jmx.invoke(route, "stop", null, null);
      assertThat(ask(gateway, "a").join().statusCode()).isEqualTo(404);
      jmx.invoke(route, "start", null, null);
      assertThat(bodies(askAll(gateway, "a", "b"))).containsExactly(price("a"), price("b"));
      assertThat(stub.requests()).as("one call for both").hasSize(1);
    }
  }

  @Test
  void anAnswerInOrderOfAnotherLengthBelongsToNobody() throws Exception {
    for (var wrong : List.of("[1]", "[1,2,3]", "[]")) {
      stub.on("/bulk", Script.json(wrong));
      try (var gateway = gateway("item: \"{sku}\"", "completionSize: 2")) {
        assertThat(askAll(gateway, "a", "b"))
            .allMatch(it -> it.statusCode() == 502 && it.body().contains("for 2 items"));
      }
    }
  }

  @Test
  void whatTheAnswerDoesNotHoldIsThatCallersMissingPart() throws Exception {
    stub.on("/bulk", prices(asked -> asked.stream().filter(it -> !it.equals("b")).toList()));
    try (var gateway = gateway(BY_KEY, "completionSize: 3")) {
      var answers = askAll(gateway, "a", "b", "c");
      assertThat(answers.stream().map(HttpResponse::statusCode)).containsExactly(200, 404, 200);
      assertThat(answers.get(1).body()).contains("price: not in the bulk answer");
    }
    stub.on("/bulk", Script.json("[null,7]"));
    try (var gateway = gateway("item: \"{sku}\"", "completionSize: 2")) {
      var statuses = askAll(gateway, "a", "b").stream().map(HttpResponse::statusCode);
      assertThat(statuses).containsExactlyInAnyOrder(200, 404);
    }
  }

  @Test
  void ofSeveralElementsForOneItemTheFirstCountsAndStrangersCountForNobody() throws Exception {
    stub.on(
        "/bulk",
        Script.json(
            "{\"prices\":[{\"sku\":\"z\"},null,7,{\"sku\":42,\"n\":1},{\"sku\":\"42\",\"n\":2}]}"));
    try (var gateway = gateway(BY_KEY, "completionSize: 1")) {
      assertThat(askAll(gateway, "42").get(0).body()).isEqualTo("{\"sku\":42,\"n\":1}");
    }
  }

  @Test
  void aFailedCallIsEveryonesFailure() throws Exception {
    stub.on("/bulk", Script.status(503));
    try (var gateway = gateway(BY_KEY, "completionSize: 2")) {
      assertThat(askAll(gateway, "a", "b")).allMatch(it -> it.statusCode() == 503);
    }
    stub.on("/bulk", Script.json("{\"prices\":7}"));
    try (var gateway = gateway(BY_KEY, "completionSize: 2")) {
      assertThat(askAll(gateway, "a", "b"))
          .allMatch(it -> it.statusCode() == 502 && it.body().contains("holds no list"));
    }
  }

  @Test
  void eachCallerHandlesTheFailureByItself() throws Exception {
    stub.on("/bulk", Script.status(500));
    settings.put("backend.pricing.url", stub.url());
    var routes =
        """
        - onException:
            exception: [ io.serai.PartFailed ]
            handled: { constant: { expression: "true" } }
            steps:
              - setBody: { simple: { expression: "sorry ${header.sku}" } }
        """
            + routes(BY_KEY, "completionSize: 2");
    try (var gateway = Gateway.start(base, settings, routes)) {
      assertThat(bodies(askAll(gateway, "a", "b"))).containsExactly("sorry a", "sorry b");
    }
  }

  @Test
  void aCallerWaitsWithinItsOwnDeadlineAndTheOthersGoOn() throws Exception {
    stub.on("/bulk", prices(asked -> asked));
    settings.put("backend.pricing.url", stub.url());
    var routes = routes(BY_KEY, "completionSize: 2").replace("deadline: 2s", "deadline: 300ms");
    try (var gateway = Gateway.start(base, settings, routes)) {
      assertThat(askAll(gateway, "alone").get(0).statusCode()).isEqualTo(504);
      assertThat(bodies(askAll(gateway, "a", "b"))).containsExactly(price("a"), price("b"));
      assertThat(stub.requests()).hasSize(1);
    }
  }

  @Test
  void theCallIsCancelledOnceAllHaveLeft() throws Exception {
    stub.on("/bulk", Script.hang());
    settings.put("backend.pricing.url", stub.url());
    settings.put("backend.pricing.timeout", "20s");
    var routes = routes(BY_KEY, "completionSize: 2").replace("deadline: 2s", "deadline: 300ms");
    try (var gateway = Gateway.start(base, settings, routes)) {
      assertThat(askAll(gateway, "a", "b")).allMatch(it -> it.statusCode() == 504);
      await().until(() -> stub.requests().size() == 1 && stub.openConnections() == 0);
    }
  }

  @Test
  void moreThanMayWaitAreTurnedAway() throws Exception {
    stub.on("/bulk", prices(asked -> asked));
    try (var gateway = gateway(BY_KEY + ", maxWaiting: 2", "completionSize: 3")) {
      assertThat(askAll(gateway, "a", "b", "c").stream().map(HttpResponse::statusCode))
          .contains(503)
          .contains(504);
    }
  }

  @Test
  void callersGoTogetherThatHaveTheSameCorrelation() throws Exception {
    stub.on("/bulk", prices(asked -> asked));
    settings.put("backend.pricing.url", stub.url());
    var routes =
        routes(BY_KEY, "completionSize: 2")
            .replace("constant: { expression: all }", "header: { expression: sku }");
    try (var gateway = Gateway.start(base, settings, routes)) {
      assertThat(bodies(askAll(gateway, "a", "b", "a", "b")))
          .containsExactly(price("a"), price("b"), price("a"), price("b"));
      assertThat(stub.requests()).hasSize(2);
    }
  }

  @Test
  void nothingThatAClientSendsGoesAlong() throws Exception {
    stub.on("/bulk", prices(asked -> asked));
    settings.put("backend.pricing.url", stub.url());
    var routes =
        routes(BY_KEY, "completionSize: 1")
            .replace("report: headers", "report: headers, requestHeaders: X-Tenant")
            .replace("idempotent: true", "idempotent: true, requestHeaders: X-Tenant");
    try (var gateway = Gateway.start(base, settings, routes)) {
      var uri = URI.create("http://127.0.0.1:" + gateway.port() + "/prices/a");
      var request = HttpRequest.newBuilder(uri).header("X-Tenant", "one's own").build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo(price("a"));
      assertThat(stub.requests().get(0).header("X-Tenant")).isNull();
    }
  }

  @Test
  void aThousandCallersEachGetTheirOwn() throws Exception {
    stub.on("/bulk", prices(BulkTest::reversed));
    var completion = "completionSize: 50\n            completionTimeout: \"20\"";
    settings.put("backend.pricing.url", stub.url());
    var routes = routes(BY_KEY, completion).replace("deadline: 2s", "deadline: 30s");
    try (var gateway = Gateway.start(base, settings, routes)) {
      var skus = new String[1000];
      for (int i = 0; i < skus.length; i++) {
        skus[i] = "s" + i;
      }
      var answers = bodies(askAll(gateway, skus));
      for (int i = 0; i < skus.length; i++) {
        assertThat(answers.get(i)).isEqualTo(price(skus[i]));
      }
      assertThat(stub.requests().size()).isLessThan(200);
      assertThat(stub.requests().stream().map(it -> new String(it.body(), StandardCharsets.UTF_8)))
          .allMatch(it -> it.startsWith("{\"skus\":["));
    }
  }

  @Test
  void saysWhatIsWrongWithIt() {
    refused("request: \"{skus: .}\"", "completionSize: 2", "item: '' refers to nothing");
    refused("item: \"{sku}\", reply: \".prices |\"", "completionSize: 2", "reply: '.prices |'");
    refused("item: \"{sku}\", maxWaiting: 0", "completionSize: 2", "maxWaiting: 0 (expected: 1 to");
    refused("item: \"{sku}\"", "eagerCheckCompletion: true", "nothing says when callers go");
    refused(
        "item: \"{sku}\"",
        "completionSize: 2\n            discardOnCompletionTimeout: true",
        "doesn't go with discardOnCompletionTimeout");
  }

  private void refused(String properties, String completion, String words) {
    settings.put("backend.pricing.url", stub.url());
    refused(routes(properties, completion), words);
  }

  private void refused(String routes, String words) {
    assertThatThrownBy(() -> Gateway.start(base, settings, routes).close())
        .isInstanceOfSatisfying(
            UnitsRefused.class,
            refused -> assertThat(refused.problems()).asString().contains(words));
  }

  @Test
  void refusesABulkInAMulticast() {
    settings.put("backend.pricing.url", stub.url());
    var routes =
        """
        - beans:
            - name: prices
              type: io.serai.aggregate.Bulk
              properties: { item: "{sku}" }
        - route:
            id: price
            from:
              uri: "gateway:/prices/{sku}"
              steps:
                - multicast:
                    aggregationStrategy: "#prices"
                    steps:
                      - to: { uri: "backend:pricing/one", parameters: { as: one } }
                      - to: { uri: "backend:pricing/two", parameters: { as: two } }
        """;
    refused(routes, "#prices is a Bulk, which goes with aggregate");
  }
}
