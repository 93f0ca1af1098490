package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route's own status, headers and body, and what it makes of a failed part. */
class RouteAnswersTest {
  private StubBackend backend;
  @TempDir private Path base;

  @BeforeEach
  void start() {
    backend =
        StubBackend.start()
            .on("/price", Script.json("{\"quoteId\":\"q 7\"}"))
            .on("/fails", Script.status(404))
            .otherwise(Script.json("{}"));
  }

  @AfterEach
  void stop() {
    backend.close();
  }

  private Gateway gateway(String file) throws Exception {
    return Gateway.start(base, Map.of("backend.shop.url", backend.url()), file);
  }

  private static final String FROM =
      """
      - route:
          id: answers
          from:
            uri: "gateway:/answers"
            parameters: { method: "GET,POST", responseHeaders: "Location,X-Mine" }
            steps:
      """;

  @Test
  void aRouteSaysStatusHeadersAndTypeItself() throws Exception {
    try (var gateway =
            gateway(
                FROM
                    + """
                    - to: { uri: "backend:shop/price", parameters: { as: price } }
                    - removeHeaders: { pattern: "*" }
                    - setHeader: { name: CamelHttpResponseCode, constant: "201" }
                    - setHeader: { name: Location, constant: "/orders/7" }
                    - setHeader: { name: X-Hidden, constant: "1" }
                    - setHeader: { name: Content-Type, constant: "text/csv" }
                    - setBody: { constant: "a,b" }
                    """
                        .indent(8));
        var client = new RawClient(gateway.port())) {
      var answer = client.get("/answers", "X-Mine: of the client").read();
      assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 201 Created");
      assertThat(answer.header("Location")).isEqualTo("/orders/7");
      assertThat(answer.header("Content-Type")).isEqualTo("text/csv");
      assertThat(answer.all("X-Hidden")).isEmpty();
      assertThat(answer.all("X-Mine")).isEmpty();
      assertThat(answer.body()).isEqualTo("a,b");
    }
  }

  private static String onException(String verdict) {
    return """
    - onException:
        exception: [ "io.serai.PartFailed" ]
        VERDICT
        steps:
          - setHeader: { name: CamelHttpResponseCode, constant: "299" }
          - setHeader: { name: X-Mine, simple: "${exception.status}" }
          - setBody: { simple: "${exception.part}: ${exception.reason}" }
          - to: { uri: "backend:shop/undo/{price.quoteId?}", parameters: { method: DELETE, deadline: own } }
          - setBody: { simple: "${exception.part}: ${exception.reason}" }
    """
            .replace("VERDICT", verdict)
        + FROM
        + """
        - to: { uri: "backend:shop/price", parameters: { as: price } }
        - to: { uri: "backend:shop/fails", parameters: { as: stock } }
        - setBody: { constant: "went on" }
        """
            .indent(8);
  }

  @Test
  void aHandledFailureIsAnsweredByTheRoute() throws Exception {
    try (var gateway = gateway(onException("handled: { constant: \"true\" }"))) {
      var answer = gateway.get("/answers");
      assertThat(answer.statusCode()).isEqualTo(299);
      assertThat(answer.body()).isEqualTo("stock: answered 404");
      assertThat(answer.headers().firstValue("X-Mine")).contains("404");
      assertThat(backend.requests().get(2).target()).isEqualTo("/undo/q%207");
    }
  }

  @Test
  void aFailureThatIsNotHandledIsOurProblemDocumentAfterTheSteps() throws Exception {
    try (var gateway = gateway(onException("handled: { constant: \"false\" }"))) {
      var answer = gateway.get("/answers");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("\"detail\":\"stock: answered 404\"");
      assertThat(backend.requests().get(2).method()).isEqualTo("DELETE");
    }
  }

  @Test
  void aContinuedFailureGoesOnWithTheNextStep() throws Exception {
    try (var gateway = gateway(onException("continued: { constant: \"true\" }"))) {
      assertThat(gateway.get("/answers").body()).isEqualTo("went on");
    }
  }

  @Test
  void doTryCatchesThePartOfAMulticastWithinIt() throws Exception {
    try (var gateway =
        gateway(
            FROM
                + """
                - doTry:
                    steps:
                      - multicast:
                          parallelProcessing: true
                          aggregationStrategy: "#keyed"
                          steps:
                            - to: { uri: "backend:shop/price", parameters: { as: price } }
                            - to: { uri: "backend:shop/fails", parameters: { as: stock } }
                      - setBody: { constant: "not reached" }
                    doCatch:
                      - exception: [ "io.serai.PartFailed" ]
                        steps:
                          - setBody: { simple: "${exception.part}|${exception.reason}|${exception.status}" }
                    doFinally:
                      steps:
                        - setHeader: { name: X-Mine, constant: "finally" }
                """
                    .indent(8))) {
      var answer = gateway.get("/answers");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("stock|answered 404|404");
      assertThat(answer.headers().firstValue("X-Mine")).contains("finally");
    }
  }

  @Test
  void aBodyReceivedIntoAVariableIsSentAsItCame() throws Exception {
    try (var gateway =
            gateway(
                """
                - route:
                    id: variables
                    from:
                      uri: "gateway:/variables"
                      variableReceive: cart
                      parameters: { method: POST }
                      steps:
                        - to: { uri: "backend:shop/price", variableSend: cart, variableReceive: quote, parameters: { method: POST, as: price } }
                        - to: { uri: "backend:shop/stock/{price.quoteId}", variableSend: cart, parameters: { method: PUT } }
                        - setBody: { simple: "${variable.quote} ${variable.price}" }
                """);
        var client = new RawClient(gateway.port())) {
      var type = "Content-Type: application/vnd.cart+json; charset=utf-8";
      var answer = client.request("POST", "/variables", "{ \"n\" : 1.0e0}", type).read();
      assertThat(answer.body()).isEqualTo("{\"quoteId\":\"q 7\"} {\"quoteId\":\"q 7\"}");
      for (var seen : backend.requests()) {
        assertThat(seen.text()).isEqualTo("{ \"n\" : 1.0e0}");
        assertThat(seen.header("Content-Type"))
            .isEqualTo("application/vnd.cart+json; charset=utf-8");
      }
      assertThat(backend.requests().get(1).target()).isEqualTo("/stock/q%207");
    }
  }
}
