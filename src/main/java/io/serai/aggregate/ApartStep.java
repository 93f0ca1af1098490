package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.aggregate.ApartAnswer.Kind;
import io.serai.cluster.Shelf;
import io.serai.request.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Camel's {@code aggregate} with {@code aggregationRepository: "#cluster"}: puts each part where
 * the cluster keeps the others of its document. Whose part is the last runs the steps within; the
 * others are answered 202, and the route ends for them here.
 */
final class ApartStep extends EipStep {
  /** Beyond a deadline, until another gateway takes over. */
  static final long GRACE_MILLIS = 5_000;

  private static final Duration SOON = Duration.ofSeconds(1);

  private final CamelContext context;
  private final Apart apart;
  private final ApartTerms terms;
  private final AsyncProcessor steps;
  private final ApartRun run;

  /** Built once a route. */
  ApartStep(CamelContext context, Apart apart, ApartTerms terms, AsyncProcessor steps) {
    super("aggregate");
    this.context = context;
    this.apart = apart;
    this.terms = terms;
    this.steps = steps;
    this.run = new ApartRun(context, apart, terms, steps, this::getRouteId);
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      var request = Request.of(exchange);
      if (request == null) {
        throw new PartFailed(
            terms.label(), "takes requests only, and this exchange is none", 502, null);
      }
      var body = terms.body(exchange);
      var key = terms.key(exchange);
      var name = terms.name(request, exchange);
      keep(key, name, new HeldCaller(exchange, callback, request, body));
    } catch (Exception e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
    return false;
  }

  private void keep(String key, String name, HeldCaller caller) {
    boolean looksAtAll = terms.complete() != null && !terms.eager();
    var wish =
        new ApartWish.Add(
            UUID.randomUUID(),
            name,
            caller.item,
            ApartTerms.path(caller.request),
            terms.again(),
            saysItself(caller.exchange),
            looksAtAll,
            terms.bounds(),
            lease(caller.request));
    var answer = apart.change(key, wish);
    var alarm = answer.isDone() ? null : alarm(caller);
    caller.onEnd(() -> caller.go(() -> fail(caller, 504, "its caller has gone", null)));
    answer.whenComplete(
        (what, failure) -> {
          if (alarm != null) {
            alarm.cancel(false);
          }
          if (failure != null) {
            unreachable(caller, why(failure));
          } else {
            kept(key, what, caller);
          }
        });
  }

  /** Whether the part itself says that the document is complete. */
  private @Nullable CompletedBy saysItself(Exchange exchange) {
    if (exchange.getProperty(Exchange.AGGREGATION_COMPLETE_CURRENT_GROUP, false, boolean.class)) {
      return CompletedBy.STRATEGY;
    }
    var complete = terms.complete();
    return complete != null && terms.eager() && complete.matches(exchange)
        ? CompletedBy.PREDICATE
        : null;
  }

  private static long lease(Request request) {
    return TimeUnit.NANOSECONDS.toMillis(request.deadline().left()) + GRACE_MILLIS;
  }

  private @Nullable Future<?> alarm(HeldCaller caller) {
    // In time for the answer to go out: after the deadline it would be the gateway's own 504.
    long within = caller.request.deadline().left() / 4 * 3;
    try {
      return caller
          .request
          .loop()
          .schedule(() -> unreachable(caller, "not kept in time"), within, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return null; // the loops have shut down, and with them whoever would wait
    }
  }

  /** A 202 must not lie: the part may be kept or not, and sent again it does no harm. */
  private void unreachable(HeldCaller caller, String reason) {
    caller.go(() -> fail(caller, 503, reason, SOON));
  }

  private static String why(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Shelf.Unreachable ? "" + cause.getMessage() : "can't be kept now";
  }

  private void kept(String key, ApartAnswer answer, HeldCaller caller) {
    var state = answer.state();
    switch (answer.kind()) {
      case TAKEN -> complete(key, Objects.requireNonNull(state), caller);
      case KEPT -> {
        if (terms.complete() != null && !terms.eager() && state != null) {
          look(key, state, caller);
        } else {
          caller.go(() -> accept(caller, state));
        }
      }
      case BUSY ->
          caller.go(() -> fail(caller, 503, "all it belongs to is being completed now", SOON));
      case CLOSED -> caller.go(() -> fail(caller, 409, "all it belongs to is complete", null));
      case THERE_ALREADY ->
          caller.go(() -> fail(caller, 409, "there is another part of its name", null));
      case TOO_LARGE ->
          caller.go(
              () ->
                  fail(
                      caller,
                      413,
                      "all it belongs to would be larger than "
                          + terms.bounds().maxBytes()
                          + " bytes or of more than "
                          + ApartRule.MOST_PARTS
                          + " parts",
                      null));
      case FULL -> caller.go(() -> fail(caller, 503, "as much is kept as may be", SOON));
      case NOT_UNDERSTOOD ->
          caller.go(() -> fail(caller, 503, "kept by a gateway of a release that differs", SOON));
      case NOTHING, DROPPED -> caller.go(() -> accept(caller, state));
    }
  }

  /** Asks the predicate about all parts so far, where the caller's steps run. */
  private void look(String key, ApartState state, HeldCaller caller) {
    caller.run(
        () -> {
          boolean complete;
          try {
            var all = ApartResult.exchange(context, getRouteId(), key, state, null);
            complete = terms.complete() != null && terms.complete().matches(all);
          } catch (RuntimeException e) {
            caller.go(() -> caller.exchange.setException(e));
            return;
          }
          if (!complete) {
            caller.go(() -> accept(caller, state));
            return;
          }
          var take =
              new ApartWish.TakeNow(
                  UUID.randomUUID(), state.id(), CompletedBy.PREDICATE, lease(caller.request));
          var taken = apart.change(key, take);
          var alarm = taken.isDone() ? null : alarm(caller);
          taken.whenComplete(
              (answer, failure) -> {
                if (alarm != null) {
                  alarm.cancel(false);
                }
                if (failure != null) {
                  unreachable(caller, why(failure));
                } else if (answer.kind() == Kind.TAKEN) {
                  complete(key, Objects.requireNonNull(answer.state()), caller);
                } else {
                  // Another one's part came in between, and completes it.
                  caller.go(() -> accept(caller, state));
                }
              });
        });
  }

  /** The completions of its context that no client waits for. */
  ApartRuns runs() {
    return ApartRuns.of(context);
  }

  /** The time has come for one that the shelf keeps. */
  void completeDue(String key, ApartAnswer answer, ApartPlaces.Place place) {
    var state = Objects.requireNonNull(answer.state());
    if (state.takes() > 1) {
      apart.takenOver(key, state);
    }
    run.unattended(key, state, place);
  }

  private void complete(String key, ApartState state, HeldCaller caller) {
    if (terms.lastWaits() && !caller.request.isEnded()) {
      run.attended(key, state, caller);
    } else {
      // Counted before its caller goes, who may be the last that keeps the context from draining.
      var place = apart.places().begun(runs());
      caller.go(() -> accept(caller, state));
      run.unattended(key, state, place);
    }
  }

  // What a caller gets.

  private void accept(HeldCaller caller, @Nullable ApartState state) {
    var json = new StringBuilder("{\"parts\":[");
    var names = state == null ? List.<String>of() : state.names();
    for (int i = 0; i < names.size(); i++) {
      json.append(i == 0 ? "" : ",").append(ApartResult.quoted(names.get(i)));
    }
    var message = caller.exchange.getMessage();
    message.setBody(json.append("]}").toString().getBytes(StandardCharsets.UTF_8));
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
    caller.exchange.setRouteStop(true);
  }

  private void fail(HeldCaller caller, int status, String reason, @Nullable Duration again) {
    caller.exchange.setException(new PartFailed(terms.label(), reason, status, again));
  }

  @Override
  protected void doInit() throws Exception {
    terms.init(context);
  }

  @Override
  protected void doStart() throws Exception {
    ServiceHelper.startService(steps);
    runs().add(this);
    apart.add(terms.id(), this);
  }

  /** What is due is another generation's, or nobody's, from now on. */
  void takeNoMore() {
    apart.remove(terms.id(), this);
  }

  @Override
  protected void doStop() throws Exception {
    takeNoMore();
    runs().remove(this);
    ServiceHelper.stopService(steps);
  }

  @Override
  protected void doShutdown() throws Exception {
    ServiceHelper.stopAndShutdownService(steps);
  }

  @Override
  public List<Processor> next() {
    return List.of(steps);
  }
}
