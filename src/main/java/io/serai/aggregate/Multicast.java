package io.serai.aggregate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Traceable;
import org.apache.camel.processor.BaseProcessorSupport;
import org.apache.camel.spi.IdAware;
import org.apache.camel.spi.ReactiveExecutor;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Camel's multicast without threads of its own: branches start where the exchange is and end where
 * their calls end.
 */
final class Multicast extends BaseProcessorSupport
    implements Navigate<Processor>, Traceable, IdAware, RouteIdAware {
  final CamelContext context;
  final ReactiveExecutor reactive;
  final Branch[] branches;
  final AggregationStrategy strategy;
  final boolean parallel;

  /** Whether some branch waits for another's part. */
  final boolean waits;

  final boolean stopOnException;
  final Duration timeout;
  final Duration reserve;
  private @Nullable ScheduledExecutorService timer;
  private @Nullable ExecutorService pool;
  private String id = "multicast";
  private String routeId = "";

  Multicast(
      CamelContext context,
      Branch[] branches,
      AggregationStrategy strategy,
      boolean parallel,
      boolean stopOnException,
      Duration timeout,
      Duration reserve) {
    this.context = context;
    this.reactive = context.getCamelContextExtension().getReactiveExecutor();
    this.branches = branches;
    this.strategy = strategy;
    this.parallel = parallel;
    this.waits = parallel && Arrays.stream(branches).anyMatch(b -> b.waitsFor().length > 0);
    this.stopOnException = stopOnException;
    this.timeout = timeout;
    this.reserve = reserve;
  }

  /** Never completes before it returns, as far as Camel can tell; the callback may come first. */
  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    var passage =
        strategy instanceof Composition composition
            ? new Gathering(this, composition, exchange, callback)
            : new Folding(this, exchange, callback);
    passage.start();
    return false;
  }

  /** The timer of exchanges that came in by no request and so have no loop. */
  synchronized ScheduledExecutorService timer() {
    if (timer == null) {
      timer =
          context.getExecutorServiceManager().newScheduledThreadPool(this, "multicast-timer", 1);
    }
    return timer;
  }

  /** The threads of such exchanges where branches run together. */
  synchronized ExecutorService pool() {
    if (pool == null) {
      pool = context.getExecutorServiceManager().newDefaultThreadPool(this, "multicast");
    }
    return pool;
  }

  @Override
  protected void doStart() throws Exception {
    ServiceHelper.startService(strategy);
    for (var branch : branches) {
      ServiceHelper.startService(branch.call(), branch.steps(), branch.guarded());
    }
  }

  @Override
  protected void doStop() throws Exception {
    for (var branch : branches) {
      ServiceHelper.stopService(branch.guarded(), branch.steps(), branch.call());
    }
    ServiceHelper.stopService(strategy);
  }

  @Override
  protected synchronized void doShutdown() throws Exception {
    for (var branch : branches) {
      ServiceHelper.stopAndShutdownServices(branch.guarded(), branch.steps(), branch.call());
    }
    if (timer != null) {
      context.getExecutorServiceManager().shutdownNow(timer);
      timer = null;
    }
    if (pool != null) {
      context.getExecutorServiceManager().shutdownNow(pool);
      pool = null;
    }
  }

  @Override
  public List<Processor> next() {
    var steps = new ArrayList<Processor>(branches.length);
    for (var branch : branches) {
      steps.add(branch.guarded());
    }
    return steps;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public String getTraceLabel() {
    return "multicast";
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
