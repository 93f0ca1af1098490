package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language in real routes, from the file to the client. */
class JqInRoutesTest {
  @TempDir Path base;

  private static final String ROUTE =
      """
      - route:
          id: it
          from:
            uri: "gateway:/x"
            parameters: { query: "n" }
            steps:
      """;

  private static final String BEANS =
      """
      - beans:
          - name: list
            type: org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy
      """;

  private String answer(String steps) throws Exception {
    return answer(steps, "/x?n=2");
  }

  private String answer(String steps, String path) throws Exception {
    try (var gateway = Gateway.start(base, Map.of(), ROUTE + steps.indent(8))) {
      var route = gateway.live().units().get(0).routes().get(0);
      assertThat(route.because()).as("stays on the loop").isEmpty();
      var got = gateway.get(path);
      return got.statusCode()
          + " "
          + got.headers().firstValue("content-type").orElse("-")
          + " "
          + got.body();
    }
  }

  @Test
  void transformsABody() throws Exception {
    assertThat(
            answer(
                """
                - setBody: { constant: '[{"id":9007199254740993,"s":1.10},{"id":2,"s":2}]' }
                - transform: { jq: { expression: "sort_by(-.s) | .[:2] | {hits: .}" } }
                """))
        .isEqualTo(
            "200 application/json {\"hits\":[{\"id\":2,\"s\":2},{\"id\":9007199254740993,\"s\":1.10}]}");
  }

  @Test
  void setsHeadersAndVariablesAndChooses() throws Exception {
    assertThat(
            answer(
                """
                - setBody: { constant: '{"plan":"gold","lines":[{"qty":2},{"qty":3}]}' }
                - setVariable: { name: total, jq: "[.lines[].qty] | add" }
                - setVariable: { name: cart, jq: { expression: "{lines}" } }
                - setHeader: { name: plan, jq: .plan }
                - choice:
                    when:
                      - jq: "variable(\\"total\\") > 4"
                        steps:
                          - setBody:
                              jq:
                                expression: '{plan: header("plan"), n: header("n"), first: .lines[0].qty}'
                                source: "variable:cart"
                    otherwise: { steps: [ { setBody: { constant: no } } ] }
                - filter: { jq: ".none", steps: [ { setBody: { constant: wrong } } ] }
                """))
        .isEqualTo("200 application/json {\"plan\":\"gold\",\"n\":\"2\",\"first\":2}");
  }

  @Test
  void splitsAnArrayAndTheOutputsOfAProgram() throws Exception {
    for (var program : new String[] {".items", ".items[]"}) {
      try (var gateway =
          Gateway.start(
              Files.createDirectories(base.resolve("" + program.length())),
              Map.of(),
              BEANS
                  + ROUTE
                  + """
                  - setBody: { constant: '{"items":[{"id":1},{"id":2}]}' }
                  - split:
                      jq: "%s"
                      aggregationStrategy: "#list"
                      steps:
                        - setBody: { jq: .id }
                  - transform: { jq: "map(. * 10)" }
                  """
                      .formatted(program)
                      .indent(8))) {
        assertThat(gateway.get("/x").body()).as(program).isEqualTo("[10,20]");
      }
    }
  }

  @Test
  void reshapesWhatBackendsSaid() throws Exception {
    try (var backend = StubBackend.start()) {
      backend.on("/a", StubBackend.Script.json("{\"hits\":[{\"score\":1}]}"));
      backend.on("/b", StubBackend.Script.json("{\"hits\":[{\"score\":3}]}"));
      try (var gateway =
          Gateway.start(
              base,
              Map.of("backend.books.url", backend.url()),
              ROUTE
                  + """
                  - multicast:
                      parallelProcessing: true
                      aggregationStrategy: "#keyed"
                      steps:
                        - to: { uri: "backend:books/a", parameters: { as: a } }
                        - to: { uri: "backend:books/b", parameters: { as: b } }
                  - transform: { jq: "[.[].hits[]] | sort_by(-.score)" }
                  """
                      .indent(8))) {
        assertThat(gateway.get("/x").body()).isEqualTo("[{\"score\":3},{\"score\":1}]");
      }
    }
  }

  @Test
  void aProgramThatFailsIsAFailedRequestWithoutDetails() throws Exception {
    assertThat(
            answer(
                """
                - setBody: { constant: '{"a":"secret"}' }
                - transform: { jq: ".a + 1" }
                """))
        .startsWith("500 application/problem+json")
        .doesNotContain("secret", "jq", "string");
  }

  @Test
  void aRunawayEndsAndOthersAreServed() throws Exception {
    assertThat(answer("- transform: { jq: \"[range(1e12)]\" }\n")).startsWith("500 ");
  }

  @Test
  void whatCantBeRunIsToldWithRouteStepAndLine() throws Exception {
    var file =
        Files.writeString(
            base.resolve("a.camel.yaml"),
            ROUTE
                + "        - transform:\n            jq: \"map(sort_on(.a))\"\n        - setBody: { jq: { expression: \".a | | .b\" } }\n");
    var problems = CheckFixture.check(base, file);
    assertThat(problems).hasSize(2);
    assertThat(problems.get(0).toString())
        .contains("a.camel.yaml")
        .contains("route it, transform: jq: sort_on/1 is not defined");
    assertThat(problems.get(0).line()).isEqualTo(8);
    assertThat(problems.get(1).toString()).contains("route it, setBody: jq: Encountered");
    assertThat(problems.get(1).line()).isEqualTo(9);
  }
}
