package io.serai.aggregate;

import static io.serai.aggregate.Route.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.PartFailed;
import io.serai.aggregate.Calls.End;
import io.serai.request.Parts;
import io.serai.request.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.processor.aggregate.StringAggregationStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
  @RegisterExtension final Route route = new Route();

  private static String split(String options, String... steps) {
    return "- split:\n"
        + options.indent(4)
        + "    steps:\n"
        + List.of(steps).stream()
            .map(step -> "      - " + step + "\n")
            .collect(Collectors.joining());
  }

  private static final String ARRAY =
      """
      simple: "${body}"
      parallelProcessing: true
      aggregationStrategy: "#array"
      """;

  private static final String JOINED =
      """
      simple: "${body}"
      aggregationStrategy: "#joining"
      """;

  private String answer(Object body) throws Exception {
    return text(route.send(body).get(20, TimeUnit.SECONDS));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Parts parts() {
    return Objects.requireNonNull(route.request).parts();
  }

  @Test
  void takesListsArraysAndJsonOfAnyKind() throws Exception {
    route.steps(
        split(
            ARRAY.replace(
                "simple: \"${body}\"",
                "simple: { expression: \"${body}\", resultType: java.lang.Object }"),
            "log: x"));
    assertThat(answer(bytes("[1,\"a\\u00e9\",{\"n\":1.10},null,[2]]")))
        .isEqualTo("[1,\"a\\u00e9\",{\"n\":1.10},[2]]");
    assertThat(answer("[1, 2]")).isEqualTo("[1,2]");
    assertThat(answer(List.of("a", 2, List.of(true)))).isEqualTo("[\"a\",2,[true]]");
    assertThat(answer(new String[] {"a", "b"})).isEqualTo("[\"a\",\"b\"]");
    assertThat(answer("a,b")).isEqualTo("[\"a\",\"b\"]");
    assertThat(answer(bytes("{\"n\":1}"))).isEqualTo("[{\"n\":1}]");
    assertThat(answer(bytes("[]"))).isEqualTo("[]");
    assertThat(answer(bytes("null"))).isEqualTo("[]");
    assertThat(answer(java.util.Map.of("a", 1))).isEqualTo("[{\"a\":1}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $.items[*].id   | {"items":[{"id":1},{},{"id":null},7,{"id":"x"}]} | [1,"x"]
          $.items[*]      | {"items":[{"id":1},[2]]}                         | [{"id":1},[2]]
          $.items[*]      | {"items":{"a":1,"b":2}}                          | [1,2]
          $.items         | {"items":[1,2]}                                  | [1,2]
          $.items         | {"items":7}                                      | [7]
          $[*]            | [3,[4]]                                          | [3,[4]]
          $.a.items[*]    | {"a":{"items":[]}}                               | []
          $.items[*].a.b  | {"items":[{"a":{"b":1}},{"a":2}]}                | [1]
          $.items[?(@.n>1)].n | {"items":[{"n":1},{"n":2}]}                  | [2]
          $.missing[*]    | {}                                               | PathNotFoundException
          $.missing       | {}                                               | PathNotFoundException
          $.a[*]          | not json                                         | InvalidJsonException
          """)
  void readsPathsAsCamelDoes(String path, String body, String expected) throws Exception {
    var options = "jsonpath: { expression: \"" + path + "\" }\naggregationStrategy: \"#array\"\n";
    route.steps(split(options, "log: x"));
    var exchange = route.send(bytes(body)).get(20, TimeUnit.SECONDS);
    if (expected.endsWith("Exception")) {
      assertThat(exchange.getException())
          .isInstanceOfSatisfying(
              PartFailed.class,
              failed -> {
                assertThat(failed.status()).isEqualTo(502);
                assertThat(failed.reason()).contains(expected);
              });
    } else {
      assertThat(text(exchange)).isEqualTo(expected);
    }
  }

  @Test
  void givesStepsTheElementAsTheirBodyWithItsPlace() throws Exception {
    route.steps(
        split(
            ARRAY,
            "setBody: { simple: '[\"${body}\",${exchangeProperty.CamelSplitIndex},${exchangeProperty.CamelSplitSize},${exchangeProperty.CamelSplitComplete}]' }"));
    assertThat(answer("[\"a\",\"b\"]")).isEqualTo("[[\"a\",0,2,false],[\"b\",1,2,true]]");
  }

  @Test
  void keepsTheOriginalWithoutAStrategy() throws Exception {
    route.steps(split("simple: \"${body}\"", "setBody: { constant: changed }"));
    assertThat(answer("a,b")).isEqualTo("a,b");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void foldsAForeignStrategyInTheOrderOfTheList(boolean offLoop) throws Exception {
    if (offLoop) {
      route.offLoop();
    }
    var joining = new StringAggregationStrategy();
    joining.setDelimiter(",");
    route.context.getRegistry().bind("joining", joining);
    var random = new Random(1);
    route.bind(
        "pause", exchange -> exchange.getMessage().setBody("x" + exchange.getMessage().getBody()));
    route.calls.on("p", End.with("{}"));
    route.steps(split("parallelProcessing: true\n" + JOINED, "process: { ref: \"#pause\" }"));
    for (int round = 0; round < 20; round++) {
      int count = random.nextInt(200) + 1;
      var in = IntStream.range(0, count).mapToObj(i -> "" + i).collect(Collectors.joining(","));
      var out = IntStream.range(0, count).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
      assertThat(answer(in)).isEqualTo(out);
    }
  }

  @Test
  void goesOnBehindAFailedElementUnlessToldToStop() throws Exception {
    route.bind(
        "fails",
        exchange -> {
          if (exchange.getMessage().getBody().equals("b")) {
            throw new IllegalStateException("b");
          }
        });
    route.bind("seen", exchange -> route.calls.started.add("" + exchange.getMessage().getBody()));
    var steps = new String[] {"process: { ref: \"#fails\" }", "process: { ref: \"#seen\" }"};
    route.steps(split("simple: \"${body}\"", steps));
    var exchange = route.send("a,b,c").get(20, TimeUnit.SECONDS);
    assertThat(exchange.getException()).isInstanceOf(IllegalStateException.class);
    assertThat(route.calls.started).containsExactly("a", "c");
  }

  @Test
  void stopsAtAFailedElementIfToldSo() throws Exception {
    route.bind(
        "fails",
        exchange -> {
          route.calls.started.add("" + exchange.getMessage().getBody());
          if (exchange.getMessage().getBody().equals("b")) {
            throw new IllegalStateException("b");
          }
        });
    route.steps(
        split("simple: \"${body}\"\nstopOnException: true", "process: { ref: \"#fails\" }"));
    var exchange = route.send("a,b,c").get(20, TimeUnit.SECONDS);
    assertThat(exchange.getException()).hasRootCauseMessage("b");
    assertThat(route.calls.started).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#joining", "#array"})
  void anIteratorWithoutEndIsNoList(String strategy) throws Exception {
    route.context.getRegistry().bind("joining", new StringAggregationStrategy());
    route.steps(
        split(
            "simple: \"${body}\"\naggregationStrategy: \"" + strategy + "\"",
            "setBody: { constant: \"1\" }"));
    var endless = Stream.iterate(1, i -> i + 1).iterator();
    var exchange = route.send(endless).get(20, TimeUnit.SECONDS);
    assertThat(exchange.getException())
        .isInstanceOf(PartFailed.class)
        .hasMessageContaining("more than 100000 elements");
  }

  @Test
  void oneOfNothingButNullsIsNoneEither() throws Exception {
    route.steps(split(ARRAY, "setBody: { constant: \"1\" }"));
    var nulls = Stream.generate(() -> null).iterator();
    assertThat(route.send(nulls).get(20, TimeUnit.SECONDS).getException())
        .isInstanceOf(PartFailed.class)
        .hasMessageContaining("more than 100000 elements");
    assertThat(answer(java.util.Arrays.asList("a", null, "b").iterator())).isEqualTo("[1,1]");
  }

  @Test
  void timesOutUnderAForeignStrategy() throws Exception {
    var joining = new StringAggregationStrategy();
    route.context.getRegistry().bind("joining", joining);
    route.calls.on("slow", End.never());
    route.steps(
        split(
            "parallelProcessing: true\ntimeout: \"100\"\n" + JOINED,
            "choice: { when: [ { simple: \"${body} == 'b'\", steps: [ { to: \"part:slow\" } ] } ] }"));
    assertThat(answer("a,b,c")).isEqualTo("ac");
  }

  @Test
  void splitsATimersExchange() throws Exception {
    route.steps(split(ARRAY, "setBody: { simple: '\"<${body}>\"' }"));
    assertThat(text(route.sendBare("a,b").get(20, TimeUnit.SECONDS)))
        .isEqualTo("[\"<a>\",\"<b>\"]");
  }

  @Test
  void splitsOffTheLoop() throws Exception {
    route.offLoop().steps(split(ARRAY, "setBody: { simple: '\"<${body}>\"' }"));
    for (int round = 0; round < 50; round++) {
      assertThat(answer("a,b,c")).isEqualTo("[\"<a>\",\"<b>\",\"<c>\"]");
    }
  }

  @Test
  void staysWithinItsStackAndItsMemoryWithManyElementsThatEndAtOnce() throws Exception {
    route.calls.on("p", End.atOnce("1"));
    route.steps(split(ARRAY, "to: { uri: \"part:p\", parameters: { as: p } }"));
    var in = IntStream.range(0, 20_000).mapToObj(i -> "" + i).collect(Collectors.joining(","));
    route.calls.quiet = false;
    var made = answer("[" + in.substring(0, in.indexOf(",5000")) + "]");
    assertThat(made).startsWith("[1,1,").hasSize(2 * 5000 + 1);
    assertThat(route.calls.direct).hasSize(5000);
    assertThat(parts().all()).isEmpty();
    assertThat(parts().sums())
        .singleElement()
        .satisfies(sum -> assertThat(sum.count()).isEqualTo(5000));
  }

  @Test
  void splitsWithinAMulticastAndWaitsForThePartItIsAbout() throws Exception {
    route.calls.on("orders", End.with("{\"ids\":[1,2]}").after(50));
    route.steps(
        """
        - multicast:
            parallelProcessing: true
            aggregationStrategy: "#array"
            steps:
              - split:
                  id: each
                  jsonpath: { expression: "$.ids[*]", source: "variable:orders" }
                  parallelProcessing: true
                  aggregationStrategy: "#array"
                  steps:
                    - setBody: { simple: "[${body}]" }
              - to: { uri: "part:orders", parameters: { as: orders } }
        """);
    assertThat(answer("x")).isEqualTo("[[[1],[2]],{\"ids\":[1,2]}]");
  }

  @Test
  void multicastsWithinASplit() throws Exception {
    route.calls.on("a", End.with("1")).on("b", End.with("2").after(5));
    route.steps(
        """
        - split:
            simple: "${body}"
            parallelProcessing: true
            aggregationStrategy: "#array"
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "part:a", parameters: { as: a } }
                    - to: { uri: "part:b", parameters: { as: b } }
        """);
    assertThat(answer("x,y")).isEqualTo("[{\"a\":1,\"b\":2},{\"a\":1,\"b\":2}]");
    assertThat(parts().sums()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void cancelsWhatIsOutstandingAtTheDeadline() throws Exception {
    route.deadline(Duration.ofMillis(300)).calls.on("p", End.never());
    route.steps(split(ARRAY, "to: { uri: \"part:p\", parameters: { as: p, optional: true } }"));
    assertThat(answer("a,b")).isEqualTo("[]");
    assertThat(route.calls.cancelled).hasSize(2);
  }

  @Test
  void handlesAFailedElementOnceAroundTheSplit() throws Exception {
    route.bind("count", exchange -> route.calls.started.add("handled"));
    route.calls.on("p", End.failing(500));
    route.yaml(
        """
        - onException:
            exception: [ "io.serai.PartFailed" ]
            handled: { constant: "true" }
            steps:
              - process: { ref: "#count" }
              - setBody: { simple: "${exception.part} ${exception.status}" }
        - route:
            from:
              uri: direct:in
              steps:
                - split:
                    simple: "${body}"
                    aggregationStrategy: "#array"
                    steps:
                      - log: "${body}"
                      - to: { uri: "part:p", parameters: { as: p } }
        """);
    assertThat(answer("a,b")).isEqualTo("p 502");
    assertThat(route.calls.started).containsExactly("p", "handled");
  }

  @Test
  void leavesTheRequestAsItWas() throws Exception {
    route.steps(split(ARRAY, "log: x"));
    var exchange = route.send("a").get(20, TimeUnit.SECONDS);
    assertThat(exchange.getProperty(Request.PROPERTY)).isSameAs(route.request);
    assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE))
        .isEqualTo("application/json");
  }
}
