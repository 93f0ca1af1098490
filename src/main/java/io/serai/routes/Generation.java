package io.serai.routes;

import io.serai.aggregate.Aggregation;
import io.serai.routes.check.Checks;
import io.serai.settings.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import org.apache.camel.Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loading of a unit: a context with its routes and the ways into it.
 *
 * <pre>
 *   loaded --openAside--> aside --startExclusive--> whole --(swapped in)--> live
 *     |                     |                         |                      |
 *     `------discard--------'--------discard----------'      stopExclusive, drain --> stopped
 * </pre>
 *
 * Aside means: HTTP routes are started, but nobody is sent to them. Exclusive are consumers that
 * act on their own, timers and queues: two generations of them must not run at once.
 */
final class Generation {
  private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

  /** Consumers that act only when called, through the gate or from within the context. */
  private static final Set<String> CALLED =
      Set.of(
          "gateway", "rest", "rest-api", "platform-http", "netty-http", "direct", "seda", "mock");

  private final UnitFiles files;
  private final DefaultCamelContext context;
  private final Ways ways;
  private final Checks checks;
  private final List<Problem> warnings;
  private final LanePlan lanes;
  private final StagedAgent agent;
  private boolean opened;
  private final List<String> held = new ArrayList<>();
  private final List<Consumer> paused = new ArrayList<>();

  Generation(
      UnitFiles files,
      DefaultCamelContext context,
      Ways ways,
      Checks checks,
      List<Problem> warnings,
      LanePlan lanes,
      StagedAgent agent) {
    this.files = files;
    this.context = context;
    this.ways = ways;
    this.checks = checks;
    this.warnings = warnings;
    this.lanes = lanes;
    this.agent = agent;
  }

  UnitFiles files() {
    return files;
  }

  Ways ways() {
    return ways;
  }

  Checks checks() {
    return checks;
  }

  List<Problem> warnings() {
    return warnings;
  }

  LanePlan lanes() {
    return lanes;
  }

  List<RouteDefinition> definitions() {
    return context.getRouteDefinitions().stream()
        .filter(route -> !Boolean.TRUE.equals(route.isKamelet()))
        .toList();
  }

  /** Keeps exclusive consumers from starting with the others; call before routes are built. */
  static List<String> hold(DefaultCamelContext context) {
    var held = new ArrayList<String>();
    for (var route : context.getRouteDefinitions()) {
      var uri = route.getInput().getEndpointUri();
      if (exclusive(resolved(context, uri)) && !"false".equals(route.getAutoStartup())) {
        route.setAutoStartup("false");
        held.add(
            route.idOrCreate(
                context
                    .getCamelContextExtension()
                    .getContextPlugin(org.apache.camel.spi.NodeIdFactory.class)));
      }
    }
    return held;
  }

  void holding(List<String> routes) {
    held.addAll(routes);
  }

  private static String resolved(DefaultCamelContext context, String uri) {
    try {
      return context.resolvePropertyPlaceholders(uri);
    } catch (IllegalArgumentException e) {
      return uri;
    }
  }

  private static boolean exclusive(String uri) {
    int colon = uri.indexOf(':');
    return !CALLED.contains(colon < 0 ? uri : uri.substring(0, colon));
  }

  void openAside() {
    context.start();
    opened = true;
  }

  /** Why it can't be live beside another, null if it can. */
  @Nullable Problem clashWith(Generation other) {
    if (!opened || !other.opened) {
      return checks.sharedPath(other.checks, other.files.unit());
    }
    return ways.clashWith(other.ways)
        .map(
            words ->
                checks.atRoute(
                    routeOf(other, words),
                    words + ", the other in " + other.checks.placeOf(other.routeOf(this, words)),
                    "each path and method once in an instance",
                    "Change one of the two, or remove the other first."))
        .orElse(null);
  }

  /** Of those that share a path, the one that the words name. */
  private String routeOf(Generation other, String words) {
    var theirs = new HashSet<String>();
    other.ways.all().forEach(door -> theirs.add(Checks.shapeOf(door.path())));
    String first = "";
    for (var door : ways.all()) {
      if (theirs.contains(Checks.shapeOf(door.path()))) {
        if (words.contains("'" + door.routeId() + "'")) {
          return door.routeId();
        }
        first = door.routeId();
      }
    }
    return first;
  }

  void startExclusive() throws Exception {
    for (var route : held) {
      context.getRouteController().startRoute(route);
    }
  }

  /** Stops consumers that act on their own; what they began goes on until the drain. */
  void stopExclusive() {
    for (var route : context.getRoutes()) {
      var consumer = route.getConsumer();
      if (consumer != null
          && exclusive(route.getEndpoint().getEndpointBaseUri())
          && ServiceHelper.isStarted(consumer)) {
        ServiceHelper.stopService(consumer);
        paused.add(consumer);
      }
    }
  }

  /** Undoes {@link #stopExclusive}: the next generation couldn't start. */
  void resumeExclusive() {
    paused.forEach(ServiceHelper::startService);
    paused.clear();
  }

  void showInJmx() {
    try {
      agent.goLive();
    } catch (JMException | RuntimeException e) {
      LOG.warn("Unit {}: not all of it is in JMX: {}", files.unit(), e.toString());
    }
  }

  void hideFromJmx() {
    try {
      agent.retire();
    } catch (JMException | RuntimeException e) {
      LOG.warn("Unit {}: something old of it stays in JMX: {}", files.unit(), e.toString());
    }
  }

  /** Stops once nothing is in flight, or after the time given. */
  CompletableFuture<Void> drain(Duration atMost, Executor executor) {
    Aggregation.completeAll(context);
    return ways.drained()
        .thenCompose(nobody -> Aggregation.drained(context))
        .orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS)
        .handleAsync(
            (done, late) -> {
              if (late != null) {
                LOG.warn(
                    "Unit {}: requests or completions still in flight after {}, ended",
                    files.unit(),
                    atMost);
              }
              context.stop();
              return null;
            },
            executor);
  }

  /** Ends a generation that nobody was sent to. */
  void discard() {
    hideFromJmx();
    context.stop();
  }
}
