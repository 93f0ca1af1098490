package io.serai.launcher;

import io.serai.settings.Problem;
import java.util.List;
import java.util.Map;

/**
 * Stops if it runs, then starts; what would keep it from starting is found before it is stopped.
 */
final class Restart implements Verb {

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public String summary() {
    return "stop if it runs, then start";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(Stop.FORCE, Stop.FORCE_MEANING, Run.STRICT, Run.STRICT_MEANING);
  }

  @Override
  public ExitCode run(Call call) throws Exception {
    var loaded = call.loadSettings();
    if (call.has(Run.STRICT)) {
      // It wouldn't start again: better it goes on as it is.
      var request = new CheckRequest(call.directories(), loaded.settings(), List.of());
      var errors = Assembly.check(request).stream().filter(Problem::isError).toList();
      if (!errors.isEmpty()) {
        throw new Failure("not restarted: --strict, and not everything would be served", errors);
      }
    }
    var stopped = new Stop().run(call);
    return stopped == ExitCode.DONE ? new Start().run(call) : stopped;
  }
}
