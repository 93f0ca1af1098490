package io.serai.circuit;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.serai.PartFailed;
import io.serai.PartFailed.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.StreamCache;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.MessageHelper;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on its way through a {@code circuitBreaker}.
 *
 * <pre>
 *   (arrives) --permit, place--> STEPS --back--> OVER --> goes on, or fallback
 *       |  `--permit, no place--> WAITING --place--^  `--too slow--^
 *       `--no permit-----------------`--no place in time---------> OVER
 * </pre>
 *
 * <p>The steps get a copy. Whoever moves it to OVER decides how it ends; a copy that comes back
 * later than that is dropped, so that it can't overwrite a fallback (CAMEL-24134). Everything else
 * is done by one thread after the other.
 */
final class Crossing implements AsyncCallback {

  /** Where it is. */
  private enum Stage {
    /** It has no place in the bulkhead yet. */
    WAITING,
    /** Its steps are under way. */
    STEPS,
    /** It has come to an end, whatever its steps do. */
    OVER
  }

  private final BreakerStep step;
  private final Exchange exchange;
  private final AsyncCallback callback;
  private final Passing passing;
  private final @Nullable Object tryBlock;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private @Nullable Permit permit;
  private @Nullable Exchange copy;
  private volatile @Nullable Runnable alarm;
  private long startedAt;

  Crossing(BreakerStep step, Exchange exchange, AsyncCallback callback, Passing passing) {
    this.step = step;
    this.exchange = exchange;
    this.callback = callback;
    this.passing = passing;
    this.tryBlock = exchange.getProperty(ExchangePropertyKey.TRY_ROUTE_BLOCK);
  }

  void begin() {
    // As in a doTry, whose steps leave failures to it.
    exchange.setProperty(ExchangePropertyKey.TRY_ROUTE_BLOCK, true);
    permit = step.guard().acquire();
    if (permit == null) {
      stage.set(Stage.OVER);
      long nanos = Math.max(step.guard().nanosLeft(), Circuit.LEAST_RETRY_AFTER.toNanos());
      var again = Duration.ofNanos(nanos);
      turnedAway(PartFailed.CIRCUIT_OPEN, step.notPermitted(), again, Kind.CIRCUIT_OPEN);
    } else if (step.bulkhead() == null) {
      steps();
    } else {
      long most = step.options().maxWaitNanos();
      new InLine(step.bulkhead(), passing, most, this::steps, this::full).enter();
    }
  }

  private void full() {
    stage.set(Stage.OVER);
    release();
    var cause = BulkheadFullException.createBulkheadFullException(BreakerStep.FULL);
    turnedAway("no capacity", cause, Circuit.LEAST_RETRY_AFTER, Kind.NOT_CALLED);
  }

  // Its steps.

  private void steps() {
    startedAt = step.timing().nanos();
    stage.set(Stage.STEPS);
    try {
      var own = copy();
      copy = own;
      if (step.options().timeoutNanos() > 0) {
        passing.branch(own);
        alarm = passing.after(step.options().timeoutNanos(), this::timedOut);
      }
      step.steps().process(own, this);
    } catch (Throwable e) {
      // An error too: whatever is thrown, place and permit are given back.
      done(e);
    }
  }

  private Exchange copy() throws IOException {
    var own = ExchangeHelper.createCorrelatedCopy(exchange, false);
    own.getExchangeExtension().setTransacted(exchange.isTransacted());
    if (own.getProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK) == null) {
      own.setProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK, exchange.getUnitOfWork());
    }
    if (exchange.getIn().getBody() instanceof StreamCache stream) {
      // The fallback reads it too, maybe while late steps still do.
      var ownStream = stream.copy(own);
      if (ownStream != null) {
        own.getIn().setBody(ownStream);
      }
    }
    return own;
  }

  @Override
  public void done(boolean doneSync) {
    done(null);
  }

  private void done(@Nullable Throwable thrown) {
    if (stage.compareAndSet(Stage.STEPS, Stage.OVER)) {
      leave(false);
      back(thrown);
    }
  }

  private void timedOut() {
    if (stage.compareAndSet(Stage.STEPS, Stage.OVER)) {
      long nanos = step.options().timeoutNanos();
      var reason = "timeout after " + TimeUnit.NANOSECONDS.toMillis(nanos) + "ms";
      var failure = new PartFailed(step.getId(), reason, 504, null, new TimeoutException(reason));
      countTimeout(failure);
      leave(step.options().cancels());
      passing.resume(() -> instead(Ends.TIMED_OUT, failure));
    }
  }

  private void leave(boolean cancel) {
    var ringing = alarm;
    if (ringing != null) {
      ringing.run();
    }
    if (step.options().timeoutNanos() > 0) {
      passing.settle(cancel);
    }
    if (step.bulkhead() != null) {
      step.bulkhead().leave();
    }
  }

  private void back(@Nullable Throwable thrown) {
    var own = copy;
    var failure = thrown != null || own == null ? thrown : own.getException();
    if (failure == null) {
      count(null);
      ExchangeHelper.copyResults(exchange, Objects.requireNonNull(own));
      passing.restore(exchange);
      goOn(Ends.SUCCESS);
      return;
    }
    var rules = step.options().rules();
    if (passing.isCancelled()) {
      release();
      exchange.setException(failure);
      finish();
    } else if (ErrorRules.isRejection(failure)) {
      release();
      instead(Ends.FAILED, failure);
    } else if (rules.ignored().test(failure)) {
      release();
      goOn(Ends.IGNORED);
    } else if (!rules.recorded().test(failure)) {
      count(null);
      goOn(Ends.SUCCESS);
    } else {
      count(failure);
      instead(Ends.FAILED, failure);
    }
  }

  private void count(@Nullable Throwable failure) {
    if (permit == null) {
      return;
    }
    if (failure != null && passing.isCancelled()) {
      step.guard().released(permit);
    } else {
      step.guard().ended(permit, failure, step.timing().nanos() - startedAt);
    }
  }

  /** By the same rules as what the steps throw; the cause is what Camel's own breaker has. */
  private void countTimeout(PartFailed failure) {
    var rules = step.options().rules();
    if (isOf(rules.ignored(), failure)) {
      release();
    } else {
      count(isOf(rules.recorded(), failure) ? failure : null);
    }
  }

  private static boolean isOf(Predicate<Throwable> rule, PartFailed failure) {
    return rule.test(failure) || rule.test(failure.getCause());
  }

  private void release() {
    if (permit != null) {
      step.guard().released(permit);
    }
  }

  // Its end.

  private void turnedAway(String reason, Throwable cause, Duration retryAfter, Kind kind) {
    instead(Ends.REJECTED, new PartFailed(step.getId(), reason, 503, retryAfter, cause, kind));
  }

  /** The steps gave nothing: the fallback, if there is one, or the failure. */
  private void instead(Ends end, Throwable failure) {
    var fallback = step.fallback();
    end.tell(exchange, step.guard().stateName(), fallback != null);
    if (fallback == null) {
      boolean goesOn = end == Ends.REJECTED && permit == null && step.options().goesOnWhenOpen();
      if (!goesOn) {
        exchange.setException(failure);
      }
      finish();
      return;
    }
    if (copy != null && exchange.getProperty(ExchangePropertyKey.FAILURE_ENDPOINT) == null) {
      exchange.setProperty(
          ExchangePropertyKey.FAILURE_ENDPOINT, copy.getProperty(ExchangePropertyKey.TO_ENDPOINT));
    }
    exchange.setProperty(ExchangePropertyKey.EXCEPTION_HANDLED, true);
    exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, failure);
    exchange.setRouteStop(false);
    exchange.setException(null);
    exchange.getExchangeExtension().setRedeliveryExhausted(false);
    MessageHelper.resetStreamCache(exchange.getIn());
    try {
      fallback.process(
          exchange,
          sync -> {
            passing.fellBack(exchange);
            finish();
          });
    } catch (Throwable e) {
      exchange.setException(e);
      finish();
    }
  }

  private void goOn(Ends end) {
    end.tell(exchange, step.guard().stateName(), false);
    exchange.setException(null);
    finish();
  }

  private void finish() {
    if (tryBlock == null) {
      exchange.removeProperty(ExchangePropertyKey.TRY_ROUTE_BLOCK);
    } else {
      exchange.setProperty(ExchangePropertyKey.TRY_ROUTE_BLOCK, tryBlock);
    }
    callback.done(false);
  }
}
