package io.serai.aggregate;

import io.serai.request.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.ReactiveExecutor;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * An EIP that makes many exchanges of one, without threads of its own: branches start where the
 * exchange is and end where their calls end.
 */
abstract class Fork extends EipStep {

  /**
   * How its branches run.
   *
   * @param atOnce how many run together, from 1
   * @param timeout zero for none
   * @param reserve what is kept of the deadline to put the answer together
   */
  record Terms(int atOnce, boolean stopOnException, Duration timeout, Duration reserve) {
    boolean parallel() {
      return atOnce > 1;
    }
  }

  final CamelContext context;
  final ReactiveExecutor reactive;
  final Branch[] branches;
  final AggregationStrategy strategy;
  final Terms terms;
  private @Nullable ScheduledExecutorService timer;
  private @Nullable ExecutorService pool;

  Fork(
      String kind,
      CamelContext context,
      Branch[] branches,
      AggregationStrategy strategy,
      Terms terms) {
    super(kind);
    this.context = context;
    this.reactive = context.getCamelContextExtension().getReactiveExecutor();
    this.branches = branches;
    this.strategy = strategy;
    this.terms = terms;
  }

  /** Whether its one branch is for each element of a list, and not for the exchange. */
  boolean isForEach() {
    return false;
  }

  /** What children are copied of: the exchange, or where it may change meanwhile a copy of it. */
  Exchange template(Exchange exchange) {
    return exchange;
  }

  /** The timer of exchanges that came in by no request and so have no loop. */
  synchronized ScheduledExecutorService timer() {
    if (timer == null) {
      timer = context.getExecutorServiceManager().newScheduledThreadPool(this, kind + "-timer", 1);
    }
    return timer;
  }

  /** The threads of such exchanges where branches run together. */
  synchronized ExecutorService pool() {
    if (pool == null) {
      pool = context.getExecutorServiceManager().newDefaultThreadPool(this, kind);
    }
    return pool;
  }

  /**
   * Lets a branch with steps begin, as a task of its own: branches begin in the order of the file,
   * and however many of them end at once, the stack doesn't grow. Off the loop parallel steps may
   * block, so each branch gets a thread.
   */
  final void hand(Slot slot, @Nullable Request request) {
    if (!terms.parallel() || (request != null && request.loop().inEventLoop())) {
      reactive.schedule(slot);
      return;
    }
    Runnable task = () -> reactive.schedule(slot);
    try {
      if (request != null) {
        request.resume(task);
      } else {
        pool().execute(task);
      }
    } catch (RejectedExecutionException e) {
      slot.refuse(e);
    }
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
    return List.of(branches).stream().<Processor>map(Branch::guarded).toList();
  }
}
