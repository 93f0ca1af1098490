package io.serai.launcher;

import java.util.Map;

/** Serves in the foreground. */
final class Run implements Verb {
  static final String STRICT = "--strict";
  static final String STRICT_MEANING = "end with 78 when a unit is refused, in place of degraded";

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "serve in the foreground, until TERM or INT";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        STRICT, STRICT_MEANING, "--background", "log to logs/serai.log, not to the terminal");
  }

  @Override
  public ExitCode run(Call call) throws Exception {
    try (var rehearsal = new Rehearsal(call)) {
      return new Lifetime(
              call,
              instance -> {
                rehearsal.begin(instance.settings());
                return true;
              })
          .run();
    }
  }
}
