package io.serai.launcher;

import java.util.Map;

/** Stops if it runs, then starts; settings are checked before anything is stopped. */
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
    call.loadSettings();
    var stopped = new Stop().run(call);
    return stopped == ExitCode.DONE ? new Start().run(call) : stopped;
  }
}
