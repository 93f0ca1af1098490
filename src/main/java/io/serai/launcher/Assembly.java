package io.serai.launcher;

import io.serai.backend.Backends;
import io.serai.cluster.ClusterSettings;
import io.serai.manage.ManageSettings;
import io.serai.request.Loops;
import io.serai.routes.Check;
import io.serai.routes.GatePlatform;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What verbs ask of the floors without an instance running. */
final class Assembly {

  private Assembly() {}

  /** Everything wrong with the units and what they call, found without opening a port. */
  static List<Problem> check(CheckRequest request) {
    var settings = request.settings();
    var problems = new ArrayList<>(wrongTogether(settings));
    try (var loops = Loops.start(1);
        var backends = new Backends(loops, Runnable::run, settings)) {
      var check =
          new Check(
              request.directories().base(),
              new GatePlatform(null, backends, () -> settings, () -> {}));
      problems.addAll(request.files().isEmpty() ? check.all() : check.files(request.files()));
    }
    return problems;
  }

  /** Values that are right one by one and wrong together. */
  static List<Problem> wrongTogether(Settings settings) {
    var problems = new ArrayList<>(Backends.problems(settings));
    problems.addAll(ManageSettings.of(settings).problems());
    problems.addAll(ClusterSettings.of(settings).problems());
    problems.replaceAll(settings::placed);
    return problems;
  }

  /** Starts the demo's backends; the settings that point at them. */
  static Map<String, String> demoBackends() {
    return DemoBackends.start();
  }

  /** The same on any free ports. */
  static Map<String, String> rehearsalBackends() {
    return DemoBackends.startAnywhere();
  }
}
