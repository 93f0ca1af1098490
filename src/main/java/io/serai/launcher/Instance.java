package io.serai.launcher;

import io.serai.settings.Problem;
import io.serai.settings.Settings;
import io.serai.settings.SettingsChange;
import io.serai.settings.SettingsLoader;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The assembled house: starts the floors from the ground up, stops them from the roof down. Knows
 * nothing of processes, signals and files; {@link Lifetime} does.
 */
final class Instance {
  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

  /** What an instance is started with. */
  record Start(
      Directories directories,
      SettingsLoader loader,
      Settings settings,
      String token,
      boolean strict) {}

  /**
   * What became of a reload.
   *
   * @param refused whether something goes on as it was because of an error
   */
  record Reloaded(boolean refused, List<Problem> problems, SettingsChange settings) {}

  private final Start start;
  private volatile Settings settings;

  private Instance(Start start) {
    this.start = start;
    this.settings = start.settings();
  }

  /** Returns once it serves; an exception means that nothing of it is left. */
  static Instance start(Start start) {
    return new Instance(start);
  }

  Settings settings() {
    return settings;
  }

  /** {@code host:port} as bound, empty if none. */
  String listener() {
    return "";
  }

  /** {@code host:port} as bound, empty if none. */
  String management() {
    return "";
  }

  /** Readiness 503 from now on; serving goes on. */
  void beginDrain() {
    LOG.info("draining: not ready any more, serving goes on");
  }

  /** Ready again, unless a stop has begun. */
  void undrain() {
    LOG.info("ready again");
  }

  /**
   * Reads settings and units anew. Wrong settings are refused as a whole, a wrong unit by itself.
   *
   * @param checkOnly says what would be refused and changes nothing
   */
  synchronized Reloaded reload(boolean checkOnly) {
    var loaded = start.loader().load();
    var change = SettingsChange.between(settings, loaded.settings());
    if (!loaded.refused() && !checkOnly) {
      settings = loaded.settings();
    }
    var problems = new ArrayList<>(loaded.problems());
    problems.addAll(waiting(change));
    problems.forEach(problem -> LOG.warn("reload: {}", problem));
    LOG.info(
        "reload: settings {}", loaded.refused() ? "refused" : checkOnly ? "checked" : "in force");
    return new Reloaded(loaded.refused(), problems, change);
  }

  private static List<Problem> waiting(SettingsChange change) {
    return change.afterRestart().stream()
        .map(key -> Problem.warning("", 0, 0, key + ": changed", "", "It waits for a restart"))
        .toList();
  }

  /** {@code Connection: close} on answers, no new connections, then what is in flight. */
  void stop() {
    LOG.info("stopped");
  }
}
