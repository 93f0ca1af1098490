package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.request.ErrorType;
import io.serai.request.Outcome;
import io.serai.request.Outcome.Source;
import io.serai.request.Outcome.Verdict;
import io.serai.request.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's {@code aggregate} with a {@link Bulk}: holds callers until as many have come as go
 * together, or the time is up, calls once for all of them, and lets each go on with its own slice.
 * Has no threads of its own: the call is made where one of its callers runs.
 */
final class BulkStep extends EipStep {

  /**
   * When callers go together.
   *
   * @param size so many, 0 for any number
   * @param timeout nanoseconds after the last came, 0 for never
   * @param interval nanoseconds after the first came, 0 for never
   * @param maxWaiting callers held together
   */
  record Completion(int size, long timeout, long interval, int maxWaiting) {}

  private static final Logger LOG = LoggerFactory.getLogger("io.serai.aggregate");

  private final CamelContext context;
  private final Expression correlation;
  private final BulkTerms terms;
  private final Completion completion;
  private final AsyncProcessor steps;
  private final boolean named;
  private final Map<String, BulkCall> open = new HashMap<>();
  private int waiting;
  private boolean closing;

  /**
   * Built once a route.
   *
   * @param named whether the operator gave it a name, by which outcomes are reported
   */
  BulkStep(
      CamelContext context,
      Expression correlation,
      BulkTerms terms,
      Completion completion,
      AsyncProcessor steps,
      boolean named) {
    super("aggregate");
    this.context = context;
    this.correlation = correlation;
    this.terms = terms;
    this.completion = completion;
    this.steps = steps;
    this.named = named;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      var request = Request.of(exchange);
      if (request == null) {
        throw new PartFailed(getId(), "holds requests only, and this exchange is none", 502, null);
      }
      var item = terms.item(getId(), request, exchange);
      var key = correlation.evaluate(exchange, String.class);
      if (key == null) {
        throw new CamelExchangeException("Invalid correlation key", exchange);
      }
      hold(key, new HeldCaller(exchange, callback, request, item));
    } catch (Exception e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
    return false;
  }

  private void hold(String key, HeldCaller caller) {
    long now = System.nanoTime();
    BulkCall call;
    boolean first;
    boolean full;
    synchronized (this) {
      if (waiting >= completion.maxWaiting()) {
        var reason = "as many callers wait as may (" + waiting + ")";
        throw new PartFailed(getId(), reason, 503, null, null, PartFailed.Kind.NOT_CALLED);
      }
      waiting++;
      first = !open.containsKey(key);
      call = first ? new BulkCall(key, now) : Objects.requireNonNull(open.get(key));
      full = call.add(caller, now) == completion.size() || closing;
      if (full) {
        open.remove(key);
      } else if (first) {
        open.put(key, call);
      }
    }
    caller.onEnd(() -> left(call, caller));
    if (full) {
      begin(call, caller);
    } else if (first && completion.timeout() + completion.interval() > 0) {
      look(call, caller, call.due(completion.timeout(), completion.interval()) - now);
    }
  }

  /** Looks once so much time has passed whether the call is due. */
  private void look(BulkCall call, HeldCaller at, long nanos) {
    try {
      at.request.loop().schedule(() -> look(call), nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The loops have shut down, and with them whoever would wait.
    }
  }

  private void look(BulkCall call) {
    long left;
    HeldCaller host;
    synchronized (this) {
      if (open.get(call.key) != call) {
        return;
      }
      host = call.anyone();
      left = call.due(completion.timeout(), completion.interval()) - System.nanoTime();
      if (left <= 0) {
        open.remove(call.key);
      }
    }
    if (left > 0) {
      look(call, host, left);
    } else {
      begin(call, host);
    }
  }

  /** Whoever is held goes now, and whoever comes later at once: nobody else will come. */
  void completeAll() {
    List<BulkCall> calls;
    synchronized (this) {
      closing = true;
      calls = new ArrayList<>(open.values());
      open.clear();
    }
    for (var call : calls) {
      HeldCaller host;
      synchronized (this) {
        host = call.callers().isEmpty() ? null : call.anyone();
      }
      if (host != null) {
        begin(call, host);
      }
    }
  }

  private void begin(BulkCall call, HeldCaller host) {
    var reactive = context.getCamelContextExtension().getReactiveExecutor();
    host.run(() -> reactive.schedule(() -> start(call, host)));
  }

  private void start(BulkCall call, HeldCaller host) {
    Request request;
    synchronized (this) {
      if (call.callers().isEmpty()) {
        return;
      }
      request = call.begin(host.request);
    }
    var exchange = new DefaultExchange(context, ExchangePattern.InOut);
    exchange.getExchangeExtension().setFromRouteId(getRouteId());
    exchange.setProperty(Request.PROPERTY, request);
    exchange.setProperty(Exchange.AGGREGATED_SIZE, call.callers().size());
    exchange.setProperty(Exchange.AGGREGATED_CORRELATION_KEY, call.key);
    try {
      var body = terms.body(getId(), call.items(), exchange);
      exchange.getMessage().setBody(body);
      exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
      steps.process(exchange, done -> ended(call, exchange, request));
    } catch (Throwable e) {
      // Whatever it is, callers must not wait for it.
      request.end();
      letGo(call, e, List.of());
    }
  }

  private void ended(BulkCall call, Exchange exchange, Request request) {
    Throwable failure = exchange.getException();
    List<byte @Nullable []> slices = List.of();
    if (failure == null) {
      try {
        slices = terms.slices(getId(), call.items(), answer(exchange), exchange);
      } catch (Throwable e) {
        LOG.warn("route {}, {}: {}", getRouteId(), getId(), e.getMessage());
        failure = e;
      }
    }
    request.end();
    letGo(call, failure, slices);
  }

  private byte[] answer(Exchange exchange) {
    try {
      return BodyText.of(exchange, exchange.getMessage().getBody());
    } catch (IllegalArgumentException e) {
      throw new PartFailed(getId(), "" + e.getMessage(), 502, null);
    }
  }

  private void letGo(BulkCall call, @Nullable Throwable failure, List<byte @Nullable []> slices) {
    List<HeldCaller> callers;
    synchronized (this) {
      callers = call.callers();
      waiting -= callers.size();
    }
    long nanos = System.nanoTime() - call.openedAt();
    for (int i = 0; i < callers.size(); i++) {
      var caller = callers.get(i);
      if (failure != null) {
        caller.go(() -> fail(caller, failure, nanos));
        continue;
      }
      var slice = slices.get(call.place(i));
      if (slice == null) {
        var missing = new PartFailed(getId(), "not in the bulk answer", 404, null);
        caller.go(() -> fail(caller, missing, nanos));
      } else {
        caller.go(() -> give(caller, slice, nanos));
      }
    }
  }

  private void give(HeldCaller caller, byte[] slice, long nanos) {
    var message = caller.exchange.getMessage();
    message.setBody(slice);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    told(caller, Verdict.SUCCESS, "", 200, slice, nanos);
  }

  private void fail(HeldCaller caller, Throwable failure, long nanos) {
    caller.exchange.setException(failure);
    boolean part = failure instanceof PartFailed;
    told(
        caller,
        Verdict.FAILURE,
        part
            ? ((PartFailed) failure).reason()
            : "failed with " + failure.getClass().getSimpleName(),
        part ? ((PartFailed) failure).status() : 502,
        new byte[0],
        nanos);
  }

  private void told(
      HeldCaller caller, Verdict verdict, String reason, int answer, byte[] body, long nanos) {
    if (named) {
      caller
          .request
          .parts()
          .add(
              new Outcome(
                  getId(),
                  verdict,
                  Source.LIVE,
                  0,
                  reason,
                  answer,
                  true,
                  body,
                  verdict == Verdict.SUCCESS,
                  verdict == Verdict.SUCCESS ? "application/json" : "",
                  Map.of(),
                  nanos,
                  1,
                  null,
                  ErrorType.NONE));
    }
  }

  /** The caller's client has gone, or its deadline is over. */
  private void left(BulkCall call, HeldCaller caller) {
    Request last = null;
    synchronized (this) {
      if (call.isBegun()) {
        last = call.leave();
      } else {
        waiting--;
        if (call.remove(caller) && open.get(call.key) == call) {
          open.remove(call.key);
        }
      }
      if (call.isBegun() && last == null) {
        return;
      }
    }
    if (last != null) {
      // Nobody waits for it: what it reads is cancelled, and the callers go with its failure.
      last.end();
    } else {
      var gone = new PartFailed(getId(), "nobody waits for it any more", 504, null);
      caller.go(() -> caller.exchange.setException(gone));
    }
  }

  @Override
  protected void doInit() throws Exception {
    correlation.init(context);
  }

  @Override
  protected void doStart() throws Exception {
    ServiceHelper.startService(steps);
    synchronized (this) {
      closing = false;
    }
    BulkSteps.of(context).add(this);
  }

  @Override
  protected void doStop() throws Exception {
    BulkSteps.of(context).remove(this);
    completeAll();
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
