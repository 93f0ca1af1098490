package io.serai.backend;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.serai.circuit.Circuits;
import io.serai.circuit.FakeTiming;
import io.serai.request.Deadline;
import io.serai.request.Inputs;
import io.serai.request.Loops;
import io.serai.request.Outcome;
import io.serai.request.PartCall;
import io.serai.request.Request;
import io.serai.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** Backends in a context, called as the multicast calls them or as a route does. */
final class Calls implements AutoCloseable {
  final Loops loops = Loops.start(1);
  final ExecutorService offLoop = Executors.newCachedThreadPool();
  final DefaultCamelContext context = new DefaultCamelContext();
  final Backends backends;
  Inputs inputs = Inputs.NONE;
  Duration deadline = Duration.ofSeconds(10);

  Calls(String... settings) {
    this((DnsServerAddressStreamProvider) null, settings);
  }

  /** With a name server of one's own. */
  Calls(@Nullable DnsServerAddressStreamProvider nameServers, String... settings) {
    this(new FakeTiming(), nameServers, settings);
  }

  /** With circuits in a time of one's own. */
  Calls(
      FakeTiming timing, @Nullable DnsServerAddressStreamProvider nameServers, String... settings) {
    backends = new Backends(loops, offLoop, settings(settings), new Circuits(timing), nameServers);
    backends.mount(context);
    context.start();
  }

  /** Keys and values in turn. */
  static Settings settings(String... keysAndValues) {
    var texts = new HashMap<String, String>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      texts.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return Settings.of(texts);
  }

  /** A path and query a client might have sent. */
  static Inputs inputs(Map<String, String> path, Map<String, String> query) {
    return new Inputs() {
      @Override
      public @Nullable String path(String name) {
        return path.get(name);
      }

      @Override
      public @Nullable String query(String name) {
        return query.get(name);
      }

      @Override
      public @Nullable String header(String name) {
        return query.get("header." + name);
      }

      @Override
      public List<String> headerNames() {
        return query.keySet().stream()
            .filter(key -> key.startsWith("header."))
            .map(key -> key.substring(7))
            .toList();
      }

      @Override
      public @Nullable String cookie(String name) {
        return query.get("cookie." + name);
      }

      @Override
      public List<String> rest() {
        return List.of(query.getOrDefault("*", "").split("/", -1));
      }

      @Override
      public String rawQuery() {
        return query.getOrDefault("raw", "");
      }

      @Override
      public String method() {
        return query.getOrDefault("method", "GET");
      }
    };
  }

  Request request() {
    return new Request(
        new Request.Identity("id-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        inputs,
        Deadline.in(deadline),
        loops.next(),
        Runnable::run,
        256);
  }

  /** {@code backend:name/path} and parameters as {@code name, value} in turn. */
  String uri(String uri, String... parameters) {
    var whole = new StringBuilder(BackendUri.escape(uri));
    for (int i = 0; i < parameters.length; i += 2) {
      whole.append(i == 0 ? '?' : '&').append(parameters[i]).append("=RAW(");
      whole.append(parameters[i + 1]).append(')');
    }
    return whole.toString();
  }

  PartCall part(String uri, String... parameters) {
    try {
      return (PartCall) context.getEndpoint(uri(uri, parameters)).createProducer();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a branch of a multicast. */
  Outcome call(String uri, String... parameters) {
    return await(begin(request(), uri, parameters));
  }

  CompletableFuture<Outcome> begin(Request request, String uri, String... parameters) {
    return begin(request, new DefaultExchange(context), uri, parameters);
  }

  CompletableFuture<Outcome> begin(
      Request request, Exchange exchange, String uri, String... parameters) {
    var call = part(uri, parameters);
    var done = new CompletableFuture<Outcome>();
    request
        .loop()
        .execute(
            () ->
                call.start(
                    exchange,
                    request,
                    outcome -> {
                      if (!done.complete(outcome)) {
                        throw new IllegalStateException("told twice");
                      }
                    }));
    return done;
  }

  static Outcome await(CompletableFuture<Outcome> call) {
    try {
      return call.get(15, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a step of a route without a client. */
  Exchange send(String uri, @Nullable Object body, String... parameters) {
    return send(uri, body, Map.of(), parameters);
  }

  Exchange send(
      String uri, @Nullable Object body, Map<String, Object> headers, String... parameters) {
    var template = context.createProducerTemplate();
    return template.request(
        uri(uri, parameters),
        exchange -> {
          exchange.getMessage().setBody(body);
          exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
  }

  BackendStats stats(String name) {
    return backends.stats().stream()
        .filter(each -> each.name().equals(name))
        .findAny()
        .orElseThrow();
  }

  @Override
  public void close() {
    context.stop();
    backends.close();
    loops.close();
    offLoop.shutdownNow();
  }
}
