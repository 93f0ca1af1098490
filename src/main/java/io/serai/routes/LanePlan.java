package io.serai.routes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Which routes may stay on the event loop they came in on: those whose every step is known not to
 * block. Whatever isn't known runs off the loop, and the step is named.
 */
final class LanePlan {

  /** Why a route is off the loop; empty if it isn't. */
  private final Map<String, String> reasons = new HashMap<>();

  private final Map<String, RouteDefinition> directs = new HashMap<>();
  private final CamelContext context;

  /** Decides for all routes of a context; call when they are initialised. */
  LanePlan(CamelContext context, List<RouteDefinition> routes) {
    this.context = context;
    for (var route : routes) {
      var uri = uri(route.getInput().getEndpointUri());
      if (uri.startsWith("direct:")) {
        directs.put(path(uri), route);
      }
    }
    for (var route : routes) {
      var reason = blocking(route, new HashSet<>());
      reasons.put(route.getRouteId(), reason == null ? "" : reason);
    }
  }

  boolean staysOnLoop(String routeId) {
    return because(routeId).isEmpty();
  }

  /** The step that may block, empty if there is none. */
  String because(String routeId) {
    return reasons.getOrDefault(routeId, "not known when the unit was loaded");
  }

  private @Nullable String blocking(RouteDefinition route, Set<RouteDefinition> seen) {
    if (!seen.add(route)) {
      return null;
    }
    if (route.getDelayer() != null) {
      return "delayer";
    }
    return anyBlocking(route.getOutputs(), seen);
  }

  private @Nullable String anyBlocking(
      List<ProcessorDefinition<?>> steps, Set<RouteDefinition> seen) {
    for (var step : steps) {
      if (Boolean.parseBoolean(step.getDisabled())) {
        continue;
      }
      var reason = LaneSteps.blocks(step, context);
      if (reason == null) {
        var target = LaneSteps.target(step);
        reason = target == null ? null : calls(uri(target), seen);
      }
      if (reason == null) {
        reason = anyBlocking(step.getOutputs(), seen);
      }
      if (reason == null
          && step instanceof CircuitBreakerDefinition breaker
          && breaker.getOnFallback() != null) {
        reason = anyBlocking(breaker.getOnFallback().getOutputs(), seen);
      }
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  private @Nullable String calls(String uri, Set<RouteDefinition> seen) {
    if (uri.startsWith("direct:")) {
      var called = directs.get(path(uri));
      // It waits for the called route's end, which comes by the loop that it holds.
      if (waits(uri) || (called != null && waits(uri(called.getInput().getEndpointUri())))) {
        return "direct:" + path(uri) + " with synchronous";
      }
      var reason = called == null ? "answered by no route here" : blocking(called, seen);
      return reason == null ? null : "direct:" + path(uri) + ", there " + reason;
    }
    return LaneSteps.blocks(uri);
  }

  private String uri(String written) {
    try {
      return context.resolvePropertyPlaceholders(written);
    } catch (IllegalArgumentException e) {
      return written;
    }
  }

  private static boolean waits(String uri) {
    int at = uri.indexOf("synchronous=");
    return at >= 0 && !uri.startsWith("false", at + 12);
  }

  private static String path(String uri) {
    int question = uri.indexOf('?');
    var path = uri.substring(uri.indexOf(':') + 1, question < 0 ? uri.length() : question);
    return path.startsWith("//") ? path.substring(2) : path;
  }
}
