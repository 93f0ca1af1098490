package io.serai.entry;

import io.serai.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.support.PluginHelper;

/**
 * What one generation of a unit answers: its consumers add themselves while its context starts, the
 * listener serves it once it is swapped in, and it counts what is in flight so that the generation
 * can be drained.
 */
public final class Doors {
  private final String unit;
  private final Predicate<String> staysOnLoop;
  private final Settings settings;
  private final VanillaHeaders headers;
  private final CopyOnWriteArrayList<Way> ways = new CopyOnWriteArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile Runnable changed = () -> {};

  /**
   * Doors of one generation, none yet, with every {@code gateway.*} setting at its default.
   *
   * @param unit for messages and the access log
   * @param staysOnLoop by route id, whether no step of the route can block
   */
  public Doors(String unit, Predicate<String> staysOnLoop) {
    this(unit, staysOnLoop, Settings.of(Map.of()));
  }

  /**
   * Doors of one generation, none yet.
   *
   * @param unit for messages and the access log
   * @param staysOnLoop by route id, whether no step of the route can block
   * @param settings whose {@code gateway.*} are the defaults of every route's parameters
   */
  public Doors(String unit, Predicate<String> staysOnLoop, Settings settings) {
    this.unit = unit;
    this.staysOnLoop = staysOnLoop;
    this.settings = settings;
    this.headers = new VanillaHeaders(settings);
  }

  public String unit() {
    return unit;
  }

  Settings settings() {
    return settings;
  }

  VanillaHeaders headers() {
    return headers;
  }

  boolean staysOnLoop(String routeId) {
    return staysOnLoop.test(routeId);
  }

  /**
   * Gives a context its ways in, {@code gateway:}, {@code netty-http:} and {@code platform-http:},
   * all leading here. The rest DSL uses the last one unless its configuration names another.
   * Vanilla HTTP calls get our rules for headers and for values in their URIs.
   */
  public void mount(CamelContext context) {
    var extension = context.getCamelContextExtension();
    extension.registerEndpointCallback(headers);
    extension.addContextPlugin(
        ProcessorFactory.class, new WrittenCalls(PluginHelper.getProcessorFactory(context)));
    context.addComponent("gateway", new GatewayComponent(this));
    context.addComponent("netty-http", new NettyHttpDoorComponent(this));
    var platform = new PlatformHttpComponent(context);
    platform.setEngine(new PlatformHttpDoorEngine(this));
    context.addComponent("platform-http", platform);
    var rest = new RestConfiguration();
    rest.setComponent("platform-http");
    context.setRestConfiguration(rest);
  }

  /** One path and its methods, as the vocabulary writes them. */
  public record Door(String routeId, List<String> methods, String path) {}

  /** What is answered, once the context has started. */
  public List<Door> all() {
    var all = new ArrayList<Door>();
    for (var way : ways) {
      var methods = way.methods().names();
      all.add(
          new Door(
              way.routeId(),
              methods.isEmpty() ? List.of("*") : way.methods().listed(),
              way.patterns().get(0).text()));
    }
    return all;
  }

  /** A path and method that both answer, in words that name both routes and units. */
  public Optional<String> clashWith(Doors other) {
    for (var way : ways) {
      var clash = other.clash(way, unit, false);
      if (!clash.isEmpty()) {
        return Optional.of(clash);
      }
    }
    return Optional.empty();
  }

  private String clash(Way newcomer, String itsUnit, boolean mayShareOptions) {
    for (var way : ways) {
      var method = way.methods().common(newcomer.methods());
      // With CORS on, the rest DSL gives every verb of a path its own consumer for OPTIONS too.
      if (method.isEmpty() || (mayShareOptions && method.equals("OPTIONS"))) {
        continue;
      }
      for (var pattern : newcomer.patterns()) {
        if (way.patterns().stream().anyMatch(its -> its.shape().equals(pattern.shape()))) {
          return "route '%s' of unit '%s' and route '%s' of unit '%s' both answer %s %s"
              .formatted(newcomer.routeId(), itsUnit, way.routeId(), unit, method, pattern.text());
        }
      }
    }
    return "";
  }

  List<Way> ways() {
    return ways;
  }

  /**
   * Opens a way, when its consumer starts.
   *
   * @throws IllegalArgumentException if another of this unit answers the same
   */
  void add(Way way) {
    var clash = clash(way, unit, true);
    if (!clash.isEmpty()) {
      throw new IllegalArgumentException(clash + ". Change one of them.");
    }
    ways.add(way);
    changed.run();
  }

  /** Closes a way, when its consumer stops. */
  void remove(Way way) {
    ways.remove(way);
    changed.run();
  }

  /** From now on the action runs whenever a way is added or removed. */
  void onChange(Runnable action) {
    changed = action;
  }

  /** Counts a request in; false once the generation drains, then the caller looks again. */
  boolean enter() {
    inFlight.incrementAndGet();
    if (closed) {
      leave();
      return false;
    }
    return true;
  }

  void leave() {
    if (inFlight.decrementAndGet() == 0 && closed) {
      // Elsewhere: whoever waits may stop a context, and we may be on a loop.
      drained.completeAsync(() -> null);
    }
  }

  int inFlight() {
    return inFlight.get();
  }

  /** Completes when nothing that came in by these doors is in flight; call after swapping out. */
  public CompletableFuture<Void> drained() {
    closed = true;
    if (inFlight.get() == 0) {
      // Elsewhere: whoever waits may stop a context, and we may be on a loop.
      drained.completeAsync(() -> null);
    }
    return drained;
  }
}
