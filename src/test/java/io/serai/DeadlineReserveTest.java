package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.aggregate.Aggregation;
import io.serai.backend.Backends;
import io.serai.request.Deadline;
import io.serai.request.Inputs;
import io.serai.request.Loops;
import io.serai.request.Request;
import io.serai.settings.Settings;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The time to make an answer in is kept from the deadline once, whichever way a call is reached.
 */
@Timeout(60)
class DeadlineReserveTest {
  private static final String ROUTES =
      """
      - route:
          from:
            uri: direct:call
            steps:
              - to: { uri: "backend:slow/a", parameters: { as: a } }
      - route:
          from:
            uri: direct:parts
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:slow/a", parameters: { as: a } }
                    - to: { uri: "backend:slow/b", parameters: { as: b } }
      - route:
          from:
            uri: direct:nested
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - multicast:
                        id: inner
                        parallelProcessing: true
                        aggregationStrategy: "#keyed"
                        steps:
                          - to: { uri: "backend:slow/a", parameters: { as: a } }
      - route:
          from:
            uri: direct:folded
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#latest"
                  steps:
                    - to: { uri: "backend:slow/a", parameters: { as: a } }
      """;

  private final StubBackend stub = StubBackend.start().otherwise(Script.hang());
  private final Loops loops = Loops.start(1);
  private final ExecutorService offLoop = Executors.newCachedThreadPool();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Backends backends =
      new Backends(
          loops,
          offLoop,
          Settings.of(Map.of("backend.slow.url", stub.url(), "deadline.reserve", "200ms")));

  @BeforeEach
  void start() throws Exception {
    backends.mount(context);
    Aggregation.mount(context, Duration.ofMillis(200));
    context
        .getRegistry()
        .bind("latest", new org.apache.camel.processor.aggregate.UseLatestAggregationStrategy());
    context.start();
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.fromBytes("r.camel.yaml", ROUTES.getBytes(StandardCharsets.UTF_8)));
  }

  @AfterEach
  void close() {
    context.stop();
    backends.close();
    loops.close();
    offLoop.shutdownNow();
    stub.close();
  }

  /**
   * Of 300 ms, by a clock that stands still: what the call was given doesn't hang on the machine.
   */
  private String reason(String route) {
    var request =
        new Request(
            new Request.Identity("id-1", ""),
            Inputs.NONE,
            Deadline.in(Duration.ofMillis(800), () -> 0),
            loops.next(),
            offLoop,
            10);
    var exchange =
        context
            .createProducerTemplate()
            .request("direct:" + route, asked -> asked.setProperty(Request.PROPERTY, request));
    var failed = exchange.getException(PartFailed.class);
    assertThat(failed).as("" + exchange.getException()).isNotNull();
    assertThat(failed.status()).isEqualTo(504);
    return failed.reason();
  }

  /** A multicast may speak before its call, and tells how long it has really waited: about 605. */
  private static void assertTakenOnce(String reason) {
    var match = Pattern.compile("timeout after (\\d+)ms").matcher(reason);
    assertThat(match.find()).as(reason).isTrue();
    assertThat(Integer.parseInt(match.group(1))).as("not 450").isGreaterThan(500);
  }

  @Test
  void byACallOutsideAMulticast() {
    assertThat(reason("call")).isEqualTo("timeout after 600ms");
  }

  @Test
  void byAPartOfAMulticast() {
    assertTakenOnce(reason("parts"));
  }

  @Test
  void byAPartOfAMulticastInAMulticast() {
    assertTakenOnce(reason("nested"));
  }

  @Test
  void byACallUnderAForeignStrategy() {
    assertThat(reason("folded")).isEqualTo("timeout after 600ms");
  }
}
