package io.serai.aggregate;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;

/**
 * The completions of a context that no client waits for, asked for or under way: its doors don't
 * count them, and a context stopped under one leaves it half done, to be done again from its first
 * step.
 */
final class ApartRuns {
  private final Set<ApartStep> steps = ConcurrentHashMap.newKeySet();
  private final AtomicInteger underWay = new AtomicInteger();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile boolean draining;

  static ApartRuns of(CamelContext context) {
    var extension = context.getCamelContextExtension();
    synchronized (ApartRuns.class) {
      var runs = extension.getContextPlugin(ApartRuns.class);
      if (runs == null) {
        runs = new ApartRuns();
        extension.addContextPlugin(ApartRuns.class, runs);
      }
      return runs;
    }
  }

  void add(ApartStep step) {
    steps.add(step);
  }

  void remove(ApartStep step) {
    steps.remove(step);
  }

  /**
   * Counts one that is due; false once the context drains: it is another generation's, or none's.
   */
  boolean enter() {
    underWay.incrementAndGet();
    if (closed) {
      leave();
      return false;
    }
    return true;
  }

  /**
   * Counts one that is to be run here whatever comes: a caller of this context has completed it.
   */
  void begin() {
    underWay.incrementAndGet();
  }

  void leave() {
    if (underWay.decrementAndGet() == 0 && draining) {
      // Elsewhere: whoever waits may stop the context, and we may be one of its steps.
      drained.completeAsync(() -> null);
    }
  }

  /** Takes nothing more that is due; what callers of this context complete is run as ever. */
  void close() {
    closed = true;
    steps.forEach(ApartStep::takeNoMore);
  }

  /** Completes when none is under way; ask when nobody is in flight who could begin one. */
  CompletableFuture<Void> drained() {
    close();
    draining = true;
    if (underWay.get() == 0) {
      drained.completeAsync(() -> null);
    }
    return drained;
  }
}
