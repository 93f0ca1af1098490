package io.serai.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.serai.request.Deadline;
import io.serai.request.Inputs;
import io.serai.request.Request;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real context with one YAML text, whose {@code direct:in} is called as the entry would. As a
 * registered extension it closes itself after each test.
 */
final class Route implements AutoCloseable, AfterEachCallback {
  final EventLoop loop = new DefaultEventLoop();
  final Calls calls = new Calls(loop);
  final DefaultCamelContext context = new DefaultCamelContext();
  private final ExecutorService offLoop = Executors.newCachedThreadPool();
  private final AtomicInteger completedTwice = new AtomicInteger();
  private @Nullable AsyncProducer in;
  private Executor lane = Runnable::run;
  private Duration deadline = Duration.ofSeconds(5);
  @Nullable Request request;

  Route() {
    this(false);
  }

  Route(boolean jmx) {
    if (!jmx) {
      context.disableJMX();
    }
    context.getShutdownStrategy().setTimeout(1);
    context.addComponent("part", calls);
    Aggregation.mount(context);
  }

  /** Loads a whole file. */
  Route yaml(String yaml) {
    try {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString("test.camel.yaml", yaml));
      context.start();
      in = context.getEndpoint("direct:in").createAsyncProducer();
      in.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  /** Loads a route whose steps are these, each line as in a file. */
  Route steps(String steps) {
    return steps(steps, "");
  }

  /** The same with more of the file after it. */
  Route steps(String steps, String more) {
    return yaml(
        """
        - route:
            id: r
            from:
              uri: direct:in
              steps:
        """
            + steps.indent(8)
            + more);
  }

  Route deadline(Duration deadline) {
    this.deadline = deadline;
    return this;
  }

  /** Steps run on a pool's threads, as those of a route that may block. */
  Route offLoop() {
    lane = offLoop;
    return this;
  }

  CompletableFuture<Exchange> send(@Nullable Object body) {
    var exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(body);
    var made =
        new Request(
            new Request.Identity("id", "trace"),
            Inputs.NONE,
            Deadline.in(deadline),
            loop,
            lane,
            10_000);
    request = made;
    exchange.setProperty(Request.PROPERTY, made);
    return send(exchange, lane == offLoop ? offLoop : loop);
  }

  /** As a timer would: no request in it. */
  CompletableFuture<Exchange> sendBare(Object body) {
    var exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(body);
    return send(exchange, offLoop);
  }

  private CompletableFuture<Exchange> send(Exchange exchange, Executor on) {
    var done = new CompletableFuture<Exchange>();
    var producer = in;
    if (producer == null) {
      throw new IllegalStateException("no route yet");
    }
    on.execute(
        () ->
            producer.process(
                exchange,
                sync -> {
                  if (!done.complete(exchange)) {
                    completedTwice.incrementAndGet();
                  }
                }));
    return done;
  }

  /** Sends and waits. */
  Exchange answer() throws Exception {
    return send("original").get(20, TimeUnit.SECONDS);
  }

  static String text(Exchange exchange) {
    if (exchange.getException() != null) {
      throw new AssertionError("failed", exchange.getException());
    }
    var body = exchange.getMessage().getBody();
    return body instanceof byte[] bytes ? new String(bytes, UTF_8) : "" + body;
  }

  /** A parallel {@code #keyed} multicast of these branches, each as in a file without its dash. */
  static String keyed(String... branches) {
    var text =
        new StringBuilder(
            """
            - multicast:
                parallelProcessing: true
                aggregationStrategy: "#keyed"
                steps:
            """);
    for (var branch : branches) {
      text.append("      - ").append(branch.strip().replace("\n", "\n        ")).append('\n');
    }
    return text.toString();
  }

  /** A file whose route is such a multicast under a strategy with these properties. */
  static String mine(String strategy, String properties, String... branches) {
    return """
        - beans:
            - name: mine
              type: io.serai.aggregate.%s
              properties: { %s }
        - route:
            id: r
            from:
              uri: direct:in
              steps:
        """
            .formatted(strategy, properties)
        + keyed(branches).replace("#keyed", "#mine").indent(8);
  }

  /** The branch that calls {@code part:name} as the part of that name. */
  static String call(String name) {
    return "to: { uri: \"part:" + name + "\", parameters: { as: " + name + " } }";
  }

  /** What {@code #name} means in the routes. */
  Route bind(String name, Processor step) {
    context.getRegistry().bind(name, step);
    return this;
  }

  @Override
  public void afterEach(ExtensionContext test) {
    close();
  }

  @Override
  public void close() {
    assertThat(completedTwice).hasValue(0);
    context.stop();
    offLoop.shutdownNow();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
