package io.serai.aggregate;

import io.serai.request.Outcome;
import io.serai.request.Request;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.StreamCache;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** One branch under way: at once its call's ear, its task and its callback. */
final class Slot implements Consumer<Outcome>, AsyncCallback {
  final Branch branch;
  final FanOut fanOut;

  /** Its place among the branches or elements, from 0. */
  final int index;

  /** Which element of a split, null in a multicast. */
  final @Nullable Object element;

  /** The request as an element sees it while it is under way. */
  volatile @Nullable Request view;

  /** How the part ended, under the fan-out's lock; null until then. */
  @Nullable Outcome outcome;

  /** The branch's own exchange, null for a direct call. */
  @Nullable Exchange child;

  /** Whether it has stopped waiting for others, under the fan-out's lock. */
  boolean released;

  /** Whether the child is back and to be folded, under the fan-out's lock. */
  boolean back;

  /** Whether its turn is over, so that it needn't start or come any more; under the lock. */
  boolean late;

  /** The part of that name before this branch had one. */
  @Nullable Outcome before;

  @Nullable Object bodyBefore;
  @Nullable Object headersBefore;
  long startedAt;
  private boolean begun;
  private boolean done;

  Slot(FanOut fanOut, Branch branch, int index, @Nullable Object element) {
    this.fanOut = fanOut;
    this.branch = branch;
    this.index = index;
    this.element = element;
  }

  void start() {
    var call = branch.call();
    var request = fanOut.view(this);
    if (call != null && request != null) {
      if (request.loop().inEventLoop()) {
        call.start(fanOut.exchange, request, this);
        return;
      }
      synchronized (fanOut) {
        // Read under the lock, as below: siblings end on other threads.
        if (!fanOut.settled) {
          call.start(fanOut.exchange, request, this);
        }
      }
      return;
    }
    synchronized (fanOut) {
      // Copied under the lock: once settled, the exchange goes on and changes.
      if (fanOut.settled || late) {
        return;
      }
      try {
        child = copy(request);
      } catch (Exception e) {
        child = ExchangeHelper.createCorrelatedCopy(fanOut.exchange, false);
        child.setException(e);
      }
    }
    startedAt = System.nanoTime();
    fanOut.fork.hand(this, fanOut.request);
  }

  /** There is no thread for it. */
  void refuse(RejectedExecutionException cause) {
    if (child != null) {
      child.setException(cause);
      done(true);
    }
  }

  private Exchange copy(@Nullable Request request) throws java.io.IOException {
    var original = fanOut.original;
    var copy = ExchangeHelper.createCorrelatedCopy(original, false);
    copy.getExchangeExtension().setTransacted(original.isTransacted());
    // A circuit breaker's before all branches; of what comes back it says nothing.
    copy.removeProperty(ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_FROM_FALLBACK);
    if (copy.getProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK) == null) {
      copy.setProperty(
          ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK, fanOut.exchange.getUnitOfWork());
    }
    if (element != null) {
      copy.removeProperty(ExchangePropertyKey.MESSAGE_HISTORY);
      ElementBody.put(element, copy);
      copy.setProperty(ExchangePropertyKey.SPLIT_INDEX, index);
      copy.setProperty(ExchangePropertyKey.SPLIT_SIZE, fanOut.slots.length);
      copy.setProperty(ExchangePropertyKey.SPLIT_COMPLETE, index == fanOut.slots.length - 1);
    } else {
      branchOf(original, copy);
    }
    if (request != null) {
      copy.setProperty(Request.PROPERTY, request);
      before = branch.named() ? request.parts().get(branch.part()) : null;
    }
    bodyBefore = copy.getIn().getBody();
    headersBefore = copy.getProperty(PartHeaders.PROPERTY);
    return copy;
  }

  private void branchOf(Exchange original, Exchange copy) throws java.io.IOException {
    if (fanOut.fork.terms.parallel()
        && index > 0
        && original.getIn().getBody() instanceof StreamCache stream) {
      // A stream can be read once; each reads its own.
      var ownStream = stream.copy(copy);
      if (ownStream != null) {
        copy.getIn().setBody(ownStream);
      }
    }
    for (int other : branch.waitsFor()) {
      // What it waited for is there as it will be behind the multicast.
      var part = fanOut.slots[other];
      if (part.branch.named() && part.outcome != null && part.outcome.isSuccess()) {
        copy.setVariable(part.branch.part(), Outcomes.json(part.outcome));
      }
    }
    copy.setProperty(ExchangePropertyKey.MULTICAST_INDEX, index);
    copy.setProperty(ExchangePropertyKey.MULTICAST_COMPLETE, index == fanOut.slots.length - 1);
  }

  /**
   * Camel runs a callback to tell it that it is done; before that, it is run to begin. By one
   * thread after the other, handed on by the executor.
   */
  @Override
  public void run() {
    if (begun) {
      done(false);
    } else {
      begun = true;
      begin();
    }
  }

  private void begin() {
    var exchange = child;
    if (fanOut.settled || exchange == null) {
      return;
    }
    if (exchange.getException() != null) {
      done(true);
      return;
    }
    boolean inTry = Boolean.TRUE.equals(exchange.getProperty(ExchangePropertyKey.TRY_ROUTE_BLOCK));
    var steps = inTry ? branch.steps() : branch.guarded();
    try {
      steps.process(exchange, this);
    } catch (RuntimeException e) {
      exchange.setException(e);
      done(true);
    }
  }

  @Override
  public void accept(Outcome ended) {
    fanOut.ended(this, ended);
  }

  @Override
  public void done(boolean doneSync) {
    synchronized (fanOut) {
      if (done) {
        return;
      }
      done = true;
    }
    fanOut.ended(this);
  }
}
