package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanePlanTest {

  /** An operator's, who may do anything in it. */
  public static final class Own implements AggregationStrategy {
    @Override
    public Exchange aggregate(Exchange old, Exchange added) {
      return added;
    }
  }

  @TempDir Path base;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - to: "backend:catalog/x"                                                |
          - setBody: { simple: "${header.a}" }                                     |
          - setHeader: { name: a, jsonpath: "$.a" }                                |
          - log: "${body}"                                                         |
          - choice: { when: [ { simple: "${header.a}", steps: [ { log: a } ] } ] } |
          - multicast: { steps: [ { to: "backend:catalog/x" }, { to: "direct:fine" } ] } |
          - doTry: { steps: [ { to: "log:a" } ], doCatch: [ { exception: [ java.lang.Exception ], steps: [ { log: a } ] } ] } |
          - circuitBreaker: { id: c, steps: [ { to: "backend:catalog/x" } ], onFallback: { steps: [ { log: a } ] } } |
          - throwException: { exceptionType: java.lang.IllegalStateException, message: a } |
          - split: { simple: "${body}", steps: [ { to: "backend:catalog/x" } ] } |
          - multicast: { synchronous: true, steps: [ { to: "backend:catalog/x" } ] } | multicast with synchronous
          - multicast: { onPrepare: "#prepare", steps: [ { to: "backend:catalog/x" } ] } | multicast with onPrepare
          - split: { simple: "${body}", streaming: true, steps: [ { log: a } ] } | split with streaming
          - split: { simple: "${body}", aggregationStrategy: "#keys", steps: [ { log: a } ] } | split with #keyed
          - split: { simple: "${body}", aggregationStrategy: "#latest", steps: [ { log: a } ] } |
          - split: { simple: "${body}", aggregationStrategy: "#latest", shareUnitOfWork: true, steps: [ { log: a } ] } | split with shareUnitOfWork
          - split: { simple: "${body}", aggregationStrategy: "#array", shareUnitOfWork: true, steps: [ { log: a } ] } |
          - split: { simple: "${body}", aggregationStrategy: "#own", steps: [ { log: a } ] } | split with a strategy of its own, #own
          - split: { simple: "${body}", executorService: "#pool", steps: [ { log: a } ] } | split with an executorService
          - multicast: { aggregationStrategy: "#keys", steps: [ { to: { uri: "backend:catalog/x", parameters: { as: x } } } ] } |
          - multicast: { aggregationStrategy: "#own", steps: [ { log: a } ] } | multicast with a strategy of its own, #own
          - multicast: { aggregationStrategy: "#bean:own", steps: [ { log: a } ] } | multicast with a strategy of its own, #bean:own
          - multicast: { aggregationStrategy: "#list", aggregationStrategyMethodName: set, steps: [ { log: a } ] } | multicast with a strategy of its own, #list
          - multicast: { streaming: true, steps: [ { log: a } ] } | multicast with streaming
          - split: { simple: "${body}", steps: [ { delay: { constant: 1 } } ] }  | delay
          - circuitBreaker: { id: c, steps: [ { delay: { constant: 1 } } ] }       | delay
          - circuitBreaker: { id: c, steps: [ { log: a } ], onFallback: { steps: [ { delay: { constant: 1 } } ] } } | delay
          - delay: { constant: 1 }                                                 | delay
          - to: "file:/tmp/x"                                                      | to file:/tmp/x
          - to: "seda:x"                                                           | to seda:x
          - setBody: { simple: "${bean:list}" }                                 | simple ${bean:…}
          - setBody: { method: { ref: list, method: size } }                       | expression bean
          - toD: "backend:catalog/x"                                               | toD
          - to: "direct:slow"                                                      | direct:slow, there delay
          - to: "direct:fine?synchronous=true"                                     | direct:fine with synchronous
          - wireTap: { uri: "log:a" }                                              | wireTap
          - filter: { simple: "${body} == 1", steps: [ { threads: {} } ] }         | threads
          """)
  void namesTheStepThatMayBlock(String step, String because) throws Exception {
    try (var instance = new Instance(base)) {
      instance.platform.backends.add("catalog");
      instance.write(
          "a.camel.yaml",
          """
          - beans:
              - { name: list, type: java.util.ArrayList }
              - { name: keys, type: io.serai.aggregate.Keyed }
              - { name: array, type: io.serai.aggregate.Array }
              - { name: latest, type: org.apache.camel.processor.aggregate.UseLatestAggregationStrategy }
              - { name: own, type: io.serai.routes.LanePlanTest$Own }
              - { name: pool, type: java.util.concurrent.ForkJoinPool }
              - { name: prepare, type: org.apache.camel.processor.StopProcessor }
          - route:
              id: it
              from:
                uri: "gateway:/a"
                steps:
                  %s
          - from: { uri: "direct:fine", steps: [ { log: a } ] }
          - from: { uri: "direct:slow", steps: [ { delay: { constant: 1 } } ] }
          """
              .formatted(step));
      assertThat(instance.start()).isEmpty();
      var route =
          instance.unit("a").routes().stream()
              .filter(one -> one.id().equals("it"))
              .findFirst()
              .orElseThrow();
      assertThat(route.because()).isEqualTo(because == null ? "" : because);
      assertThat(route.lane()).isEqualTo(because == null ? "loop" : "off-loop");
    }
  }

  @Test
  void onExceptionCountsToo() throws Exception {
    try (var instance = new Instance(base)) {
      instance.write(
          "a.camel.yaml",
          """
          - onException:
              exception: [ java.lang.Exception ]
              redeliveryPolicy: { maximumRedeliveries: 2 }
              steps: [ { log: a } ]
          - from: { uri: "gateway:/a", steps: [ { log: a } ] }
          """);
      assertThat(instance.start()).isEmpty();
      assertThat(instance.unit("a").routes().get(0).because()).contains("redelivery");
    }
  }
}
