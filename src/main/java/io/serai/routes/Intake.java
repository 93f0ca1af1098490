package io.serai.routes;

import io.serai.settings.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what lies in {@code conf/} against what was tried last. */
final class Intake {
  private final Means means;
  private final Map<String, Standing> standings;

  /**
   * An intake.
   *
   * @param standings read only
   */
  Intake(Means means, Map<String, Standing> standings) {
    this.means = means;
    this.standings = standings;
  }

  /**
   * Tells a turn what to try, to refuse and to remove.
   *
   * @param first whether nothing was served before by this process
   * @return what is wrong with {@code conf/} as a whole
   */
  List<Problem> take(Listing listing, Turn turn, boolean first) {
    var problems = new ArrayList<>(listing.problems());
    problems.addAll(Strays.in(listing));
    var before = first ? means.lastGood().units() : Set.copyOf(standings.keySet());
    if (listing.readable() && listing.empty() && !before.isEmpty()) {
      problems.add(suddenlyEmpty(before.size()));
    }
    if (!listing.readable() || listing.empty()) {
      if (first) {
        before.forEach(turn::recover);
      }
    } else if (means.reader().common(listing.common())) {
      means.reader().beside(listing.beside());
      consider(listing, turn, before, first);
    }
    return problems;
  }

  private void consider(Listing listing, Turn turn, Set<String> before, boolean first) {
    listing
        .units()
        .forEach(
            (unit, stamps) -> {
              var empty = listing.unsettled().contains(unit) ? emptyOf(stamps) : List.<Stamp>of();
              if (empty.isEmpty()) {
                turn.consider(unit, stamps);
              } else if ((first && before.contains(unit)) || atRest(empty, means.clock())) {
                turn.refuse(unit, List.of(problem(empty, stamps)), "", names(stamps));
              }
            });
    listing.refused().forEach((unit, why) -> turn.refuse(unit, List.of(why), "", List.of()));
    for (var unit : before) {
      if (!listing.units().containsKey(unit) && !listing.refused().containsKey(unit)) {
        turn.remove(unit);
      }
    }
  }

  /** What a turn would try, remove or refuse anew. */
  Changes changes(Listing listing) {
    var changes = new Changes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    if (!listing.readable() || !means.reader().common(listing.common())) {
      return changes;
    }
    means.reader().beside(listing.beside());
    listing
        .units()
        .forEach(
            (unit, stamps) -> {
              if (listing.unsettled().contains(unit)) {
                refused(unit, problem(emptyOf(stamps), stamps), changes);
              } else {
                var files = means.reader().unit(unit, stamps);
                var standing = standings.get(unit);
                if (files.isPresent()
                    && (standing == null || !standing.tried().equals(files.get().digest()))) {
                  note(unit, changes);
                }
              }
            });
    listing.refused().forEach((unit, why) -> refused(unit, why, changes));
    for (var unit : standings.keySet()) {
      if (!listing.units().containsKey(unit) && !listing.refused().containsKey(unit)) {
        changes.gone().add(unit);
      }
    }
    return changes;
  }

  /** One that has been refused for that already waits for nothing. */
  private void refused(String unit, Problem why, Changes changes) {
    var standing = standings.get(unit);
    if (standing == null || !standing.problems().equals(List.of(why))) {
      note(unit, changes);
    }
  }

  private void note(String unit, Changes changes) {
    (standings.containsKey(unit) ? changes.changed() : changes.added()).add(unit);
  }

  private static List<Stamp> emptyOf(List<Stamp> stamps) {
    return stamps.stream().filter(Stamp::isEmptyRouteFile).toList();
  }

  /** An empty route file is one that somebody is about to write, but not for long. */
  private static boolean atRest(List<Stamp> empty, Clock clock) {
    long now = clock.millis();
    for (var stamp : empty) {
      long age = now - stamp.changed().toMillis();
      if (age >= 0 && age < ConfWatch.QUIET_MILLIS) {
        return false;
      }
    }
    return true;
  }

  private static List<String> names(List<Stamp> stamps) {
    return stamps.stream().map(stamp -> "conf/" + stamp.name()).toList();
  }

  private static Problem problem(List<Stamp> empty, List<Stamp> all) {
    return Problem.error(
        "conf/" + empty.get(0).name(),
        0,
        0,
        "empty file",
        "routes",
        all.size() == 1
            ? "Delete it to remove the unit."
            : "Delete it if the unit is to go on without it.");
  }

  private static Problem suddenlyEmpty(int served) {
    return Problem.error(
        "conf/",
        0,
        0,
        "suddenly holds no unit; the " + served + " served before go on",
        "the files of what is to be served",
        "Put them back. To serve nothing, stop the instance and remove data/last-good/.");
  }
}
