package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.serai.settings.Problem;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void nothingAClientSendsChoosesOrWritesACall() {
    for (var step :
        List.of(
            "toD: { uri: \"backend:shop/${header.id}\" }",
            "toD: { uri: \"backend:${header.id}/a\" }",
            "toD: \"${header.where}\"",
            "toD: { uri: \"netty-http:http://${header.where}/a\" }",
            "toD: { uri: \"direct:${header.where}\" }",
            "enrich: { simple: \"backend:shop/${header.id}\" }",
            "recipientList: { header: where }",
            "recipientList: { simple: { expression: \"${header.where}\" } }",
            "routingSlip: { expression: { header: { expression: where } } }",
            "recipientList: { jsonpath: \"$.url\" }",
            "recipientList: { jq: \".url\" }",
            "recipientList: { variable: where }",
            "recipientList: { exchangeProperty: where }",
            "recipientList: { tokenize: { token: \",\" } }",
            "recipientList: { language: { language: jsonpath, expression: \"$.url\" } }",
            "recipientList: { simple: \"direct:a,netty-http:${body}\" }",
            "recipientList: { header: CamelHttpQuery }",
            "dynamicRouter: { simple: \"${headers.where}\" }",
            "routingSlip: { variable: where }",
            "enrich: { simple: \"${variable.where}\" }",
            "enrich: { simple: \"netty-http:http://b/x?q=${header.q}\" }",
            "pollEnrich: { simple: \"file:in?fileName=${header.name}\" }",
            "wireTap: { uri: \"${body}\" }",
            "wireTap: { uri: \"netty-http:http://b/x?q=${header.q}\" }",
            "poll: { uri: \"file:in?fileName=${header.name}\" }",
            "wireTap: { uri: \"file:/var/audit\", parameters: { fileName: \"${header.name}\" } }",
            "poll: { uri: \"file:in\", parameters: { fileName: \"${header.name}\" } }",
            "wireTap: { uri: \"backend:audit/x\", parameters: { query: \"q=${header.q}\" } }",
            "toD: \"${body}\"",
            "toD: \"${bodyAs(String)}\"",
            "toD: \"${variable.x}\"",
            "toD: \"${variables[x]}\"",
            "toD: \"${exchangeProperty.x}\"",
            "toD: \"${header[x]}\"",
            "toD: \"${headerAs('x', 'String')}\"",
            "toD: \"${jsonpath($.url)}\"",
            "toD: \"language:jsonpath:$.url\"",
            "toD: \"netty-http:http://b.${header.where}/x\"",
            "toD: \"netty-http:http://b:${header.port}/x\"",
            "toD: \"netty-http:http://b/x?${header.q}\"",
            "toD: \"netty-http:http://b/x?connectTimeout=${header.q}\"",
            "toD: { uri: \"netty-http:http://b/x\", parameters: { connectTimeout: \"${header.q}\" } }",
            "toD: { uri: \"netty-http\", parameters: { host: \"${header.h}\", port: 80 } }",
            "toD: { uri: \"backend:shop/x\", parameters: { query: \"q=${header.q}\" } }",
            "toD: \"log:${header.x}\"",
            "toD: \"file:out?fileName=${header.x}\"",
            "filter: { simple: \"${body}\", steps: [ { toD: \"${body}\" } ] }",
            "toD: \"${random(${header.x})}:a\"")) {
      assertThatThrownBy(() -> gateway("- " + step))
          .as(step)
          .isInstanceOfSatisfying(
              UnitsRefused.class,
              refused ->
                  assertThat(refused.problems())
                      .anyMatch(
                          problem ->
                              problem.toString().contains("could send it")
                                  || problem.toString().contains("could write")));
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

  /** Steps of the route, and whether what they call may be said by a client. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          setHeader: { name: Where, constant: "direct:other" }                          | true
          setHeader: { name: where, constant: { expression: "direct:other" } }          | true
          setHeader: { name: where, expression: { constant: "direct:other" } }          | true
          setHeaders: { headers: [ { name: where, constant: "direct:other" } ] }        | true
          setHeader: { name: where, simple: "direct:${routeId}-${exchangeProperty.CamelLoopIndex}" } | true
          setHeader: { name: where, method: { ref: keyed } }                            | true
          to: "direct:sets"                                                             | true
          pipeline: { steps: [ { to: "direct:sets" } ] }                                | true
          choice: { when: [ { simple: "${body}", steps: [ { to: "direct:sets" } ] } ], otherwise: { steps: [ { to: "direct:sets" } ] } } | true
          choice: { when: [ { simple: "${body}", steps: [ { to: "direct:sets" } ] } ] } | false
          filter: { simple: "${body}", steps: [ { to: "direct:sets" } ] }               | false
          wireTap: { uri: "direct:sets" }                                               | false
          setHeader: { name: where, simple: "${body}" }                                 | false
          setHeader: { name: where, jsonpath: "$.url" }                                 | false
          setHeader: { name: where, header: there }                                     | false
          setHeader: { name: there, constant: "direct:other" }                          | false
          setVariable: { name: where, constant: "direct:other" }                        | false
          doTry: { steps: [ { to: "direct:sets" }, { setHeader: { name: where, simple: "${body}" } } ], doCatch: [ { exception: [ java.lang.Exception ], steps: [ { setBody: { constant: a } } ] } ] } | false
          log: "nothing"                                                                | false
          setHeader: { name: where, simple: "${exchangeProperty.CamelAggregatedCorrelationKey}" } | false
          setHeader: { name: where, simple: "direct:${exchangeProperty.CamelExceptionCaught.message}" } | false
          setHeader: { name: where, exchangeProperty: CamelTimerName }                  | true
          setHeader: { name: where, exchange-property: CamelTimerName }                 | true
          pipeline: { steps: [ { to: "direct:sets" }, { to: "log:a" } ] }               | true
          pipeline: { steps: [ { to: "direct:sets" }, { to: "netty-http:http://b/x" } ] } | false
          pipeline: { steps: [ { to: "direct:sets" }, { toD: "netty-http:http://b/${routeId}" } ] } | false
          pipeline: { steps: [ { to: "direct:sets" }, { enrich: { constant: "netty-http:http://b/x" } } ] } | false
          pipeline: { steps: [ { to: "direct:sets" }, { pollEnrich: { constant: "file:in" } } ] } | false
          pipeline: { steps: [ { to: "direct:sets" }, { poll: "file:in" } ] }           | false
          pipeline: { steps: [ { to: "direct:sets" }, { wireTap: { uri: "netty-http:http://b/x" } } ] } | true
          pipeline: { steps: [ { to: "direct:sets" }, { to: "backend:catalog/a?as=where" } ] } | true
          pipeline: { steps: [ { to: "direct:sets" }, { to: { uri: "backend:catalog/a", parameters: { responseHeaders: "X-A=Where" } } } ] } | true
          pipeline: { steps: [ { to: "direct:sets" }, { to: { uri: "backend:catalog/a", parameters: { responseHeaders: "X-A, Where=X-B" } } } ] } | false
          pipeline: { steps: [ { to: "direct:sets" }, { to: { uri: "backend:catalog/a", parameters: { response-headers: "*" } } } ] } | false
          pipeline: { steps: [ { to: "direct:sets" }, { enrich: { constant: "backend:catalog/a?responseHeaders=X-A,Where" } } ] } | false
          pipeline: { steps: [ { to: "direct:sets" }, { convertHeaderTo: { name: there, type: String, toName: where } } ] } | false
          """)
  void aHeaderMayChooseOnlyIfTheRouteHasSetIt(String step, boolean right) throws Exception {
    var problems =
        CheckFixture.check(
            base,
            Files.writeString(
                base.resolve("a.camel.yaml"),
                """
                - route:
                    id: chooses
                    from:
                      uri: "gateway:/chooses"
                      steps:
                        - STEP
                        - to: "direct:calls"
                - route:
                    id: calls
                    from:
                      uri: "direct:calls"
                      steps:
                        - toD: "${header.where}"
                - route:
                    id: sets
                    from:
                      uri: "direct:sets"
                      steps:
                        - setHeader: { name: where, constant: "direct:other" }
                - route:
                    id: other
                    from:
                      uri: "direct:other"
                      steps:
                        - setBody: { constant: a }
                """
                    .replace("STEP", step)));
    assertThat(problems.stream().filter(Problem::isError).map(Problem::toString).toList())
        .satisfies(
            errors -> {
              if (right) {
                assertThat(errors).isEmpty();
              } else {
                assertThat(errors)
                    .singleElement(STRING)
                    .contains("a.camel.yaml:13:16", "header 'where' says where the call goes");
              }
            });
  }

  /** Steps after which a variable is no longer what the route has set it to. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "to: \"backend:catalog/x/y?as=internal\"",
        "to: { uri: \"backend:catalog/x\", parameters: { as: internal } }",
        "enrich: { constant: \"backend:catalog/x?as=internal\" }",
        "to: { uri: \"log:a\", variable-receive: internal }",
        "setVariable: { name: internal, exchange-property: target }",
        "convertVariableTo: { name: other, type: String, toName: internal }",
        "setVariable: { name: internal, simple: \"${variable.internal ? ${header.host} : 'a'}\" }",
        "setVariable: { name: internal, simple: \"${variable.internal?.concat(${body})}\" }",
        "setVariable: { name: internal, simple: \"${variable[internal].concat(${body})}\" }",
        "setVariable: { name: internal, simple: \"${variable[internal].concat(*)}\" }"
      })
  void aVariableMayBeTakenAway(String step) throws Exception {
    var problems =
        CheckFixture.check(
            base,
            Files.writeString(
                base.resolve("a.camel.yaml"),
                """
                - route:
                    id: calls
                    from:
                      uri: "gateway:/calls"
                      steps:
                        - setVariable: { name: internal, constant: "log:a" }
                        - toD: "${variable.internal}"
                        - STEP
                        - toD: "${variable.internal}"
                """
                    .replace("STEP", step)));
    assertThat(problems.stream().filter(Problem::isError)).extracting(Problem::line).contains(9);
    assertThat(problems.stream().filter(Problem::isError))
        .extracting(Problem::line)
        .doesNotContain(7);
  }

  @Test
  void anExpressionOfNoKnownLanguageIsNobodysWord() throws Exception {
    var problems =
        CheckFixture.check(
            base,
            Files.writeString(
                base.resolve("a.camel.yaml"),
                """
                - route:
                    id: calls
                    from:
                      uri: "gateway:/calls"
                      steps:
                        - setHeader: { name: where, nolanguage: "$.url" }
                        - recipientList: { nolanguage: "$.url" }
                        - toD: "${header.where}"
                """));
    assertThat(problems.stream().filter(one -> one.toString().contains("could send it")))
        .extracting(Problem::line)
        .containsExactly(7, 8);
  }

  @Test
  void whatOneRouteSetsIsNothingToAnother() throws Exception {
    var problems =
        CheckFixture.check(
            base,
            Files.writeString(
                base.resolve("a.camel.yaml"),
                """
                - route:
                    id: sets
                    from:
                      uri: "gateway:/sets"
                      steps:
                        - setHeader: { name: where, constant: "log:a" }
                        - setVariable: { name: where, constant: "log:a" }
                        - recipientList: { header: where }
                        - toD: "${variable.where}"
                - route:
                    id: calls
                    from:
                      uri: "gateway:/calls"
                      steps:
                        - recipientList: { header: where }
                        - setVariable: { name: where, constant: "log:a" }
                        - to: { uri: "backend:catalog/a", parameters: { as: where } }
                        - toD: "${variable.where}"
                """));
    assertThat(problems).extracting(Problem::line).containsExactly(15, 18);
  }

  @Test
  void whatOneTurnOrBranchSetsTheNextMayFind() throws Exception {
    var problems =
        CheckFixture.check(
            base,
            Files.writeString(
                base.resolve("a.camel.yaml"),
                """
                - route:
                    id: loops
                    from:
                      uri: "gateway:/loops"
                      steps:
                        - setVariable: { name: where, constant: "log:a" }
                        - setVariable: { name: there, constant: "log:a" }
                        - loop:
                            constant: "2"
                            steps:
                              - toD: "${variable.there}"
                              - toD: "${variable.where}"
                              - setVariable: { name: where, simple: "${body}" }
                        - doTry:
                            steps:
                              - setVariable: { name: there, simple: "${body}" }
                            doCatch:
                              - exception: [ java.lang.Exception ]
                                steps:
                                  - toD: "${variable.there}"
                """));
    assertThat(problems).extracting(Problem::line).containsExactly(12, 20);
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
