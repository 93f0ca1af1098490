package io.serai.launcher;

import io.serai.settings.Problem;
import java.util.List;
import java.util.Map;

/** What verbs ask of the floors without an instance running. */
final class Assembly {

  private Assembly() {}

  /** Everything wrong with the units, found without opening a port. */
  static List<Problem> check(CheckRequest request) {
    assert request != null;
    return List.of();
  }

  /** Starts the demo's backends; the settings that point at them. */
  static Map<String, String> demoBackends() {
    return DemoBackends.start();
  }
}
