package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list of requests in one body, each through the whole gate. */
@Timeout(60)
class BatchTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final String ROUTES =
      """
      - route:
          id: batch
          from:
            uri: "gateway:/batch"
            parameters: { method: POST, maxBody: 1MiB, deadline: 5s }
            steps:
              - to: { uri: "gateway:batch", parameters: { maxItems: 20, maxBytes: 4KiB } }
      - route:
          id: in-turn
          from:
            uri: "gateway:/in-turn"
            parameters: { method: POST }
            steps:
              - to: { uri: "gateway:batch", parameters: { sequential: true } }
      - route:
          id: short
          from:
            uri: "gateway:/short"
            parameters: { method: POST, deadline: 300ms }
            steps:
              - to: { uri: "gateway:batch", parameters: { sequential: true } }
      - route:
          id: off-loop
          from:
            uri: "gateway:/off-loop"
            parameters: { method: POST }
            steps:
              - to: { uri: "gateway:batch" }
              - setHeader: { name: CamelHttpResponseCode, constant: "201" }
      - route:
          id: thing
          from:
            uri: "gateway:/things/{id}"
            parameters: { method: "GET,PUT", query: view, responseHeaders: "ETag,X-Two", maxBody: 1KiB }
            steps:
              - setHeader: { name: ETag, constant: "\\"1\\"" }
              - choice:
                  when:
                    - simple: { expression: "${header.CamelHttpMethod} == 'GET'" }
                      steps:
                        - setBody: { simple: "{\\"id\\":\\"${header.id}\\",\\"view\\":\\"${header.view}\\"}" }
      - route:
          id: text
          from:
            uri: "gateway:/text/{text}"
            steps:
              - setHeader: { name: Content-Type, constant: "text/plain" }
              - setBody: { simple: "${header.text}" }
      - route:
          id: bad
          from:
            uri: "gateway:/bad"
            steps:
              - throwException: { exceptionType: "java.lang.IllegalStateException", message: "secret" }
      - route:
          id: held
          from:
            uri: "gateway:/held/{n}"
            parameters: { deadline: 3s }
            steps:
              - process: { ref: "hold" }
      - route:
          id: large
          from:
            uri: "gateway:/large"
            steps:
              - process: { ref: "large" }
      - route:
          id: bytes
          from:
            uri: "gateway:/bytes"
            steps:
              - process: { ref: "bytes" }
      """;

  private static final Hold HOLD = new Hold();
  private static Gate gate;
  private final Lines lines = Lines.of("io.serai.access");
  private long innerBefore;

  @BeforeAll
  static void open() throws Exception {
    gate = new Gate("listener.health.path", "/up");
    gate.serve(
        "unit",
        route -> !route.equals("text") && !route.equals("off-loop"),
        context -> {
          var registry = context.getRegistry();
          registry.bind("hold", HOLD);
          registry.bind("large", processor(e -> e.getMessage().setBody("x".repeat(3000))));
          registry.bind(
              "bytes", processor(e -> e.getMessage().setBody(new byte[] {(byte) 0xff, 0})));
          Gate.load(context, ROUTES);
        });
  }

  private static Processor processor(Processor step) {
    return step;
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  @BeforeEach
  void count() {
    innerBefore = gate.listener.stats().snapshot().inner();
  }

  @AfterEach
  void clear() {
    HOLD.letAllGo();
    untilNothingIsInFlight();
    lines.close();
  }

  /** Looks at once: the usual first look is after 100 ms, and after every test that adds up. */
  private static void untilNothingIsInFlight() {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> gate.listener.stats().inFlight() == 0);
  }

  /** Items sent in so far by this test. */
  private long inner() {
    return gate.listener.stats().snapshot().inner() - innerBefore;
  }

  private static RawClient.Answer post(String path, String body, String... headers) {
    try (var client = gate.client()) {
      return client.request("POST", path, body, headers).read();
    }
  }

  private static String item(String id, String path) {
    return "{\"id\":\"" + id + "\",\"path\":\"" + path + "\"}";
  }

  private static JsonNode batch(String... items) throws Exception {
    var answer = post("/batch", "[" + String.join(",", items) + "]");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    return JACKSON.readTree(answer.body());
  }

  private static List<Integer> statuses(JsonNode results) {
    var statuses = new ArrayList<Integer>();
    results.forEach(each -> statuses.add(each.get("status").asInt()));
    return statuses;
  }

  private static JsonNode one(String item) throws Exception {
    return batch(item).get(0);
  }

  @Test
  void answersEveryItemInItsPlaceAsIfItHadBeenSentAlone() throws Exception {
    var results =
        batch(
            item("a", "/things/7?view=x&other=y"),
            item("b", "/nowhere"),
            "{\"id\":3,\"method\":\"PUT\",\"path\":\"/things/1\",\"body\":{\"n\": 1}}",
            item("d", "/bad"),
            "{\"id\":\"e\",\"method\":\"DELETE\",\"path\":\"/things/1\"}",
            item("f", "/text/plain%20words"));
    assertThat(statuses(results)).containsExactly(200, 404, 200, 500, 405, 200);
    assertThat(results.get(0).get("id").asText()).isEqualTo("a");
    assertThat(results.get(0).get("body").toString()).isEqualTo("{\"id\":\"7\",\"view\":\"x\"}");
    assertThat(results.get(0).get("headers").get("ETag").asText()).isEqualTo("\"1\"");
    assertThat(results.get(0).get("headers").get("Content-Type").asText())
        .isEqualTo("application/json");
    assertThat(results.get(1).get("body").get("detail").asText())
        .isEqualTo("nothing is served at this path");
    assertThat(results.get(2).get("id").isNumber()).isTrue();
    assertThat(results.get(2).get("body").toString()).isEqualTo("{\"n\":1}");
    assertThat(results.get(3).toString()).doesNotContain("secret");
    assertThat(results.get(4).get("headers").get("Allow").asText()).isEqualTo("GET, HEAD, PUT");
    assertThat(results.get(5).get("body").asText()).isEqualTo("plain words");
    untilNothingIsInFlight();
    assertThat(inner()).isEqualTo(6);
  }

  @Test
  void anEmptyListIsAnsweredByAnEmptyList() {
    assertThat(post("/batch", " [ ] ").body()).isEqualTo("[]");
  }

  @Test
  void itemsRunTogetherAndAreAnsweredInOrderHoweverTheyEnd() throws Exception {
    try (var client = gate.client()) {
      client.request(
          "POST", "/batch", "[" + item("a", "/held/1") + "," + item("b", "/held/2") + "]");
      var first = HOLD.next();
      HOLD.next().letGo("\"second\"");
      first.letGo("\"first\"");
      var results = JACKSON.readTree(client.read().body());
      assertThat(results.get(0).get("body").asText()).isEqualTo("\"first\"");
      assertThat(results.get(1).get("body").asText()).isEqualTo("\"second\"");
    }
  }

  @Test
  void noMoreThanSoManyRunAtATime() throws Exception {
    var items = IntStream.range(0, 12).mapToObj(n -> item("" + n, "/held/" + n));
    try (var client = gate.client()) {
      client.request("POST", "/batch", items.collect(Collectors.joining(",", "[", "]")));
      for (int n = 0; n < 12; n++) {
        var held = HOLD.next();
        // The batch itself and eight.
        assertThat(gate.listener.stats().inFlight()).isLessThanOrEqualTo(9);
        held.letGo("" + n);
      }
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void aSequentialOneGoesOnBehindAFailureOneAfterTheOther() throws Exception {
    try (var client = gate.client()) {
      var items = List.of(item("a", "/bad"), item("b", "/held/1"), item("c", "/held/2"));
      client.request("POST", "/in-turn", "[" + String.join(",", items) + "]");
      var held = HOLD.next();
      assertThat(held.exchange().getMessage().getHeader("n")).isEqualTo("1");
      assertThat(gate.listener.stats().inFlight()).isEqualTo(2);
      held.letGo("1");
      HOLD.next().letGo("2");
      assertThat(statuses(JACKSON.readTree(client.read().body()))).containsExactly(500, 200, 200);
    }
  }

  @Test
  void whatTheTimeOfTheBatchDoesNotReachIsA504() throws Exception {
    try (var client = gate.client()) {
      var items = List.of(item("a", "/things/1"), item("b", "/held/1"), item("c", "/things/2"));
      client.request("POST", "/short", "[" + String.join(",", items) + "]");
      HOLD.next();
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(200);
      var results = JACKSON.readTree(answer.body());
      assertThat(statuses(results)).containsExactly(200, 504, 504);
      assertThat(results.get(1).get("body").get("detail").asText())
          .matches("no answer within the deadline of 2[0-9]{2}ms");
      assertThat(results.get(2).get("body").get("detail").asText())
          .isEqualTo("the time of the batch was over before its turn");
    }
  }

  @Test
  void aClientThatLeavesEndsItsItems() throws Exception {
    Hold.Held held;
    try (var client = gate.client()) {
      client.request("POST", "/batch", "[" + item("a", "/held/1") + "]", "X-Request-Id: r1");
      held = HOLD.next();
    }
    untilNothingIsInFlight();
    held.letGo("nobody reads this");
    await().until(() -> lines.all().size() == 2);
    assertThat(lines.text())
        .matches(
            "(?s).*GET /held/1 499 0B [0-9]+us r1-1 unit/held in:r1\\n"
                + "POST /batch 499 0B [0-9]+us r1 unit/batch");
  }

  @Test
  void eachHasAnIdOfItsOwnAndALineInTheAccessLog() throws Exception {
    var answer =
        post(
            "/batch",
            "[" + item("a", "/things/1?token=secret") + "," + item("b", "/../x") + "]",
            "X-Request-Id: r1");
    assertThat(answer.body()).contains("\"X-Request-Id\":\"r1-1\"", "\"id\":\"r1-2\"");
    await().until(() -> lines.all().size() == 3);
    assertThat(lines.all().get(0))
        .matches("GET /things/1 200 [0-9]+B [0-9]+us r1-1 unit/thing in:r1");
    assertThat(lines.all().get(1)).matches("GET - 400 [0-9]+B [0-9]+us r1-2 - in:r1");
    assertThat(lines.all().get(2)).matches("POST /batch 200 [0-9]+B [0-9]+us r1 unit/batch");
  }

  @Test
  void aBatchOfTenThousandIsRefusedAndNothingOfItDone() {
    var items = (item("x", "/held/1") + ",").repeat(10_000);
    var answer = post("/batch", "[" + items.substring(0, items.length() - 1) + "]");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("the batch has more than 20 items");
    assertThat(inner()).isZero();
  }

  @Test
  void aBatchInABatchIsThatItems508() throws Exception {
    var nested =
        "{\"method\":\"POST\",\"path\":\"/batch\",\"body\":[" + item("x", "/things/1") + "]}";
    var results = batch(nested, item("b", "/things/1"));
    assertThat(statuses(results)).containsExactly(508, 200);
    assertThat(results.get(0).get("body").get("detail").asText())
        .isEqualTo("a batch within a batch");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9070/metrics, 400, the path doesn't begin with one slash",
    "//127.0.0.1:9070/metrics, 400, the path doesn't begin with one slash",
    "127.0.0.1:9070, 400, the path doesn't begin with one slash",
    "/metrics, 404, nothing is served at this path",
    "/../metrics, 400, a dot segment in the path",
    "/%2e%2e/metrics, 400, a dot segment in the path",
    "/things/a%2Fb, 400, 'an encoded slash, backslash or control character in the path'",
    "/things/a b, 400, a character in the path that has to be percent-encoded",
    "/a HTTP/1.1\\r\\nA: b, 400, a character in the path that has to be percent-encoded",
    "/things/\\u00fc, 400, a character in the path that has to be percent-encoded",
    "'', 400, the path is missing",
  })
  void noPathLeadsElsewhere(String path, int status, String detail) throws Exception {
    var result = one(item("a", path));
    assertThat(result.get("status").asInt()).isEqualTo(status);
    assertThat(result.get("body").get("detail").asText()).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"path\":\"/up\",\"method\":\"CONNECT\"} | 501",
        "{\"path\":\"/things/1\",\"method\":\"TRACE\"} | 501",
        "{\"path\":\"/things/1\",\"method\":\"G T\"} | 400",
        "{\"path\":\"/things/1\",\"method\":\"\"} | 400",
        "{\"path\":\"/things/1\",\"method\":7} | 400",
        "{\"path\":7} | 400",
        "{\"path\":\"/things/1\",\"path\":\"/bad\"} | 400",
        "{\"path\":\"/things/1\",\"methode\":\"PUT\"} | 400",
        "{\"path\":\"/things/1\",\"headers\":[]} | 400",
        "{\"path\":\"/things/1\",\"headers\":{\"Accept\":null}} | 400",
        "{\"path\":\"/things/1\",\"headers\":{\"Accept\":\"a\\r\\nHost: b\"}} | 400",
        "{\"path\":\"/things/1\",\"headers\":{\"Accept\":\"\\u010d\"}} | 400",
        "{\"path\":\"/things/1\",\"headers\":{\"Accept\\r\\n\":\"a\"}} | 400",
        "{\"path\":\"/things/1\",\"headers\":{\"Accept\":\"a\",\"accept\":\"b\"}} | 400",
        "{\"path\":\"/things/1\",\"headers\":{\"Upgrade\":\"websocket\"}} | 400",
        "{\"path\":\"/things/1\",\"headers\":{\"Content-Type\":\"text/plain\"},\"body\":{}} | 400",
        "{\"path\":\"/up\"} | 200",
        "{\"path\":\"/things/1\",\"method\":\"HEAD\"} | 200",
        "{\"path\":\"/things/1\",\"body\":null,\"headers\":null,\"method\":null} | 200",
      })
  void anItemThatIsNoRequestIsItsOwn4xx(String item, int status) throws Exception {
    var results = batch(item, item("other", "/things/1"));
    assertThat(statuses(results)).containsExactly(status, 200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | invalid JSON at byte 0: the text is empty",
        "[{\"path\":\"/things/1\"} | invalid JSON at byte 21: the text ends too early",
        "{\"batch\":[]} | the batch is no JSON array",
        "[1] | item 1: no JSON object",
        "[{\"path\":\"/held/1\"},[]] | item 2: no JSON object",
        "[{\"id\":\"a\",\"path\":\"/held/1\"},{\"id\":\"a\"}] | item 2: its id is that of an item"
            + " before it",
        "[{\"id\":\"2\",\"path\":\"/held/1\"},{}] | item 2: its id is that of an item before it",
        "[{\"id\":1,\"path\":\"/held/1\"},{\"id\":\"1\"}] | item 2: its id is that of an item"
            + " before it",
        "[{\"id\":{}}] | item 1: the id is neither a string nor a number",
        "[{\"id\":1,\"id\":2}] | item 1: the member id twice",
      })
  void aListThatIsNoneIsRefusedWholeWithThePlace(String body, String detail) throws Exception {
    var answer = post("/batch", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(JACKSON.readTree(answer.body()).get("detail").asText()).isEqualTo(detail);
    assertThat(inner()).isZero();
  }

  @Test
  void anItemLargerThanItsRouteTakesIsThatItems413() throws Exception {
    var large = "{\"method\":\"PUT\",\"path\":\"/things/1\",\"body\":\"" + "x".repeat(2000) + "\"}";
    assertThat(statuses(batch(large, item("b", "/things/1")))).containsExactly(413, 200);
  }

  @Test
  void aBatchWithAnItemOfAHundredMegabytesIsRefusedAtItsHead() {
    try (var client = gate.client()) {
      client.send(
          "POST /batch HTTP/1.1\r\nHost: a\r\nContent-Length: 104857600\r\n\r\n[{\"body\":\"");
      assertThat(client.read().status()).isEqualTo(413);
    }
  }

  @Test
  void anAnswerThatGoesBeyondWhatTheBatchMayTakeIsLeftOut() throws Exception {
    var results = batch(item("a", "/large"), item("b", "/large"), item("c", "/things/1"));
    assertThat(statuses(results)).containsExactly(200, 507, 200);
    assertThat(results.get(1).get("body").get("detail").asText()).startsWith("answered 200, and");
  }

  @Test
  void bytesThatAreNoTextComeInBase64() throws Exception {
    var result = one(item("a", "/bytes"));
    assertThat(result.get("body").asText()).isEqualTo("/wA=");
    assertThat(result.get("bodyEncoding").asText()).isEqualTo("base64");
  }

  @Test
  void anItemOfAnotherRouteMayBlock() throws Exception {
    var results = batch(item("a", "/text/one"), item("b", "/things/1"), item("c", "/text/two"));
    assertThat(statuses(results)).containsExactly(200, 200, 200);
    assertThat(results.get(2).get("body").asText()).isEqualTo("two");
  }

  @Test
  void aBatchMayStandInARouteThatMayBlock() throws Exception {
    var items = "[" + item("a", "/text/one") + "," + item("b", "/things/1") + "]";
    var answer = post("/off-loop", items);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(statuses(JACKSON.readTree(answer.body()))).containsExactly(200, 200);
  }

  @Test
  void anItemThatThereIsNoPlaceForIsA503AndNothingWaits() throws Exception {
    try (var narrow = new Gate("admission.maxInFlight", "2")) {
      narrow.serve(
          "unit",
          route -> true,
          context -> {
            context.getRegistry().bind("hold", HOLD);
            context.getRegistry().bind("large", HOLD);
            context.getRegistry().bind("bytes", HOLD);
            Gate.load(context, ROUTES);
          });
      try (var client = narrow.client()) {
        client.request(
            "POST", "/batch", "[" + item("a", "/held/1") + "," + item("b", "/held/2") + "]");
        HOLD.next().letGo("1");
        var results = JACKSON.readTree(client.read().body());
        assertThat(statuses(results)).containsExactly(200, 503);
        assertThat(results.get(1).get("headers").get("Retry-After").asText()).isNotEmpty();
      }
    }
  }

  /** Whatever comes is answered, one way or the other, and leaves nothing behind. */
  @Test
  void aBatchWithAnyBytesBrokenIsAnswered() {
    var whole =
        """
        [{"id":"a","path":"/things/7?view=%20","headers":{"Accept":"*/*"}},
         {"id":2,"method":"PUT","path":"/things/1","body":{"n":[1,"\\u00e4\\n"]}},{"path":"/nowhere"}]
        """
            .getBytes(StandardCharsets.UTF_8);
    var random = new Random(1);
    try (var client = gate.client()) {
      for (int n = 0; n < 300; n++) {
        var broken = whole.clone();
        for (int k = 0; k <= n % 3; k++) {
          int at = random.nextInt(broken.length);
          broken[at] =
              n % 2 == 0 ? (byte) random.nextInt(256) : broken[random.nextInt(whole.length)];
        }
        var body = new String(broken, StandardCharsets.ISO_8859_1);
        assertThat(client.request("POST", "/batch", body).read().status()).isIn(200, 400);
      }
    }
  }

  @Test
  void jsonLinesAreAnsweredByALineForEachAsSoonAsItEnds() throws Exception {
    var items = item("a", "/held/1") + "\n\r\n" + item("b", "/things/1") + "\r\n";
    try (var client = gate.client()) {
      client.request("POST", "/batch", items, "Content-Type: application/x-ndjson");
      var held = HOLD.next();
      var answer = client.readHead();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
      assertThat(JACKSON.readTree(client.chunk()).get("id").asText()).isEqualTo("b");
      held.letGo("{\"n\":\n1}");
      var last = client.chunk();
      assertThat(last).endsWith("}\n").doesNotContain("\n1");
      assertThat(JACKSON.readTree(last).get("body").get("n").asInt()).isOne();
      assertThat(client.chunk()).isEmpty();
    }
  }

  @Test
  void aLineThatIsNoJsonIsToldByItsNumber() {
    var answer =
        post(
            "/batch",
            item("a", "/held/1") + "\n\n{\"path\" 1}\n",
            "Content-Type: application/jsonl");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("line 3: invalid JSON at byte 8: an unexpected '1'");
  }

  @Test
  void aListIsAnsweredInLinesToWhoTakesThem() {
    try (var client = gate.client()) {
      var items = "[" + item("a", "/nowhere") + "]";
      client.request("POST", "/batch", items, "Accept: application/jsonl");
      assertThat(client.readHead().header("Content-Type")).isEqualTo("application/jsonl");
      assertThat(client.chunks()).startsWith("{\"id\":\"a\",\"status\":404,").endsWith("}\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // sent | Accept | answered in
        "application/json | application/x-ndjson;q=0 | application/json",
        "application/json | application/x-ndjson;q=0.1, application/json | application/json",
        "application/json | application/x-ndjson, application/json;q=0.9 | application/x-ndjson",
        "application/json | application/x-ndjson, application/json | application/json",
        "application/json | application/ndjson | application/ndjson",
        "application/json | application/jsonl;q=0.5, application/ndjson;q=0.6 | application/ndjson",
        "application/json | */* | application/json",
        "application/json | text/html | application/json",
        "application/x-ndjson | application/x-ndjson, application/json | application/x-ndjson",
        "application/x-ndjson | application/json | application/json",
        "application/x-ndjson | application/x-ndjson;q=0, */* | application/jsonl",
        "application/ndjson | */* | application/x-ndjson",
      })
  void theClientIsAnsweredInWhatItLikesBest(String sent, String accept, String type) {
    var lines = !sent.equals("application/json");
    var items = lines ? item("a", "/nowhere") : "[" + item("a", "/nowhere") + "]";
    try (var client = gate.client()) {
      client.request("POST", "/batch", items, "Content-Type: " + sent, "Accept: " + accept);
      assertThat(client.readHead().header("Content-Type")).isEqualTo(type);
    }
  }

  @Test
  void whatIsCountedForRequestsIsCountedForItems() throws Exception {
    long before = answered("thing");
    batch(item("a", "/things/1"), item("b", "/things/2"));
    assertThat(answered("thing")).isEqualTo(before + 2);
  }

  private static long answered(String route) {
    return gate.listener.stats().snapshot().routes().stream()
        .filter(each -> each.route().equals(route))
        .mapToLong(each -> each.byClass().get(0))
        .sum();
  }

  @Test
  void anExchangeThatIsNobodysRequestCanSendNothingIn() throws Exception {
    try (var template = gate.lastContext().createProducerTemplate()) {
      var exchange = template.send("gateway:batch", made -> made.getIn().setBody("[]"));
      assertThat(exchange.getException()).hasMessageContaining("route of a client's request");
      assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT)).isNull();
    }
  }
}
