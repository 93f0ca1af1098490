package io.serai.routes;

import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Route ids and paths that are taken by another unit. First come, first served. */
final class Clashes {
  private final Map<String, Generation> ids = new HashMap<>();
  private final List<Generation> all = new ArrayList<>();

  /** Why a generation can't stand beside those added before; null if it can. */
  @Nullable Problem against(Generation candidate) {
    for (var route : candidate.definitions()) {
      var holder = ids.get(route.getRouteId());
      // Ids that Camel makes up are the same in every context and mean nothing.
      if (holder != null && Boolean.TRUE.equals(route.hasCustomIdAssigned())) {
        return candidate
            .checks()
            .atRoute(
                route.getRouteId(),
                "route id '"
                    + route.getRouteId()
                    + "' is taken by unit '"
                    + holder.files().unit()
                    + "', in "
                    + holder.checks().placeOf(route.getRouteId()),
                "each id once in an instance",
                "Rename one of the two.");
      }
    }
    for (var holder : all) {
      var clash = candidate.clashWith(holder);
      if (clash != null) {
        return clash;
      }
    }
    return null;
  }

  void add(Generation generation) {
    for (var route : generation.definitions()) {
      if (Boolean.TRUE.equals(route.hasCustomIdAssigned())) {
        ids.put(route.getRouteId(), generation);
      }
    }
    all.add(generation);
  }
}
