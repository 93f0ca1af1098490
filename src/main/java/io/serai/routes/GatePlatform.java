package io.serai.routes;

import io.serai.aggregate.Aggregation;
import io.serai.aggregate.Apart;
import io.serai.backend.BackendEndpoint;
import io.serai.backend.Backends;
import io.serai.circuit.CircuitBreakers;
import io.serai.circuit.Circuits;
import io.serai.entry.Doors;
import io.serai.entry.Listener;
import io.serai.jq.Jq;
import io.serai.request.Deadline;
import io.serai.request.Request;
import io.serai.schema.Schemas;
import io.serai.settings.Settings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The platform of a running gate.
 *
 * @param listener null for a check, which serves nothing
 * @param current the settings in force
 * @param reread reads the settings again when files changed
 * @param circuits of route files, kept while units are loaded anew
 * @param apart aggregations whose parts arrive apart, kept likewise
 */
public record GatePlatform(
    @Nullable Listener listener,
    Backends backends,
    Supplier<Settings> current,
    Runnable reread,
    Circuits circuits,
    Apart apart)
    implements Platform {

  /** One alone, whose route files have their circuits beside those of backends. */
  public GatePlatform(
      @Nullable Listener listener, Backends backends, Supplier<Settings> current, Runnable reread) {
    this(
        listener,
        backends,
        current,
        reread,
        backends.circuits(),
        Apart.alone(current.get(), backends::detached));
  }

  @Override
  public Ways open(String unit, Predicate<String> staysOnLoop) {
    return new GateWays(
        new Doors(unit, staysOnLoop, settings()), backends, settings(), circuits, apart);
  }

  @Override
  public void serve(Collection<Ways> live) {
    if (listener != null) {
      listener.serve(live.stream().map(ways -> ((GateWays) ways).doors()).toList());
    }
  }

  @Override
  public Set<String> backendNames() {
    return backends.names();
  }

  @Override
  public Settings settings() {
    return current.get();
  }

  @Override
  public Map<String, String> defaults() {
    var texts = new TreeMap<String, String>();
    settings().effective().forEach((key, value) -> texts.put(key, value.text()));
    return texts;
  }

  @Override
  public void filesChanged() {
    reread.run();
  }

  private record GateWays(
      Doors doors, Backends backends, Settings settings, Circuits circuits, Apart apart)
      implements Ways {
    @Override
    public void mount(CamelContext context) {
      doors.mount(context);
      backends.mount(context);
      Aggregation.mount(context, settings.get(Deadline.RESERVE));
      Aggregation.bind(context, apart);
      CircuitBreakers.mount(context, circuits, BreakerRequest::of, GateWays::urls);
      Jq.mount(context, settings, GateWays::nanosLeft);
      Schemas.mount(context, settings);
    }

    private static String urls(Endpoint endpoint) {
      return endpoint instanceof BackendEndpoint backend ? backend.urls() : "";
    }

    private static long nanosLeft(Exchange exchange) {
      return exchange.getProperty(Request.PROPERTY) instanceof Request request
          ? request.deadline().left()
          : Long.MAX_VALUE;
    }

    @Override
    public List<Doors.Door> all() {
      return doors.all();
    }

    @Override
    public Optional<String> clashWith(Ways other) {
      return doors.clashWith(((GateWays) other).doors());
    }

    @Override
    public CompletableFuture<Void> drained() {
      return doors.drained();
    }
  }
}
