package io.serai.launcher;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether it runs, is ready, and serves what its files say. */
final class Status implements Verb {

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String summary() {
    return "0 ready, 1 running but not ready, 3 not running";
  }

  @Override
  public ExitCode run(Call call) throws IOException {
    var running = Running.in(call.directories());
    if (running == null) {
      call.answer(Map.of("state", "stopped"), "not running");
      return ExitCode.NOT_RUNNING;
    }
    boolean ready = running.isReady();
    var answer = new LinkedHashMap<String, Object>();
    answer.put("state", ready ? "ready" : "not ready");
    answer.put("pid", running.pid());
    var details = running.details();
    if (details != null) {
      answer.put("version", details.version());
      answer.put("started", details.started().toString());
      answer.put("listener", details.listener());
      answer.put("management", details.management());
      running.status().forEach(answer::putIfAbsent);
    }
    call.answer(answer, text(answer));
    return ready ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String text(Map<String, Object> answer) {
    var text = new StringBuilder();
    answer.forEach(
        (name, value) -> {
          if (!value.toString().isEmpty() && !(value instanceof Map)) {
            text.append("%-15s%s%n".formatted(name, value));
          }
        });
    return text.append(degraded(answer)).toString().stripTrailing();
  }

  /** The line that a degraded instance deserves, else nothing. */
  static String degraded(Map<String, Object> status) {
    return Boolean.TRUE.equals(status.get("degraded"))
        ? "DEGRADED: not every unit serves what its files say; serai routes tells why"
        : "";
  }
}
