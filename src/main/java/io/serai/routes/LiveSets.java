package io.serai.routes;

import io.serai.entry.Doors;
import io.serai.settings.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.model.RouteDefinition;

/** Draws the {@link LiveSet} from how the units stand. */
final class LiveSets {
  private LiveSets() {}

  static LiveSet draw(
      Collection<Standing> standings,
      String revision,
      List<Problem> problems,
      List<String> pending) {
    var units = new ArrayList<LiveSet.Unit>();
    var served = new TreeMap<String, String>();
    for (var standing : standings) {
      var generation = standing.generation();
      if (generation != null) {
        served.put(standing.unit(), generation.files().digest());
      }
      units.add(
          new LiveSet.Unit(
              standing.unit(),
              standing.state(),
              standing.since(),
              standing.number(),
              standing.files(),
              generation == null ? List.of() : routes(generation),
              standing.problems()));
    }
    return new LiveSet(digest(served), revision, units, problems, pending);
  }

  /** Equal for equal contents under equal names, in whatever order they came. */
  private static String digest(SortedMap<String, String> served) {
    var sha = UnitFiles.sha256();
    served.forEach(
        (unit, digest) ->
            sha.update((unit + ' ' + digest + '\n').getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(sha.digest()).substring(0, 16);
  }

  private static List<LiveSet.Route> routes(Generation generation) {
    var doors = new HashMap<String, Doors.Door>();
    generation.ways().all().forEach(door -> doors.putIfAbsent(door.routeId(), door));
    var routes = new ArrayList<LiveSet.Route>();
    for (var route : generation.definitions()) {
      routes.add(route(generation, route, doors.get(route.getRouteId())));
    }
    return routes;
  }

  private static LiveSet.Route route(
      Generation generation,
      RouteDefinition route,
      Doors.@org.jspecify.annotations.Nullable Door door) {
    var id = route.getRouteId();
    var description = route.getDescriptionText();
    var because = generation.lanes().because(id);
    return new LiveSet.Route(
        id,
        description == null ? "" : description,
        route.getInput().getEndpointUri(),
        door == null ? List.of() : door.methods(),
        door == null ? "" : door.path(),
        generation.checks().fileOf(id),
        Math.max(0, route.getLineNumber()),
        because.isEmpty() ? "loop" : "off-loop",
        because);
  }
}
