package io.serai.routes;

import io.serai.routes.LiveSet.State;
import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn from what is served to what {@code conf/} says, in this order: build everything changed
 * aside, sort out clashes, hand over timers and queues, change one reference, drain the old.
 */
final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  private final Means means;
  private final Map<String, Standing> standings;
  private final boolean first;
  private final Map<String, UnitFiles> candidates = new TreeMap<>();
  private final Map<String, Generation> built = new TreeMap<>();
  private final Set<String> recovered = new HashSet<>();
  private final Set<String> gone = new HashSet<>();

  /**
   * A turn.
   *
   * @param standings changed by this turn
   * @param first whether nothing was served before by this process
   */
  Turn(Means means, Map<String, Standing> standings, boolean first) {
    this.means = means;
    this.standings = standings;
    this.first = first;
  }

  /** A unit as {@code conf/} has it now. */
  void consider(String unit, List<Stamp> stamps) {
    var files = means.reader().unit(unit, stamps);
    if (files.isEmpty()) {
      return;
    }
    var standing = standings.get(unit);
    if (standing == null
        || standing.state() != State.LIVE
        || !standing.tried().equals(files.get().digest())
        || !standing.settingsPrint().equals(means.settingsPrint(standing.generation()))) {
      candidates.put(unit, files.get());
    }
  }

  void remove(String unit) {
    gone.add(unit);
  }

  /** What a unit served last, because what it says now can't even be asked. */
  void recover(String unit) {
    means.lastGood().of(unit).ifPresent(files -> revive(files));
  }

  /** A unit that isn't even tried. */
  void refuse(String unit, List<Problem> why, String digest, List<String> files) {
    var before = standings.get(unit);
    var standing = before == null ? Standing.none(unit, means.clock().instant()) : before;
    boolean news = !standing.problems().equals(why);
    standings.put(unit, standing.refused(why, digest, files));
    if (news) {
      LOG.error(
          "Unit {} refused, {}: {}",
          unit,
          standing.generation() == null
              ? "it serves nothing"
              : "generation " + standing.number() + " goes on",
          said(why));
    }
    if (standing.generation() == null && first) {
      recover(unit);
    }
  }

  private static String said(List<Problem> why) {
    var text = new StringBuilder();
    why.stream().filter(Problem::isError).forEach(one -> text.append("\n  ").append(one));
    return text.toString();
  }

  /** Builds and opens aside everything changed, several at once. */
  void build() {
    var attempts = new TreeMap<String, Future<Workshop.Attempt>>();
    candidates.forEach(
        (unit, files) ->
            attempts.put(unit, means.builders().submit(() -> means.workshop().open(files))));
    attempts.forEach(
        (unit, future) -> {
          var files = files(unit);
          var attempt = got(future, files);
          if (attempt.generation() == null) {
            refuse(unit, attempt.problems(), files.digest(), files.names());
          } else {
            built.put(unit, attempt.generation());
          }
        });
  }

  private UnitFiles files(String unit) {
    var files = candidates.get(unit);
    if (files == null) {
      throw new IllegalStateException(unit);
    }
    return files;
  }

  private static Workshop.Attempt got(Future<Workshop.Attempt> future, UnitFiles files) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      LOG.error("Unit {}", files.unit(), e.getCause());
      return new Workshop.Attempt(
          null, List.of(Problem.error(files.names().get(0), 0, 0, "" + e.getCause(), "", "")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Workshop.Attempt(
          null, List.of(Problem.error(files.names().get(0), 0, 0, "interrupted", "", "")));
    }
  }

  private void revive(UnitFiles files) {
    var attempt = means.workshop().open(files);
    if (attempt.generation() == null) {
      LOG.error("Unit {}: what it served last doesn't load any more either", files.unit());
    } else {
      recovered.add(files.unit());
      built.put(files.unit(), attempt.generation());
    }
  }

  /** Refuses those that clash with what stays, or with each other. */
  void settle() {
    for (var loser = loser(); loser != null; loser = loser()) {
      var generation = loser.generation();
      var unit = generation.files().unit();
      built.remove(unit);
      generation.discard();
      boolean again = recovered.contains(unit);
      if (again) {
        LOG.error("Unit {}: what it served last clashes too: {}", unit, loser.why());
      } else {
        refuse(generation, List.of(loser.why()));
      }
    }
  }

  private record Loser(Generation generation, Problem why) {}

  private @Nullable Loser loser() {
    var clashes = new Clashes();
    for (var standing : standings.values()) {
      if (standing.generation() != null
          && !gone.contains(standing.unit())
          && !built.containsKey(standing.unit())) {
        clashes.add(standing.generation());
      }
    }
    for (var generation : unchangedFirst()) {
      var why = clashes.against(generation);
      if (why != null) {
        return new Loser(generation, why);
      }
      clashes.add(generation);
    }
    return null;
  }

  /**
   * The unit that is as it was served holds its path, the one that changed loses: after a restart,
   * and when a file is put back in the same moment in which another comes.
   */
  private List<Generation> unchangedFirst() {
    var ordered = new ArrayList<Generation>();
    var changed = new ArrayList<Generation>();
    for (var generation : built.values()) {
      var kept = means.lastGood().digest(generation.files().unit());
      (generation.files().digest().equals(kept) ? ordered : changed).add(generation);
    }
    ordered.addAll(changed);
    return ordered;
  }

  /** Ends what was built; nothing was served from it. */
  void abandon() {
    built.values().forEach(Generation::discard);
  }

  /** Makes live what was built; a unit whose timers or queues don't start is refused. */
  void swap() {
    new Swap(means, standings, built, gone, recovered, this::refuse).run();
  }

  private void refuse(Generation generation, List<Problem> why) {
    var files = generation.files();
    refuse(files.unit(), why, files.digest(), files.names());
  }
}
