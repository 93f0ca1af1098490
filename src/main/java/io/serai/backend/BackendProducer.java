package io.serai.backend;

import io.serai.PartFailed;
import io.serai.request.BodyFlow;
import io.serai.request.FailedUndo;
import io.serai.request.Outcome;
import io.serai.request.PartCall;
import io.serai.request.Request;
import io.serai.request.Template;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** A {@code backend:} step of a route. */
final class BackendProducer extends DefaultAsyncProducer implements PartCall {
  private final BackendEndpoint endpoint;
  private final Backends backends;

  BackendProducer(BackendEndpoint endpoint, Backends backends) {
    super(endpoint);
    this.endpoint = endpoint;
    this.backends = backends;
  }

  @Override
  public String part() {
    return endpoint.plan().options().as();
  }

  @Override
  public boolean required() {
    return endpoint.plan().options().required();
  }

  @Override
  public List<Template.Reference> references() {
    return endpoint.references();
  }

  @Override
  public boolean repeatable() {
    var options = endpoint.plan().options();
    return options.idempotent() || CallOptions.isSafe(options.method());
  }

  @Override
  public boolean sendsMessage() {
    var options = endpoint.plan().options();
    // The client's method may be any.
    return options.body() == null
        && options.form() == null
        && options.sendsMessage(options.method().isEmpty() ? "POST" : options.method());
  }

  @Override
  public void start(Exchange exchange, Request request, Consumer<Outcome> done) {
    new Call(endpoint.plan(), request, true, false, done).start(exchange);
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    var request = Request.of(exchange);
    if (request == null) {
      request = backends.detached();
      exchange.setProperty(Request.PROPERTY, request);
    } else if (exchange.getPattern() == ExchangePattern.InOnly) {
      // A wire tap: the answer may be out by now, and that must not cancel what was tapped.
      request = request.detached(Detached.deadline());
    }
    var plan = endpoint.plan();
    var step = new Step(exchange, callback, plan);
    step.call = new Call(plan, request, !plan.options().as().isEmpty(), true, step);
    step.call.start(exchange);
    return step.returned();
  }

  /** The exchange of a step outside a multicast, until it has its answer. */
  private static final class Step implements Consumer<Outcome> {
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final CallPlan plan;
    private @Nullable Call call;
    private final Thread caller = Thread.currentThread();
    // Both are touched by the caller's thread only, or not at all.
    private boolean returned;
    private boolean doneBefore;

    Step(Exchange exchange, AsyncCallback callback, CallPlan plan) {
      this.exchange = exchange;
      this.callback = callback;
      this.plan = plan;
    }

    /** What {@code process} answers: whether it is all done. */
    boolean returned() {
      returned = true;
      if (doneBefore) {
        callback.done(true);
      }
      return doneBefore;
    }

    @Override
    public void accept(Outcome outcome) {
      apply(outcome);
      if (Thread.currentThread() == caller && !returned) {
        doneBefore = true;
      } else {
        callback.done(false);
      }
    }

    private void apply(Outcome outcome) {
      var message = exchange.getMessage();
      var streamed = call == null ? null : call.streamed();
      if (streamed != null) {
        streamed(streamed.head(), streamed.body());
        return;
      }
      if (outcome.isSuccess()) {
        message.setBody(outcome.body());
        contentType(outcome);
        if (!outcome.headers().isEmpty()) {
          headers(outcome);
        }
        if (!outcome.part().isEmpty()) {
          exchange.setVariable(outcome.part(), outcome.body());
        }
        return;
      }
      var undone = undone();
      if (undone != null && outcome.source() != Outcome.Source.SKIPPED) {
        FailedUndo.tell(exchange, undone, part(outcome) + ": " + outcome.reason());
      }
      if (!outcome.failsRequest()) {
        message.setBody(null);
        message.removeHeader(Exchange.CONTENT_TYPE);
      } else {
        exchange.setException(failure(outcome, undone));
      }
    }

    /** What this call was to put right in an {@code onException}, null if it is in none. */
    private @Nullable Throwable undone() {
      return plan.options().ownDeadline() && (isInOnException() || isTapped())
          ? exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class)
          : null;
    }

    /** The failure alone doesn't say so: it stays after doCatch and a breaker's fallback. */
    private boolean isInOnException() {
      // Camel's FatalFallbackErrorHandler lists the routes whose onException runs, while it does.
      return exchange.getProperty(ExchangePropertyKey.FATAL_FALLBACK_ERROR_HANDLER)
              instanceof Collection<?> running
          && !running.isEmpty();
    }

    /** A wire tap outlives that list; nobody but the log would hear of what it failed to undo. */
    private boolean isTapped() {
      // A timer's exchange is InOnly too, and nobody's request.
      var request = Request.of(exchange);
      return exchange.getPattern() == ExchangePattern.InOnly
          && request != null
          && !request.inputs().method().isEmpty();
    }

    private String part(Outcome outcome) {
      return outcome.part().isEmpty() ? plan.backend().name() : outcome.part();
    }

    /**
     * What undoes and fails is told in the log; the client hears why there was something to undo.
     */
    private PartFailed failure(Outcome outcome, @Nullable Throwable undone) {
      if (undone instanceof PartFailed first) {
        return first;
      }
      var failure =
          new PartFailed(
              part(outcome),
              outcome.reason(),
              outcome.answer(),
              outcome.retryAfter(),
              null,
              outcome.kind());
      if (undone != null) {
        FailedUndo.settle(exchange, failure);
      }
      return failure;
    }

    private void contentType(Outcome outcome) {
      var type = outcome.contentType();
      if (type.isEmpty() && outcome.json()) {
        type = "application/json";
      }
      set(Exchange.CONTENT_TYPE, type.isEmpty() ? null : type);
    }

    /** A header of several lines is a list of them, one of a single line a text. */
    private void headers(Outcome outcome) {
      for (var header : outcome.headers().entrySet()) {
        if (!header.getKey().equalsIgnoreCase(Exchange.CONTENT_TYPE)) {
          var lines = header.getValue();
          exchange
              .getMessage()
              .setHeader(header.getKey(), lines.size() == 1 ? lines.get(0) : lines);
        }
      }
    }

    /** The answer as it is: nothing in the message is the client's any more. */
    private void streamed(Answer head, BodyFlow body) {
      var message = exchange.getMessage();
      message.setHeaders(
          exchange.getContext().getCamelContextExtension().getHeadersMapFactory().newMap());
      head.headers()
          .forEach(
              (name, lines) -> message.setHeader(name, lines.size() == 1 ? lines.get(0) : lines));
      message.setHeader(Exchange.HTTP_RESPONSE_CODE, head.status());
      set(Exchange.CONTENT_TYPE, head.type().text().isEmpty() ? null : head.type().text());
      if (!head.contentEncoding().isEmpty()) {
        message.setHeader(Exchange.CONTENT_ENCODING, head.contentEncoding());
      }
      message.setBody(body.withHead());
    }

    private void set(String header, @Nullable String value) {
      if (value == null) {
        exchange.getMessage().removeHeader(header);
      } else {
        exchange.getMessage().setHeader(header, value);
      }
    }
  }
}
