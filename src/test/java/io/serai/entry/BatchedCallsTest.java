package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.routes.UnitsRefused;
import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a batch's items come to at the backends: whose headers, how many calls, whose writes. */
@Timeout(60)
class BatchedCallsTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final String ROUTES =
      """
      - route:
          id: batch
          from:
            uri: "gateway:/batch"
            parameters: { method: POST, deadline: 5s }
            steps:
              - to: { uri: "gateway:batch", parameters: { PARAMETERS } }
      - route:
          id: one
          from:
            uri: "gateway:/one/{id}"
            parameters: { method: "GET,POST", requestHeaders: "*", query: "*" }
            steps:
              - to: { uri: "backend:stub/one/{id}", parameters: { method: "*", requestHeaders: "*", query: "*" } }
      - route:
          id: several
          from:
            uri: "gateway:/several"
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:stub/a", parameters: { as: a } }
                    - to: { uri: "backend:stub/b", parameters: { as: b } }
      - route:
          id: slow
          from:
            uri: "gateway:/slow"
            parameters: { deadline: 150ms }
            steps:
              - to: { uri: "backend:stub/slow" }
      """;

  private static StubBackend stub;
  private static Gateway gateway;
  @TempDir static Path shared;
  @TempDir Path base;

  @BeforeAll
  static void open() throws Exception {
    stub = StubBackend.start().otherwise(Script.json("{\"ok\": true}"));
    gateway = gateway(shared, "maxItems: 5");
  }

  @AfterAll
  static void close() {
    gateway.close();
    stub.close();
  }

  @BeforeEach
  void forget() {
    stub.requests().clear();
  }

  private static Gateway gateway(Path base, String parameters, String... settings)
      throws Exception {
    var all = new TreeMap<>(Map.of("backend.stub.url", stub.url()));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return Gateway.start(base, all, ROUTES.replace("{ PARAMETERS }", "{ " + parameters + " }"));
  }

  private static JsonNode post(Gateway gateway, String items, String... headers) throws Exception {
    try (var client = new RawClient(gateway.port())) {
      var answer = client.request("POST", "/batch", items, headers).read();
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      return JACKSON.readTree(answer.body());
    }
  }

  @Test
  void whoTheClientIsCountsFromTheOuterRequestAlone() throws Exception {
    var results =
        post(
            gateway,
            """
            [{"path":"/one/1?q=a%26b","headers":{"Accept-Language":"de","If-None-Match":"\\"1\\""}}]
            """,
            "Authorization: Bearer outer",
            "Cookie: session=outer",
            "X-Tenant: outer",
            "X-Forwarded-For: 192.0.2.1",
            "Accept-Language: en",
            "If-Match: \"2\"",
            "Idempotency-Key: outer",
            "Content-Type: application/json",
            "Connection: X-Hop",
            "X-Hop: here",
            "Via: 1.1 front",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "X-Request-Id: r1");
    assertThat(results.get(0).get("body").toString()).isEqualTo("{\"ok\":true}");
    var seen = stub.requests().get(0);
    assertThat(seen.target()).isEqualTo("/one/1?q=a%26b");
    assertThat(seen.header("Authorization")).isEqualTo("Bearer outer");
    assertThat(seen.header("Cookie")).isEqualTo("session=outer");
    assertThat(seen.header("X-Tenant")).isEqualTo("outer");
    assertThat(seen.header("X-Forwarded-For")).isEqualTo("192.0.2.1");
    assertThat(seen.header("Accept-Language")).isEqualTo("de");
    assertThat(seen.header("If-None-Match")).isEqualTo("\"1\"");
    assertThat(seen.header("X-Request-Id")).isEqualTo("r1-1");
    assertThat(seen.header("traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
    assertThat(seen.header("Via")).startsWith("1.1 front, 1.1 serai-");
    assertThat(seen.header("Via").split(",")).hasSize(2);
    assertThat(seen.headers())
        .noneMatch(line -> line.matches("(?i)(If-Match|Idempotency-Key|X-Hop|Content-Length):.*"));
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization",
    "cookie",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "Forwarded",
    "Host",
    "Via",
    "X-Request-Id",
    "traceparent",
    "X-Api-Key",
    "X-Tenant",
    "Origin",
    "Connection",
    "Transfer-Encoding",
    "Content-Length",
    "CamelHttpUri",
    "Proxy-Authorization",
    "Content-Encoding"
  })
  void anItemThatSaysSoItselfIsRefused(String name) throws Exception {
    var results =
        post(
            gateway,
            "[{\"path\":\"/one/1\",\"headers\":{\"" + name + "\":\"inner\"}}]",
            "X-Tenant: outer");
    assertThat(results.get(0).get("status").asInt()).isEqualTo(400);
    assertThat(results.get(0).get("body").get("detail").asText())
        .isEqualTo("the header " + name + " counts from the batch's own request, an item has none");
    assertThat(stub.requests()).isEmpty();
  }

  @Test
  void anOperatorMayLetItemsHaveMore() throws Exception {
    try (var gateway = gateway(base, "requestHeaders: \"X-Tenant\"")) {
      post(
          gateway,
          "[{\"path\":\"/one/1\",\"headers\":{\"x-tenant\":\"inner\"}}]",
          "X-Tenant: outer");
    }
    assertThat(stub.requests().get(0).header("X-Tenant")).isEqualTo("inner");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "requestHeaders: \"X-Ok,Authorization\" | requestHeaders: 'Authorization' (expected: names"
            + " of",
        "maxItems: 0 | maxItems: '0' (expected: a whole number from 1 to 10000)",
        "concurrency: many | concurrency: 'many'",
        "maxBytes: 8 | maxBytes: '8'",
        "sequential: yes please | sequential: 'yes please' (expected: true or false)",
        "maxItem: 3 | gateway: has no parameter 'maxItem'",
        "deadline: 3s | gateway: has no parameter 'deadline'",
      })
  void aWrongParameterIsRefusedWithItsPlace(String parameters, String message) {
    assertThatThrownBy(() -> gateway(base, parameters).close())
        .isInstanceOfSatisfying(
            UnitsRefused.class,
            refused ->
                assertThat(refused.problems().toString()).contains("unit.camel.yaml", message));
  }

  @Test
  void callsAreCountedForEachItemAsIfItHadComeAlone() throws Exception {
    try (var gateway = gateway(base, "maxItems: 5", "request.maxCalls", "2")) {
      var results = post(gateway, "[{\"path\":\"/several\"},{\"path\":\"/several\"}]");
      assertThat(results.get(0).get("status").asInt()).isEqualTo(200);
      assertThat(results.get(1).get("status").asInt()).isEqualTo(200);
      // The two are called at once, and are told in the order in which they came back.
      assertThat(results.get(1).get("headers").get("Proxy-Status").asText().split(", "))
          .containsExactlyInAnyOrder("a;received-status=200", "b;received-status=200");
    }
    assertThat(stub.requests()).hasSize(4);
  }

  @Test
  void anItemHasNoLongerThanItsOwnRouteGives() throws Exception {
    stub.on("/slow", Script.hang());
    var results = post(gateway, "[{\"path\":\"/slow\"},{\"path\":\"/one/1\"}]");
    assertThat(results.get(0).get("status").asInt()).isEqualTo(504);
    assertThat(results.get(1).get("status").asInt()).isEqualTo(200);
  }

  @Test
  void aWriteThatHasBegunGoesOnWithoutItsClient() throws Exception {
    var left = new CountDownLatch(1);
    stub.on(
        "/one/write",
        talk -> {
          awaited(left);
          Script.json("{}").play(talk);
        });
    try (var access = Lines.of("io.serai.access");
        var calls = Lines.of("io.serai.backend")) {
      try (var client = new RawClient(gateway.port())) {
        client.request(
            "POST",
            "/batch",
            "[{\"path\":\"/one/write\",\"method\":\"POST\",\"body\":{\"n\":1}}]",
            "X-Request-Id: w");
        await().until(() -> stub.requests().size() == 1);
      }
      await().until(() -> access.text().contains("POST /one/write 499"));
      left.countDown();
      await()
          .until(() -> calls.text().contains("late outcome of POST for request w-1: answered 200"));
    }
    assertThat(stub.requests().get(0).text()).isEqualTo("{\"n\":1}");
    assertThat(stub.requests().get(0).header("Content-Type")).isEqualTo("application/json");
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBodyThatIsNoJsonIsAString() throws Exception {
    post(
        gateway,
        """
        [{"path":"/one/1","method":"POST","body":"a=1&b=ü",
          "headers":{"Content-Type":"application/x-www-form-urlencoded"}}]
        """
            .replace("ü", "\\u00fc"));
    var seen = stub.requests().get(0);
    assertThat(seen.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(seen.text()).isEqualTo("a=1&b=ü");
  }
}
