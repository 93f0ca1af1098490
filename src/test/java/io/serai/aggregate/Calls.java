package io.serai.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.EventLoop;
import io.serai.PartFailed;
import io.serai.request.ErrorType;
import io.serai.request.Outcome;
import io.serai.request.PartCall;
import io.serai.request.Request;
import io.serai.request.Template;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The component {@code part:name?as=…&optional=…&after=…}: calls that end as the test says, on the
 * loop.
 */
final class Calls extends DefaultComponent {

  /** How one call ends. */
  record End(
      long afterMillis,
      int status,
      String body,
      boolean json,
      Outcome.Source source,
      Map<String, List<String>> headers) {
    End(long afterMillis, int status, String body, boolean json) {
      this(afterMillis, status, body, json, Outcome.Source.LIVE, Map.of());
    }

    static End with(String json) {
      return new End(0, 200, json, true);
    }

    static End failing(int status) {
      return new End(0, status, "", true);
    }

    static End never() {
      return new End(-1, 0, "", true);
    }

    /** Not made, as for a missing value written {@code {x?}}. */
    static End skipped() {
      return new End(0, -1, "", true);
    }

    /** Before the call returns. */
    static End atOnce(String json) {
      return new End(-2, 200, json, true);
    }

    /** A failure with something in its place. */
    static End fallback(String json) {
      return new End(0, 200, json, true, Outcome.Source.FALLBACK, Map.of());
    }

    End after(long millis) {
      return new End(millis, status, body, json, source, headers);
    }

    /** With these lines of a header. */
    End header(String name, String... lines) {
      var all = new java.util.LinkedHashMap<>(headers);
      all.put(name, List.of(lines));
      return new End(afterMillis, status, body, json, source, all);
    }
  }

  private static final End NOTHING = new End(0, 0, "", false);

  /** Sees the exchange of each direct call, by name, while the call begins. */
  BiConsumer<String, Exchange> beginning = (name, exchange) -> {};

  private final Map<String, End> ends = new ConcurrentHashMap<>();
  private final EventLoop loop;
  final List<String> started = new CopyOnWriteArrayList<>();
  final List<String> cancelled = new CopyOnWriteArrayList<>();

  /** How many went past the general path. */
  final List<String> direct = new CopyOnWriteArrayList<>();

  /** For timing: nothing is noted, and a call that ends at once makes nothing but its outcome. */
  boolean quiet;

  Calls(EventLoop loop) {
    this.loop = loop;
  }

  Calls on(String name, End end) {
    ends.put(name, end);
    return this;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    var as = getAndRemoveParameter(parameters, "as", String.class, "");
    boolean optional = getAndRemoveParameter(parameters, "optional", boolean.class, false);
    var after = getAndRemoveParameter(parameters, "after", String.class, "");
    return new DefaultEndpoint(uri, this) {
      @Override
      public Producer createProducer() {
        return new Call(this, remaining, as, !optional, after);
      }

      @Override
      public org.apache.camel.Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private final class Call extends DefaultAsyncProducer implements PartCall {
    private final String name;
    private final String part;
    private final boolean required;
    private final Outcome same;

    private final List<Template.Reference> references;

    Call(Endpoint endpoint, String name, String part, boolean required, String after) {
      super(endpoint);
      this.name = name;
      this.part = part;
      this.required = required;
      this.references =
          after.isEmpty()
              ? List.of()
              : Arrays.stream(after.split(" "))
                  .map(it -> new Template.Reference(it, "part", it, "", null, false))
                  .toList();
      this.same = ended(ends.getOrDefault(name, End.with("{}")));
    }

    @Override
    public String part() {
      return part;
    }

    @Override
    public boolean required() {
      return required;
    }

    @Override
    public List<Template.Reference> references() {
      return references;
    }

    @Override
    public boolean sendsMessage() {
      return false;
    }

    @Override
    public void start(Exchange exchange, Request request, Consumer<Outcome> done) {
      if (quiet) {
        done.accept(same);
        return;
      }
      direct.add(name);
      beginning.accept(name, exchange);
      begin(request, done);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      begin(
          Request.of(exchange),
          outcome -> {
            if (outcome.isSuccess()) {
              exchange.getMessage().setBody(outcome.body());
            } else if (outcome.failsRequest()) {
              exchange.setException(
                  new PartFailed(
                      part.isEmpty() ? name : part, outcome.reason(), outcome.answer(), null));
            } else {
              exchange.getMessage().setBody(null);
            }
            callback.done(false);
          });
      return false;
    }

    private void begin(@Nullable Request request, Consumer<Outcome> done) {
      started.add(name);
      var end = ends.getOrDefault(name, End.with("{\"name\":\"" + name + "\"}"));
      var over = new AtomicBoolean();
      Consumer<Outcome> once =
          outcome -> {
            if (over.compareAndSet(false, true)) {
              if (request == null) {
                done.accept(outcome);
              } else {
                request.parts().add(outcome);
                request.resume(() -> done.accept(outcome));
              }
            }
          };
      if (request != null) {
        request.onEnd(
            () -> {
              if (!over.get()) {
                cancelled.add(name);
                once.accept(outcome(Outcome.Verdict.IGNORED, 0, "cancelled", 503, "", false));
              }
            });
      }
      if (end.afterMillis == -2) {
        once.accept(ended(end));
      } else if (end.afterMillis >= 0) {
        loop.schedule(() -> once.accept(ended(end)), end.afterMillis, TimeUnit.MILLISECONDS);
      }
    }

    private Outcome ended(End end) {
      if (end.status == -1) {
        return outcome(Outcome.Verdict.FAILURE, Outcome.Source.SKIPPED, 0, "skipped", 502, NOTHING);
      }
      return end.status == 200
          ? outcome(Outcome.Verdict.SUCCESS, end.source, 200, "", 200, end)
          : outcome(
              Outcome.Verdict.FAILURE,
              end.status,
              "answered " + end.status,
              end.status == 404 ? 404 : 502,
              "",
              false);
    }

    private Outcome outcome(
        Outcome.Verdict verdict, int status, String reason, int answer, String body, boolean json) {
      return outcome(
          verdict, Outcome.Source.LIVE, status, reason, answer, new End(0, status, body, json));
    }

    private Outcome outcome(
        Outcome.Verdict verdict,
        Outcome.Source source,
        int status,
        String reason,
        int answer,
        End end) {
      return new Outcome(
          part,
          verdict,
          source,
          status,
          reason,
          answer,
          required,
          end.body.getBytes(UTF_8),
          end.json,
          end.json ? "application/json" : "text/html",
          end.headers,
          1,
          1,
          null,
          ErrorType.NONE);
    }
  }
}
