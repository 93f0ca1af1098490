package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel's own ways of making several calls, with backend: as what is called. */
class TwinsTest {
  private StubBackend backend;
  @TempDir private Path base;

  @BeforeEach
  void start() {
    backend =
        StubBackend.start()
            .on("/items/42", Script.json("{\"sku\":\"L1\",\"name\":\"Lamp\"}"))
            .on("/levels/L1", Script.json("{\"left\":7}"))
            .on("/levels/42", Script.json("{\"left\":7}"))
            .on("/fails", Script.status(500))
            .otherwise(Script.json("{}"));
  }

  @AfterEach
  void stop() {
    backend.close();
  }

  private Gateway gateway(String steps) throws Exception {
    return gateway("5s", steps, "");
  }

  /** The same with a deadline, and with more of the file after it. */
  private Gateway gateway(String deadline, String steps, String more) throws Exception {
    return Gateway.start(
        base,
        Map.of("backend.shop.url", backend.url()),
        """
        - route:
            id: twin
            from:
              uri: "gateway:/twin/{id}"
              parameters: { deadline: %s }
              steps:
        """
                .formatted(deadline)
            + steps.indent(8)
            + more);
  }

  private List<String> targets() {
    return backend.requests().stream().map(StubBackend.Seen::target).toList();
  }

  @Test
  void enrichPutsAPartIntoTheDocument() throws Exception {
    try (var gateway =
        gateway(
            """
            - to: { uri: "backend:shop/items/{id}", parameters: { as: product } }
            - enrich:
                constant: "backend:shop/levels/{product.sku}?as=stock"
                aggregationStrategy: "#keyed"
            """)) {
      var answer = gateway.get("/twin/42");
      assertThat(answer.body())
          .isEqualTo("{\"sku\":\"L1\",\"name\":\"Lamp\",\"stock\":{\"left\":7}}");
      assertThat(answer.headers().firstValue("Proxy-Status").orElse(""))
          .isEqualTo("product;received-status=200, stock;received-status=200");
    }
  }

  @Test
  void aFailedEnrichIsAFailedPart() throws Exception {
    try (var gateway =
        gateway(
            """
            - to: { uri: "backend:shop/items/{id}", parameters: { as: product } }
            - enrich:
                constant: "backend:shop/fails?as=stock"
                aggregationStrategy: "#merge"
            """)) {
      var answer = gateway.get("/twin/42");
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.body()).contains("stock: answered 500");
    }
  }

  private String pollEnrich() {
    return """
    - to: { uri: "backend:shop/items/{id}", parameters: { as: product } }
    - pollEnrich:
        constant: "file:FOLDER?fileName=note.json&noop=true&idempotent=false&delay=5"
        timeout: "2000"
        aggregationStrategy: "#merge"
    """
        .replace("FOLDER", base.resolve("data").toString());
  }

  @Test
  void pollEnrichTakesAFile() throws Exception {
    Files.createDirectories(base.resolve("data"));
    Files.writeString(base.resolve("data/note.json"), "{\"note\":\"sale\"}");
    try (var gateway = gateway(pollEnrich())) {
      for (int i = 0; i < 2; i++) {
        assertThat(gateway.get("/twin/42").body())
            .isEqualTo("{\"sku\":\"L1\",\"name\":\"Lamp\",\"note\":\"sale\"}");
      }
      var together = IntStream.range(0, 8).mapToObj(i -> new RawClient(gateway.port())).toList();
      together.forEach(client -> client.get("/twin/42"));
      for (var client : together) {
        assertThat(client.read().body()).endsWith("\"note\":\"sale\"}");
        client.close();
      }
    }
  }

  @Test
  void withoutTheFileThatPollEnrichLooksForTheDocumentIsAsItWas() throws Exception {
    try (var gateway = gateway(pollEnrich().replace("2000", "20"))) {
      assertThat(gateway.get("/twin/42").body()).isEqualTo("{\"sku\":\"L1\",\"name\":\"Lamp\"}");
    }
  }

  @Test
  void aPipelineGoesThroughItsStepsInTurn() throws Exception {
    try (var gateway =
        gateway(
            """
            - pipeline:
                steps:
                  - to: { uri: "backend:shop/items/{id}", parameters: { as: product } }
                  - to: { uri: "backend:shop/levels/{product.sku}", parameters: { as: stock } }
            """)) {
      assertThat(gateway.get("/twin/42").body()).isEqualTo("{\"left\":7}");
    }
  }

  @Test
  void aRecipientListIsAMulticastWhoseCallsStandInAnExpression() throws Exception {
    try (var gateway =
        gateway(
            """
            - recipientList:
                constant: "backend:shop/items/{id}?as=product,backend:shop/levels/{id}?as=stock"
                parallelProcessing: true
                aggregationStrategy: "#keyed"
            """)) {
      for (int i = 0; i < 3; i++) {
        assertThat(gateway.get("/twin/42").body())
            .contains("\"product\":{\"sku\":\"L1\",\"name\":\"Lamp\"}", "\"stock\":{\"left\":7}");
      }
      assertThat(gateway.get("/twin/42").headers().firstValue("Proxy-Status").orElse(""))
          .contains("product;received-status=200", "stock;received-status=200");
    }
  }

  @Test
  void aFailedRecipientIsAFailedPart() throws Exception {
    try (var gateway =
        gateway(
            """
            - recipientList:
                constant: "backend:shop/items/{id}?as=product,backend:shop/fails?as=stock"
                aggregationStrategy: "#keyed"
            """)) {
      var answer = gateway.get("/twin/42");
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.body()).contains("stock: answered 500");
    }
  }

  @Test
  void whatAClientSendsIsAValueOfAVanillaCall() throws Exception {
    try (var gateway =
        gateway(
            """
            - setProperty: { name: id, simple: "${header.id}" }
            - toD: "netty-http:http://127.0.0.1:PORT/levels/${header.id}?page=${header.id}&size=2"
            - toD: { uri: "netty-http:http://127.0.0.1:PORT/x", parameters: { page: "${exchangeProperty.id}" } }
            - setBody: { constant: "{}" }
            """
                .replace("PORT", "" + backend.port()))) {
      assertThat(gateway.get("/twin/4%262?a=b").statusCode()).isEqualTo(200);
      assertThat(backend.requests().get(0).target()).endsWith("/levels/4%262?page=4%262&size=2");
      assertThat(backend.requests().get(1).target()).endsWith("/x?page=4%262");
    }
  }

  @Test
  void aDynamicCallGoesWhereTheRouteSays() throws Exception {
    try (var gateway =
        gateway(
            """
            - setHeader: { name: where, constant: "backend:shop/levels/{id}?as=stock" }
            - recipientList:
                header: where
                aggregationStrategy: "#keyed"
            """)) {
      assertThat(gateway.get("/twin/42").body()).contains("\"left\":7");
      gateway.get("/twin/..%3Fmethod=DELETE&as=x%23");
      var last = backend.requests().get(1);
      assertThat(last.method()).isEqualTo("GET");
      assertThat(last.target()).startsWith("/levels/..%3Fmethod").doesNotContain("?", "&as");
    }
  }

  @Test
  void aLoopCallsAgainAndAgain() throws Exception {
    try (var gateway =
        gateway(
            """
            - loop:
                constant: "3"
                steps:
                  - to: { uri: "backend:shop/turn/{property.CamelLoopIndex}" }
            """)) {
      gateway.get("/twin/42");
      assertThat(targets()).containsExactly("/turn/0", "/turn/1", "/turn/2");
    }
  }

  @Test
  void aWireTapOutlivesTheRequest() throws Exception {
    backend.on(
        "/slow/42",
        talk -> {
          talk.pause(Duration.ofMillis(700));
          Script.json("{}").play(talk);
        });
    try (var gateway =
        gateway(
            "300ms",
            """
            - wireTap: { uri: "direct:tap" }
            - setBody: { constant: "{}" }
            """,
            """
            - route:
                id: tap
                from:
                  uri: "direct:tap"
                  steps:
                    - to: { uri: "backend:shop/slow/{id}" }
                    - to: { uri: "backend:shop/told/{id}", parameters: { method: POST } }
            """)) {
      assertThat(gateway.get("/twin/42").body()).isEqualTo("{}");
      await().untilAsserted(() -> assertThat(targets()).contains("/told/42"));
    }
  }
}
