package io.serai.launcher;

import io.serai.settings.Problem;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is live, from which file, on or off the loop, and what was refused and why. */
final class Routes implements Verb {

  @Override
  public String name() {
    return "routes";
  }

  @Override
  public String summary() {
    return "what is live, since when, from which file; what was refused and why";
  }

  @Override
  public ExitCode run(Call call) throws Exception {
    var answer = Running.managementIn(call.directories()).get("/routes");
    if (!answer.ok()) {
      throw new Failure(ExitCode.FAILED, "routes: " + answer.status() + " " + answer.text());
    }
    var members = answer.members();
    call.answer(members, text(members));
    return ExitCode.DONE;
  }

  static String text(Map<String, Object> live) {
    var text = new StringBuilder("live set " + text(live.get("digest")));
    var revision = text(live.get("revision"));
    text.append(revision.isEmpty() ? "" : ", revision " + revision).append('\n');
    for (var problem : Json.array(live.get("problems"))) {
      text.append("! ").append(problem(problem)).append('\n');
    }
    var pending = joined(live.get("pending"), ", ");
    text.append(pending.isEmpty() ? "" : "changed, waiting for reload: " + pending + '\n');
    for (var element : Json.array(live.get("units"))) {
      unit(text, Json.object(element));
    }
    return text.toString().stripTrailing();
  }

  private static void unit(StringBuilder text, Map<String, Object> unit) {
    text.append(
        "%n%s: %s since %s, generation %s, %s%n"
            .formatted(
                unit.get("name"),
                unit.get("state"),
                text(unit.get("since")),
                text(unit.get("generation")),
                joined(unit.get("files"), ", ")));
    for (var element : Json.array(unit.get("routes"))) {
      var route = Json.object(element);
      var path = text(route.get("path"));
      var because = text(route.get("because"));
      text.append(
          "  %-24s %-10s %-40s %s%s%n"
              .formatted(
                  text(route.get("id")),
                  joined(route.get("methods"), ","),
                  path.isEmpty() ? text(route.get("from")) : path,
                  text(route.get("lane")),
                  because.isEmpty() ? "" : " (" + because + ")"));
    }
    for (var problem : Json.array(unit.get("problems"))) {
      text.append("  ! ").append(problem(problem)).append('\n');
    }
  }

  private static String problem(@Nullable Object problem) {
    var members = Json.object(problem);
    if (members.isEmpty()) {
      return text(problem);
    }
    boolean warning = "warning".equals(members.get("severity"));
    var told =
        Problem.error(
            text(members.get("file")),
            number(members.get("line")),
            number(members.get("column")),
            text(members.get("message")),
            text(members.get("expected")),
            text(members.get("cure")));
    return (warning ? "warning: " : "") + told;
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number number ? number.intValue() : 0;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static String joined(@Nullable Object list, String between) {
    return Json.array(list).stream().map(String::valueOf).collect(Collectors.joining(between));
  }
}
