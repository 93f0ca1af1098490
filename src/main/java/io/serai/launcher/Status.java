package io.serai.launcher;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
          var shown = shown(value);
          boolean toldBelow = name.equals("reasons") && isDegraded(answer) && !isUnready(answer);
          if (!shown.isEmpty() && !toldBelow) {
            text.append("%-15s%s%n".formatted(name, shown));
          }
        });
    return text.append(degraded(answer)).toString().stripTrailing();
  }

  private static String shown(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).collect(Collectors.joining("; "));
    }
    return value == null || value instanceof Map ? "" : value.toString();
  }

  /** A line for each reason why an instance is degraded; nothing if it isn't. */
  static String degraded(Map<String, Object> status) {
    if (!isDegraded(status)) {
      return "";
    }
    var all = Json.array(status.get("reasons"));
    // The first one is then why it isn't ready.
    var reasons = all.subList(isUnready(status) && !all.isEmpty() ? 1 : 0, all.size());
    return reasons.isEmpty()
        ? "DEGRADED: serai routes tells why"
        : reasons.stream().map(reason -> "DEGRADED: " + reason).collect(Collectors.joining("\n"));
  }

  private static boolean isUnready(Map<String, Object> status) {
    return Boolean.FALSE.equals(status.get("ready"));
  }

  private static boolean isDegraded(Map<String, Object> status) {
    return Boolean.TRUE.equals(status.get("degraded"));
  }
}
