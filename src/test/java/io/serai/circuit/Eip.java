package io.serai.circuit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real context with one route around a {@code circuitBreaker}, in time that a test moves. */
final class Eip implements AfterEachCallback {
  static final String TWO_CALLS =
      """
      resilience4jConfiguration: { minimumNumberOfCalls: 2, slidingWindowSize: 2, \
      permittedNumberOfCallsInHalfOpenState: 1, waitDurationInOpenState: 5 }
      """;
  static final String STEPS = "steps: [ { process: { ref: step } } ]";
  static final String FALLBACK = "onFallback: { steps: [ { setBody: { constant: instead } } ] }";

  final FakeTiming timing = new FakeTiming();
  final Circuits circuits;
  final DefaultCamelContext context = new DefaultCamelContext();
  private @Nullable AsyncProducer in;

  Eip() {
    this(null);
  }

  /** One that finds the circuits of another. */
  Eip(@Nullable Eip other) {
    circuits = other == null ? new Circuits(timing) : other.circuits;
    context.disableJMX();
    context.getShutdownStrategy().setTimeout(1);
    CircuitBreakers.mount(context, circuits, exchange -> null, endpoint -> "");
  }

  /** A step that ends when the test lets it. */
  static final class Held extends AsyncProcessorSupport {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    int most;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      waiting.add(
          () -> {
            exchange.getMessage().setBody("held");
            callback.done(false);
          });
      most = Math.max(most, waiting.size());
      return false;
    }

    int waiting() {
      return waiting.size();
    }

    void letOne() {
      waiting.remove().run();
    }
  }

  Eip bind(String name, Object bean) {
    context.getRegistry().bind(name, bean);
    return this;
  }

  /** A step that succeeds, or throws what was put there last. */
  static final class Switch implements Processor {
    @Nullable Exception thrown;
    int asked;

    @Override
    public void process(Exchange exchange) throws Exception {
      asked++;
      if (thrown != null) {
        throw thrown;
      }
      exchange.getMessage().setBody("well");
    }
  }

  /** The breaker's lines as in a file, beginning with its options. */
  Eip breaker(String... lines) throws Exception {
    var text =
        new StringBuilder(
            """
            - route:
                id: r
                from:
                  uri: direct:in
                  steps:
                    - circuitBreaker:
                        id: c
            """);
    for (var line : lines) {
      text.append(line.indent(12));
    }
    return file(text.toString());
  }

  Eip file(String yaml) throws Exception {
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.fromBytes("test.camel.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
    context.start();
    in = context.getEndpoint("direct:in").createAsyncProducer();
    in.start();
    return this;
  }

  CompletableFuture<Exchange> send(Object body) {
    var exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(body);
    var done = new CompletableFuture<Exchange>();
    var producer = in;
    if (producer == null) {
      throw new IllegalStateException("no route yet");
    }
    producer.process(
        exchange,
        sync -> {
          if (!done.complete(exchange)) {
            throw new IllegalStateException("completed twice");
          }
        });
    return done;
  }

  Exchange answer() throws Exception {
    return send("original").get(10, TimeUnit.SECONDS);
  }

  /** What came of so many, as bodies or names of exceptions. */
  List<String> answers(int count) throws Exception {
    var all = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      all.add(told(answer()));
    }
    return all;
  }

  static String told(Exchange exchange) {
    var thrown = exchange.getException();
    return thrown == null ? exchange.getMessage().getBody(String.class) : "" + thrown.getMessage();
  }

  State state() {
    return circuits.stats().get(0).state();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    close();
  }

  void close() {
    context.stop();
  }
}
