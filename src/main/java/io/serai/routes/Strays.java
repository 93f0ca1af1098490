package io.serai.routes;

import io.serai.routes.check.RouteFile;
import io.serai.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Files that hold routes and aren't read for their name's sake: nobody would ever tell. */
final class Strays {
  /** A longer one is data. */
  private static final long MOST_BYTES = 256 << 10;

  private Strays() {}

  /** Each of them, with the name that it should have. */
  static List<Problem> in(Listing listing) {
    var candidates = new ArrayList<>(listing.unread());
    candidates.addAll(listing.beside());
    candidates.addAll(listing.common());
    listing.units().values().forEach(candidates::addAll);
    return candidates.stream().filter(Strays::holdsRoutes).map(Strays::problem).toList();
  }

  private static boolean holdsRoutes(Stamp stamp) {
    if (!FileNames.yaml(stamp.name())
        || UnitFiles.isRouteFile(stamp.name())
        || stamp.size() > MOST_BYTES) {
      return false;
    }
    try {
      var bytes = Files.readAllBytes(stamp.path());
      return RouteFile.read(stamp.name(), bytes, false, any -> {}).holdsRoutes();
    } catch (IOException e) {
      // Nobody asked for it to be read.
      return false;
    }
  }

  private static Problem problem(Stamp stamp) {
    var file = stamp.name().substring(stamp.name().lastIndexOf('/') + 1);
    return Problem.warning(
        "conf/" + stamp.name(),
        0,
        0,
        "holds routes and isn't read",
        file.replaceFirst("(\\.camel)?\\.ya?ml$", FileNames.ROUTES) + " as its name",
        "Rename it.");
  }
}
