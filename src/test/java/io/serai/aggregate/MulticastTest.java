package io.serai.aggregate;

import static io.serai.aggregate.Route.call;
import static io.serai.aggregate.Route.keyed;
import static io.serai.aggregate.Route.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.PartFailed;
import io.serai.aggregate.Calls.End;
import io.serai.request.Request;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MulticastTest {
  @RegisterExtension final Route route = new Route();

  private static final String THREE =
      keyed(call("a"), call("b"), "to: { uri: \"part:c\", parameters: { as: c, optional: true } }");

  @Test
  void keysThePartsInTheOrderOfTheFileWhateverCameFirst() throws Exception {
    route.steps(THREE);
    var random = new Random(3);
    for (int round = 0; round < 30; round++) {
      for (var name : new String[] {"a", "b", "c"}) {
        route.calls.on(name, End.with("{\"of\":\"" + name + "\"}").after(random.nextInt(4)));
      }
      var exchange = route.answer();
      assertThat(text(exchange))
          .isEqualTo("{\"a\":{\"of\":\"a\"},\"b\":{\"of\":\"b\"},\"c\":{\"of\":\"c\"}}");
      assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE))
          .isEqualTo("application/json");
    }
    assertThat(route.calls.direct).hasSize(90);
  }

  @Test
  void givesTheSameDocumentOffTheLoop() throws Exception {
    route.offLoop().steps(THREE);
    var random = new Random(5);
    for (int round = 0; round < 200; round++) {
      for (var name : new String[] {"a", "b", "c"}) {
        var end = End.with("[\"" + name + "\"]");
        route.calls.on(name, random.nextBoolean() ? end : End.atOnce(end.body()));
      }
      assertThat(text(route.answer())).isEqualTo("{\"a\":[\"a\"],\"b\":[\"b\"],\"c\":[\"c\"]}");
    }
  }

  @Test
  void setsAVariableForEachPart() throws Exception {
    route.steps(
        THREE
            + """
              - setHeader:
                  name: inText
                  expression: { simple: "a is ${variable.a}" }
              - setHeader:
                  name: byPath
                  expression: { jsonpath: { expression: "$.name", source: "variable:b" } }
              """);
    var exchange = route.answer();
    assertThat(exchange.getMessage().getHeader("inText")).isEqualTo("a is {\"name\":\"a\"}");
    assertThat(exchange.getMessage().getHeader("byPath", String.class)).isEqualTo("b");
  }

  @Test
  void leavesOutAnOptionalPartThatFails() throws Exception {
    route.steps(THREE).calls.on("c", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("{\"a\":{\"name\":\"a\"},\"b\":{\"name\":\"b\"}}");
  }

  @Test
  void failsWithTheFirstRequiredPartAndCancelsTheRest() throws Exception {
    route.steps(THREE);
    route.calls.on("a", End.never()).on("b", End.failing(404)).on("c", End.never());
    var exchange = route.answer();
    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            PartFailed.class,
            failure -> {
              assertThat(failure.part()).isEqualTo("b");
              assertThat(failure.status()).isEqualTo(404);
              assertThat(failure.reason()).isEqualTo("answered 404");
            });
    assertThat(route.calls.cancelled).containsExactlyInAnyOrder("a", "c");
    assertThat(exchange.getProperty(Request.PROPERTY)).isSameAs(route.request);
  }

  @Test
  void doesNotStartWhatCanNoLongerMatter() throws Exception {
    route.steps(
        """
        - multicast:
            parallelProcessing: false
            aggregationStrategy: "#keyed"
            steps:
              - to: { uri: "part:a", parameters: { as: a } }
              - to: { uri: "part:b", parameters: { as: b } }
              - to: { uri: "part:c", parameters: { as: c } }
        """);
    route.calls.on("b", End.failing(500));
    assertThat(route.answer().getException()).isInstanceOf(PartFailed.class);
    assertThat(route.calls.started).containsExactly("a", "b");
  }

  @Test
  void answersAtTheDeadlineWithoutOptionalParts() throws Exception {
    route.deadline(Duration.ofMillis(500)).steps(THREE).calls.on("c", End.never());
    long start = System.nanoTime();
    var exchange = route.answer();
    assertThat(text(exchange)).isEqualTo("{\"a\":{\"name\":\"a\"},\"b\":{\"name\":\"b\"}}");
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(470L, 1500L);
    assertThat(route.calls.cancelled).containsExactly("c");
    assertThat(parts().get("c"))
        .satisfies(outcome -> assertThat(outcome).isNotNull())
        .extracting("reason")
        .asString()
        .startsWith("timeout after");
  }

  @Test
  void failsAtTheDeadlineForARequiredPart() throws Exception {
    route.deadline(Duration.ofMillis(400)).steps(THREE);
    route.calls.on("b", End.never()).on("c", End.never());
    assertThat(route.answer().getException())
        .isInstanceOfSatisfying(
            PartFailed.class,
            failure -> {
              assertThat(failure.part()).isEqualTo("b");
              assertThat(failure.status()).isEqualTo(504);
              assertThat(failure.reason()).startsWith("timeout after ");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "400ms"})
  void obeysATimeoutOfItsOwnOnAndOffTheLoop(String timeout) throws Exception {
    if (timeout.endsWith("ms")) {
      route.offLoop();
    }
    route
        .steps(THREE.replace("parallel", "timeout: \"" + timeout + "\"\n    parallel"))
        .calls
        .on("c", End.never());
    assertThat(text(route.answer())).isEqualTo("{\"a\":{\"name\":\"a\"},\"b\":{\"name\":\"b\"}}");
  }

  @Test
  void obeysATimeoutWhereThereIsNoRequest() throws Exception {
    route.steps(THREE.replace("parallel", "timeout: 500\n    parallel")).calls.on("c", End.never());
    var exchange = route.sendBare("x").get(5, TimeUnit.SECONDS);
    assertThat(text(exchange)).isEqualTo("{\"a\":{\"name\":\"a\"},\"b\":{\"name\":\"b\"}}");
    assertThat(route.calls.direct).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesAThousandBranchesThatEndAtOnce(boolean parallel) throws Exception {
    var steps = new StringBuilder();
    var expected = new StringBuilder("{");
    for (int k = 0; k < 1_000; k++) {
      var step =
          k % 10 == 0
              ? "      - setBody: { id: p%d, expression: { constant: '{\"p%d\":1}' } }\n"
              : "      - to: { uri: \"part:p%d\", parameters: { as: p%d } }\n";
      steps.append(step.formatted(k, k));
      route.calls.on("p" + k, End.atOnce("1"));
      expected.append(k > 0 ? "," : "").append("\"p").append(k).append("\":1");
    }
    route.steps(
        "- multicast:\n    parallelProcessing: "
            + parallel
            + "\n    aggregationStrategy: \"#keyed\"\n    steps:\n"
            + steps);
    assertThat(text(route.answer())).isEqualTo(expected.append("}").toString());
  }

  @Test
  void nests() throws Exception {
    route.steps(
        """
        - multicast:
            parallelProcessing: true
            aggregationStrategy: "#keyed"
            steps:
              - to: { uri: "part:a", parameters: { as: a } }
              - multicast:
                  id: inner
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "part:b", parameters: { as: b } }
                    - to: { uri: "part:c", parameters: { as: c } }
        """);
    assertThat(text(route.answer()))
        .isEqualTo("{\"a\":{\"name\":\"a\"},\"b\":{\"name\":\"b\"},\"c\":{\"name\":\"c\"}}");
    route.calls.on("a", End.never()).on("b", End.failing(404)).on("c", End.never());
    assertThat(route.answer().getException())
        .isInstanceOfSatisfying(
            PartFailed.class,
            failure -> {
              assertThat(failure.part()).isEqualTo("inner");
              assertThat(failure.reason()).isEqualTo("b: answered 404");
              assertThat(failure.status()).isEqualTo(404);
            });
    assertThat(route.calls.cancelled).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void endsWhenTheClientLeaves() throws Exception {
    route.steps(THREE).calls.on("a", End.never());
    var answer = route.send("x");
    org.awaitility.Awaitility.await().until(() -> route.calls.started.size() == 3);
    var request = route.request;
    if (request != null) {
      route.loop.execute(request::end);
    }
    assertThat(answer.get(5, TimeUnit.SECONDS).getException()).isInstanceOf(PartFailed.class);
    assertThat(route.calls.cancelled).contains("a");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void runsStepsThatBlockSideBySideOffTheLoop(boolean request) throws Exception {
    var together = new CountDownLatch(2);
    route.bind(
        "blocks",
        exchange -> {
          together.countDown();
          boolean met = together.await(5, TimeUnit.SECONDS);
          exchange.getMessage().setBody(met);
        });
    route
        .offLoop()
        .steps(
            """
            - multicast:
                parallelProcessing: true
                aggregationStrategy: "#keyed"
                steps:
                  - to: { uri: "part:a", parameters: { as: a } }
                  - pipeline:
                      id: one
                      steps:
                        - process: { ref: "#blocks" }
                        - setBody: { expression: { simple: '{"one":${body}}' } }
                  - pipeline:
                      id: two
                      steps:
                        - process: { ref: "#blocks" }
                        - setBody: { expression: { simple: '{"two":${body}}' } }
            """);
    var answer = request ? route.send("x") : route.sendBare("x");
    assertThat(text(answer.get(10, TimeUnit.SECONDS)))
        .isEqualTo("{\"a\":{\"name\":\"a\"},\"one\":true,\"two\":true}");
  }

  @Test
  void endsOnceWhateverComesAtTheSameMoment() throws Exception {
    route.offLoop().deadline(Duration.ofMillis(45)).steps(THREE);
    var random = new Random(8);
    for (int round = 0; round < 60; round++) {
      for (var name : new String[] {"a", "b", "c"}) {
        route.calls.on(name, End.with("1").after(20 + random.nextInt(25)));
      }
      var answer = route.send("x");
      var request = route.request;
      if (request != null && random.nextInt(4) == 0) {
        route.loop.schedule(request::end, 25 + random.nextInt(20), TimeUnit.MILLISECONDS);
      }
      answer.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void isSeenInJmxAndCallsGoThroughTheirStepsWhereRoutesAreTraced() throws Exception {
    try (var traced = new Route(true)) {
      traced.context.setTracing(true);
      traced.steps(THREE.replace("parallel", "id: m\n    parallel"));
      assertThat(text(traced.answer())).contains("\"c\":");
      assertThat(traced.calls.direct).isEmpty();
      var names =
          ManagementFactory.getPlatformMBeanServer()
              .queryNames(new ObjectName("org.apache.camel:type=processors,name=\"m\",*"), null);
      assertThat(names).hasSize(1);
    }
  }

  @Test
  void refusesAPartThatIsNoJson() throws Exception {
    route.steps(THREE).calls.on("a", new End(0, 200, "<html>", false));
    assertThat(route.answer().getException()).hasMessage("a: answered no JSON but text/html");
  }

  @Test
  void writesNullForAPartWithoutABody() throws Exception {
    route.steps(THREE).calls.on("b", End.with("")).on("c", End.with("null"));
    assertThat(text(route.answer())).isEqualTo("{\"a\":{\"name\":\"a\"},\"b\":null,\"c\":null}");
  }

  private io.serai.request.Parts parts() {
    var request = route.request;
    if (request == null) {
      throw new AssertionError("nothing sent");
    }
    return request.parts();
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
