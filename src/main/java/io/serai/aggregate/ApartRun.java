package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.aggregate.ApartWish.Failed.Next;
import io.serai.request.Deadline;
import io.serai.request.Request;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Runs the steps within an {@link ApartStep} for one complete document, and says how it ended. */
final class ApartRun {
  /** For so long a caller whose document is done waits for the cluster to know. */
  private static final long PATIENCE_MILLIS = 50;

  private final CamelContext context;
  private final Apart apart;
  private final ApartTerms terms;
  private final AsyncProcessor steps;
  private final Supplier<String> routeId;

  /**
   * For all documents of a step.
   *
   * @param routeId known once the route is built
   */
  ApartRun(
      CamelContext context,
      Apart apart,
      ApartTerms terms,
      AsyncProcessor steps,
      Supplier<String> routeId) {
    this.context = context;
    this.apart = apart;
    this.terms = terms;
    this.steps = steps;
    this.routeId = routeId;
  }

  /** Runs them where a caller waits for it. */
  void attended(String key, ApartState state, HeldCaller caller) {
    // Counted too: its caller may leave, and it goes on.
    var runs = ApartRuns.of(context);
    runs.begin();
    run(key, state, caller.request, caller.request.deadline(), caller, runs::leave);
  }

  /**
   * Runs them for nobody.
   *
   * @param place given back once it has ended
   */
  void unattended(String key, ApartState state, ApartPlaces.Place place) {
    var deadline = Deadline.in(Duration.ofMillis(Apart.DETACHED_MILLIS));
    run(key, state, apart.detached(), deadline, null, place::free);
  }

  private void run(
      String key,
      ApartState state,
      Request host,
      Deadline deadline,
      @Nullable HeldCaller caller,
      Runnable over) {
    var inputs = new ApartInputs(state.path(), state.id().toString());
    var request = host.shared(deadline, inputs);
    var reactive = context.getCamelContextExtension().getReactiveExecutor();
    Runnable begin =
        () -> {
          try {
            var exchange = ApartResult.exchange(context, routeId.get(), key, state, request);
            steps.process(exchange, done -> ended(key, state, exchange, request, caller, over));
          } catch (Throwable e) {
            // Whatever it is, neither the caller nor the parts may be left behind.
            ended(key, state, e, request, caller, null, over);
          }
        };
    try {
      if (caller != null) {
        caller.run(() -> reactive.schedule(begin));
      } else {
        request.resume(() -> reactive.schedule(begin));
      }
    } catch (RejectedExecutionException e) {
      ended(key, state, e, request, caller, null, over);
    }
  }

  private void ended(
      String key,
      ApartState state,
      Exchange exchange,
      Request request,
      @Nullable HeldCaller caller,
      Runnable over) {
    ended(key, state, exchange.getException(), request, caller, exchange, over);
  }

  private void ended(
      String key,
      ApartState state,
      @Nullable Throwable failure,
      Request request,
      @Nullable HeldCaller caller,
      @Nullable Exchange exchange,
      Runnable over) {
    boolean told = caller != null && !caller.request.isEnded();
    request.end();
    ApartWish wish;
    if (failure == null) {
      apart.completed(key, state);
      wish = new ApartWish.Done(state.id(), terms.bounds().closes() ? terms.bounds().life() : 0);
    } else {
      wish = failed(key, state, failure, told);
    }
    var known = apart.change(key, wish);
    over.run();
    if (caller != null) {
      // Whoever is told that it is done may go on with the same key at once; but the cluster isn't
      // waited for.
      Runnable go =
          () -> caller.go(() -> ApartResult.give(caller, state, request, exchange, failure));
      if (!known.isDone()) {
        soon(caller, go);
      }
      known.whenComplete((answer, lost) -> go.run());
    }
  }

  private static void soon(HeldCaller caller, Runnable go) {
    try {
      caller.request.loop().schedule(go, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      go.run();
    }
  }

  private ApartWish failed(String key, ApartState state, Throwable failure, boolean told) {
    var reason = failure instanceof PartFailed part ? "" + part.getMessage() : failure.toString();
    boolean refused = failure instanceof PartFailed part && part.status() < 500;
    var next = told ? Next.OPEN : refused ? Next.DROP : Next.AGAIN;
    if (next == Next.DROP) {
      apart.dropped(key, state, reason);
    } else {
      apart.failed(
          key, state, reason, told ? "its caller was told, parts are kept" : "tried again later");
    }
    return new ApartWish.Failed(state.id(), state.taker(), next);
  }
}
