package io.serai.routes;

import io.serai.routes.LiveSet.State;
import io.serai.settings.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a turn: hands over exclusive consumers, changes the one reference, drains the old.
 *
 * @param standings changed to what is served afterwards
 * @param built what goes live, by unit; open aside
 * @param gone units without files
 * @param recovered those of the built that aren't what their files say
 * @param refused told of one whose exclusive consumers don't start, and why
 */
record Swap(
    Means means,
    Map<String, Standing> standings,
    Map<String, Generation> built,
    Set<String> gone,
    Set<String> recovered,
    BiConsumer<Generation, List<Problem>> refused) {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  void run() {
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
      refused.accept(next, next.checks().refusedBy(e));
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
            means.settingsPrint(generation),
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
      generation.warnings().forEach(warning -> LOG.warn("Unit {}: {}", files.unit(), warning));
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
