package io.serai.routes.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The routes of a unit that answer {@code direct:} and {@code seda:}, by what they answer. */
final class InnerRoutes {
  private final Map<String, List<Outline.Route>> answering = new HashMap<>();
  private final Set<String> called = new HashSet<>();

  InnerRoutes(Outline outline) {
    for (var route : outline.routes) {
      var from = route.from();
      if (from != null) {
        route.endpoints().forEach(endpoint -> called.add(name(endpoint.uri())));
        if (is(from.uri())) {
          answering.computeIfAbsent(name(from.uri()), any -> new ArrayList<>()).add(route);
        }
      }
    }
  }

  /** Those that answer such a call, none if it leads elsewhere. */
  List<Outline.Route> answering(String uri) {
    return answering.getOrDefault(name(uri), List.of());
  }

  List<Outline.Route> all() {
    return answering.values().stream().flatMap(List::stream).toList();
  }

  /** Whether requests come to a route by another of the unit only. */
  boolean isCalled(Endpoint from) {
    return is(from.uri()) && called.contains(name(from.uri()));
  }

  static boolean is(String uri) {
    return uri.strip().startsWith("direct:") || uri.strip().startsWith("seda:");
  }

  private static String name(String uri) {
    int question = uri.indexOf('?');
    return (question < 0 ? uri : uri.substring(0, question)).strip().replace("://", ":");
  }
}
