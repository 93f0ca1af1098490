package io.serai.launcher;

import io.serai.backend.Backends;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import io.serai.settings.SettingsChange;
import io.serai.settings.SettingsLoader;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that hold: those of the start, and what was saved since as far as it goes live.
 * Wrong ones are refused whole, and the old ones go on. Changed under the instance's lock, read
 * from any thread.
 */
final class SettingsInForce {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsInForce.class);

  private final SettingsLoader loader;
  private final Settings started;
  private final Backends backends;
  private volatile Settings settings;
  // Why they are not in force as saved; the instance is degraded until they are mended.
  private volatile List<Problem> refusal = List.of();

  SettingsInForce(SettingsLoader loader, Settings started, Backends backends) {
    this.loader = loader;
    this.started = started;
    this.backends = backends;
    this.settings = started;
  }

  /**
   * As saved now.
   *
   * @param settings those in force if these are refused
   * @param refusal the errors for which they are, none if they may be taken
   */
  record Saved(Settings settings, List<Problem> refusal) {}

  Settings get() {
    return settings;
  }

  /** Why those last saved aren't in force, empty if they are. */
  List<Problem> refusal() {
    return refusal;
  }

  /** Files at rest after a change: what may go live does. */
  void saved() {
    var saved = read();
    if (!saved.refusal().equals(refusal)) {
      // Said once, not again with every route file that is saved meanwhile.
      saved
          .refusal()
          .forEach(problem -> LOG.error("settings not taken, the old ones go on: {}", problem));
    }
    take(saved);
  }

  Saved read() {
    var loaded = loader.load();
    var problems = new ArrayList<>(loaded.problems());
    problems.addAll(Assembly.wrongTogether(loaded.settings()));
    var errors = problems.stream().filter(Problem::isError).toList();
    return new Saved(errors.isEmpty() ? loaded.settings() : settings, errors);
  }

  /** They hold from now on. What of them waits for a restart is told. */
  List<Problem> take(Saved saved) {
    refusal = saved.refusal();
    var changed = saved.settings();
    var change = SettingsChange.between(settings, changed);
    var waiting = waiting(changed);
    if (!change.isEmpty()) {
      change.live().forEach(key -> LOG.info("{} changed, live now", key));
      waiting.forEach(problem -> LOG.warn("{}", problem));
      settings = changed;
      backends.update(changed);
    }
    return waiting;
  }

  /** Named at every reload until the restart, and no more once they are as they were. */
  List<Problem> waiting(Settings next) {
    return SettingsChange.between(started, next).afterRestart().stream()
        .map(key -> Problem.warning("", 0, 0, key + ": changed", "", "It waits for a restart"))
        .toList();
  }
}
