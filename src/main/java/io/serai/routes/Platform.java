package io.serai.routes;

import io.serai.settings.Settings;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What outlives every generation, as far as units need it. */
public interface Platform {

  /**
   * Opens the ways into a new generation; nothing is served by them yet.
   *
   * @param staysOnLoop by route id, whether no step of the route can block; asked when the routes
   *     start
   */
  Ways open(String unit, Predicate<String> staysOnLoop);

  /** Serves exactly these from now on: one reference changes. */
  void serve(Collection<Ways> live);

  /** The backends that route files may call. */
  Set<String> backendNames();

  /** The settings in force. */
  Settings settings();

  /** Values of settings that nobody wrote, so that {@code {{listener.port}}} always has one. */
  default Map<String, String> defaults() {
    return Map.of();
  }

  /** Files in {@code conf/} changed and are quiet: the moment to read the settings again. */
  default void filesChanged() {}
}
