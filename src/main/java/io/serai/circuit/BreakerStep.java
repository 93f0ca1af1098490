package io.serai.circuit;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Traceable;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.processor.BaseProcessorSupport;
import org.apache.camel.spi.IdAware;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * A {@code circuitBreaker} of a route: {@link Crossing}s go through it, and none waits on a thread.
 */
final class BreakerStep extends BaseProcessorSupport
    implements Navigate<Processor>, Traceable, IdAware, RouteIdAware {

  /** Gives its name to the exception of resilience4j's that routes may catch. */
  static final io.github.resilience4j.bulkhead.Bulkhead FULL =
      io.github.resilience4j.bulkhead.Bulkhead.of(
          "circuitBreaker",
          io.github.resilience4j.bulkhead.BulkheadConfig.custom()
              .writableStackTraceEnabled(false)
              .build());

  /** As many as Camel's own pools have at most. */
  private static final int THREADS = 20;

  private final CamelContext context;
  private final Circuits circuits;
  private final Origins origins;
  private final EipOptions options;
  private final @Nullable Supplier<String> urls;
  private final AsyncProcessor steps;
  private final @Nullable AsyncProcessor fallback;
  private final @Nullable Bulkhead bulkhead;
  private @Nullable Circuit circuit;
  private volatile @Nullable Guard guard;
  private @Nullable CallNotPermittedException notPermitted;
  private @Nullable ExecutorService pool;
  private String id = "circuitBreaker";
  private String routeId = "";

  /**
   * A step that isn't started yet.
   *
   * @param urls where its steps call when it starts; null if its circuit has no name that others
   *     find
   */
  BreakerStep(
      CamelContext context,
      Circuits circuits,
      Origins origins,
      EipOptions options,
      @Nullable Supplier<String> urls,
      AsyncProcessor steps,
      @Nullable AsyncProcessor fallback) {
    this.context = context;
    this.circuits = circuits;
    this.origins = origins;
    this.options = options;
    this.urls = urls;
    this.steps = steps;
    this.fallback = fallback;
    this.bulkhead =
        options.concurrent() > 0
            ? new Bulkhead(options.concurrent(), options.maxWaitNanos() > 0)
            : null;
  }

  /** Never completes before it returns, as far as Camel can tell; the callback may come first. */
  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    var passing = origins.of(exchange);
    if (passing == null) {
      passing = new WithoutRequest(circuits.timing(), task -> pool().execute(task));
    }
    new Crossing(this, exchange, callback, passing).begin();
    return false;
  }

  EipOptions options() {
    return options;
  }

  Timing timing() {
    return circuits.timing();
  }

  Guard guard() {
    var there = guard;
    if (there == null) {
      throw new IllegalStateException("circuitBreaker " + id + " isn't started");
    }
    return there;
  }

  AsyncProcessor steps() {
    return steps;
  }

  @Nullable AsyncProcessor fallback() {
    return fallback;
  }

  @Nullable Bulkhead bulkhead() {
    return bulkhead;
  }

  /** One for all rejections: without a stack trace they don't differ. */
  synchronized CallNotPermittedException notPermitted() {
    if (notPermitted == null) {
      var breaker = options.bean() == null ? open(name()) : options.bean();
      notPermitted = CallNotPermittedException.createCallNotPermittedException(breaker);
    }
    return notPermitted;
  }

  private static CircuitBreaker open(String name) {
    var config =
        CircuitBreakerConfig.custom()
            .writableStackTraceEnabled(false)
            .slidingWindow(1, 1, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .build();
    var breaker = CircuitBreaker.of(name, config);
    breaker.transitionToOpenState();
    return breaker;
  }

  /**
   * The threads on which exchanges that came in by no request go on after a wait. Its line is as
   * long as there are such exchanges, and they are there anyway: with a bound, as Camel's own pools
   * have, whoever finds it full does the steps, and here that is the timer of all circuits.
   */
  private synchronized ExecutorService pool() {
    if (pool == null) {
      var profile =
          new ThreadPoolProfileBuilder("circuitBreaker")
              .poolSize(THREADS)
              .maxPoolSize(THREADS)
              .maxQueueSize(Integer.MAX_VALUE)
              .allowCoreThreadTimeOut(true)
              .build();
      pool = context.getExecutorServiceManager().newThreadPool(this, "circuitBreaker", profile);
    }
    return pool;
  }

  private String name() {
    return routeId + "/" + id;
  }

  @Override
  protected void doStart() throws Exception {
    if (options.bean() != null) {
      guard = new BeanGuard(options.bean());
    } else {
      circuit =
          urls == null
              ? circuits.local(name(), options.circuit())
              : circuits.shared(
                  name(), options.circuit(), options.rulesText() + " calls " + urls.get());
      guard = circuit;
    }
    ServiceHelper.startService(steps, fallback);
  }

  @Override
  protected void doStop() throws Exception {
    ServiceHelper.stopService(fallback, steps);
    // The guard stays: what is still under way ends by it.
    if (circuit != null) {
      circuits.release(circuit);
      circuit = null;
    }
  }

  @Override
  protected synchronized void doShutdown() throws Exception {
    ServiceHelper.stopAndShutdownServices(fallback, steps);
    if (pool != null) {
      context.getExecutorServiceManager().shutdown(pool);
      pool = null;
    }
  }

  @Override
  public List<Processor> next() {
    return fallback == null ? List.of(steps) : List.of(steps, fallback);
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public String getTraceLabel() {
    return "circuitBreaker";
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public void setId(String id) {
    this.id = id;
  }

  @Override
  public String getRouteId() {
    return routeId;
  }

  @Override
  public void setRouteId(String routeId) {
    this.routeId = routeId;
  }

  @Override
  public String toString() {
    return id;
  }
}
