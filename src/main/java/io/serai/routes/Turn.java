package io.serai.routes;

import io.serai.routes.LiveSet.State;
import io.serai.settings.Problem;
import java.io.IOException;
import java.time.Instant;
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
        || !standing.settingsPrint().equals(print(standing.generation()))) {
      candidates.put(unit, files.get());
    }
  }

  private String print(@Nullable Generation generation) {
    return generation == null ? "" : means.workshop().settingsPrint(generation.checks());
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
    var standing =
        before == null
            ? new Standing(unit, State.REFUSED, null, "", "", 0, Instant.EPOCH, files, List.of())
            : before;
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
        refuse(unit, List.of(loser.why()), generation.files().digest(), generation.files().names());
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

  /** Hands over exclusive consumers, then changes the one reference. */
  void swap() {
    var old = new ArrayList<Generation>();
    for (var generation : List.copyOf(built.values())) {
      var before = standings.get(generation.files().unit());
      var previous = before == null ? null : before.generation();
      if (handOver(previous, generation)) {
        if (previous != null) {
          old.add(previous);
        }
        promote(before, generation);
      }
    }
    for (var unit : gone) {
      var standing = standings.remove(unit);
      if (standing != null && standing.generation() != null) {
        standing.generation().stopExclusive();
        old.add(standing.generation());
      }
    }
    if (!built.isEmpty() || !gone.isEmpty()) {
      means.platform().serve(ways());
    }
    afterwards(old);
  }

  private List<Ways> ways() {
    var live = new ArrayList<Ways>();
    for (var standing : standings.values()) {
      if (standing.generation() != null) {
        live.add(standing.generation().ways());
      }
    }
    return live;
  }

  private boolean handOver(@Nullable Generation previous, Generation next) {
    if (previous != null) {
      previous.stopExclusive();
    }
    try {
      next.startExclusive();
      return true;
    } catch (Exception e) {
      var files = next.files();
      built.remove(files.unit());
      next.discard();
      if (previous != null) {
        previous.resumeExclusive();
      }
      refuse(files.unit(), next.checks().refusedBy(e), files.digest(), files.names());
      return false;
    }
  }

  private void promote(@Nullable Standing before, Generation generation) {
    var files = generation.files();
    boolean revived = recovered.contains(files.unit());
    int number = before == null ? 1 : before.number() + 1;
    standings.put(
        files.unit(),
        new Standing(
            files.unit(),
            revived ? State.LAST_GOOD : State.LIVE,
            generation,
            revived && before != null ? before.tried() : files.digest(),
            print(generation),
            number,
            means.clock().instant(),
            files.names(),
            revived && before != null ? before.problems() : generation.warnings()));
    if (revived) {
      LOG.error("Unit {} serves what it served last (data/last-good), not its files", files.unit());
    } else {
      LOG.info(
          "Unit {} live, generation {}, {} routes, digest {}",
          files.unit(),
          number,
          generation.definitions().size(),
          files.digest());
    }
  }

  private void afterwards(List<Generation> old) {
    for (var generation : old) {
      means.register().execute(generation::hideFromJmx);
      generation.drain(means.drain(), means.afterwards());
    }
    for (var generation : built.values()) {
      means.register().execute(generation::showInJmx);
      if (!recovered.contains(generation.files().unit())) {
        keep(generation.files());
      }
    }
    for (var unit : gone) {
      LOG.info("Unit {} removed with its files", unit);
      means.reader().forget(unit);
      try {
        means.lastGood().remove(unit);
      } catch (IOException e) {
        LOG.warn("data/last-good/{} can't be removed: {}", unit, e.toString());
      }
    }
  }

  private void keep(UnitFiles files) {
    try {
      means.lastGood().keep(files);
    } catch (IOException e) {
      LOG.warn(
          "Unit {}: can't be kept in data/last-good, a restart with broken files would lose it: {}",
          files.unit(),
          e.toString());
    }
  }
}
