package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.serai.settings.Problem;
import io.serai.testing.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may say where a call goes and what it says there: the route, and no client. */
class WhereACallGoesTest {
  @TempDir private Path base;

  private List<Problem> check(String routes) throws IOException {
    return CheckFixture.check(base, Files.writeString(base.resolve("a.camel.yaml"), routes));
  }

  /** Of a whole gateway, which refuses it. */
  private void serve(String step) throws Exception {
    var route =
        """
        - route:
            id: calls
            from:
              uri: "gateway:/calls/{id}"
              steps:
                - STEP
        """
            .replace("STEP", step);
    Gateway.start(base, Map.of("backend.shop.url", "http://127.0.0.1:1"), route).close();
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
      assertThatThrownBy(() -> serve(step))
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
        check(
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
                .replace("STEP", step));
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
        check(
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
                .replace("STEP", step));
    assertThat(problems.stream().filter(Problem::isError)).extracting(Problem::line).contains(9);
    assertThat(problems.stream().filter(Problem::isError))
        .extracting(Problem::line)
        .doesNotContain(7);
  }

  @Test
  void anExpressionOfNoKnownLanguageIsNobodysWord() throws Exception {
    var problems =
        check(
            """
                - route:
                    id: calls
                    from:
                      uri: "gateway:/calls"
                      steps:
                        - setHeader: { name: where, nolanguage: "$.url" }
                        - recipientList: { nolanguage: "$.url" }
                        - toD: "${header.where}"
                """);
    assertThat(problems.stream().filter(one -> one.toString().contains("could send it")))
        .extracting(Problem::line)
        .containsExactly(7, 8);
  }

  @Test
  void whatOneRouteSetsIsNothingToAnother() throws Exception {
    var problems =
        check(
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
                """);
    assertThat(problems).extracting(Problem::line).containsExactly(15, 18);
  }

  @Test
  void whatOneTurnOrBranchSetsTheNextMayFind() throws Exception {
    var problems =
        check(
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
                """);
    assertThat(problems).extracting(Problem::line).containsExactly(12, 20);
  }
}
