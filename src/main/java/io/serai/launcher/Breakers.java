package io.serai.launcher;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How circuits stand, here and at the other gateways; forces them in the whole cluster. */
final class Breakers implements Verb {
  private static final Set<String> WISHES = Set.of("open", "close", "reset");
  private static final String LINE = "%-44s %-13s %-10s %9s %9s  %s%n";

  @Override
  public String name() {
    return "circuits";
  }

  @Override
  public String operands() {
    return "[open|close|reset NAME]";
  }

  @Override
  public String summary() {
    return "how circuits stand; hold them open or closed in the whole cluster, or let them go";
  }

  @Override
  public ExitCode run(Call call) throws IOException {
    var operands = call.operands();
    if (operands.isEmpty()) {
      return show(call);
    }
    if (operands.size() != 2 || !WISHES.contains(operands.get(0))) {
      throw Failure.usage(
          "circuits %s (expected: nothing, or open, close or reset and a circuit's name; * in it"
                  .formatted(String.join(" ", operands))
              + " stands for any characters)");
    }
    return force(call, operands.get(0), operands.get(1));
  }

  private static ExitCode show(Call call) throws IOException {
    var answer = Running.managementIn(call.directories()).get("/circuits");
    if (!answer.ok()) {
      throw new Failure(ExitCode.FAILED, "circuits: " + answer.status() + " " + answer.text());
    }
    var members = answer.members();
    call.answer(members, text(Json.array(members.get("circuits"))));
    return ExitCode.DONE;
  }

  private static ExitCode force(Call call, String wish, String names) throws IOException {
    var by = System.getProperty("user.name", "an operator");
    var path = "/control/circuits/" + wish + "?name=" + encoded(names) + "&by=" + encoded(by);
    var answer = Running.managementIn(call.directories()).post(path);
    var members = answer.members();
    if (!answer.ok()) {
      throw new Failure(ExitCode.FAILED, "circuits: " + text(members.get("detail")));
    }
    var done =
        switch (wish) {
          case "open" -> "held open";
          case "close" -> "held closed";
          default -> "reset";
        };
    var hereOnly = names(members.get("hereOnly"));
    call.answer(
        members,
        done
            + ": "
            + names(members.get("circuits"))
            + (hereOnly.isEmpty()
                ? ""
                : "\nhere only, as the cluster holds as many as it can: " + hereOnly));
    return ExitCode.DONE;
  }

  private static String names(@Nullable Object circuits) {
    return Json.array(circuits).stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String text(List<?> circuits) {
    if (circuits.isEmpty()) {
      return "no circuits";
    }
    var text =
        new StringBuilder(LINE.formatted("name", "state", "for", "failed", "rejected", "why"));
    for (var element : circuits) {
      var circuit = Json.object(element);
      text.append(
          LINE.formatted(
              text(circuit.get("name")),
              text(circuit.get("state")),
              span(circuit.get("sinceMillis")),
              text(circuit.get("failed")) + "/" + text(circuit.get("calls")),
              text(circuit.get("rejected")),
              why(circuit)));
      text.append(others(Json.object(circuit.get("cluster"))));
    }
    return text.toString().stripTrailing();
  }

  private static String why(Map<String, Object> circuit) {
    var reason = text(circuit.get("reason"));
    return "open".equals(circuit.get("state"))
        ? reason + "; time %s in a row, %s".formatted(circuit.get("attempt"), retry(circuit))
        : reason;
  }

  /** Up, so that it never says 0 s while there is still something to wait for. */
  private static String retry(Map<String, Object> circuit) {
    long millis = circuit.get("untilMillis") instanceof Number left ? left.longValue() : 0;
    return millis == 0 ? "tries again with the next call" : "tries again in " + span(millis + 999);
  }

  /** The other gateways, where one of them doesn't stand closed. */
  private static String others(Map<String, Object> cluster) {
    var lines = new ArrayList<String>();
    boolean quiet = true;
    for (var element : Json.array(cluster.get("members"))) {
      var member = Json.object(element);
      boolean vetoed = Boolean.TRUE.equals(member.get("vetoed"));
      var state = text(member.get("state"));
      quiet &= state.equals("closed") && !vetoed;
      lines.add(text(member.get("name")) + " " + state + (vetoed ? " by its own evidence" : ""));
    }
    return quiet ? "" : "  at " + String.join(", ", lines) + "\n";
  }

  private static String span(@Nullable Object millis) {
    long seconds = millis instanceof Number number ? number.longValue() / 1000 : 0;
    var span = Duration.ofSeconds(seconds);
    if (span.toHours() > 0) {
      return span.toHours() + "h" + span.toMinutesPart() + "m";
    }
    return span.toMinutes() > 0
        ? span.toMinutes() + "m" + span.toSecondsPart() + "s"
        : seconds + "s";
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
