package io.serai.launcher;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The gateways of the cluster that hear each other, as the one here sees it. */
final class Members implements Verb {
  private static final String LINE = "%s %-20s %-22s %-12s %-30s %s%n";

  @Override
  public String name() {
    return "cluster";
  }

  @Override
  public String summary() {
    return "the gateways that hear each other, oldest first; * is this one";
  }

  @Override
  public ExitCode run(Call call) throws IOException {
    var answer = Running.managementIn(call.directories()).get("/cluster");
    if (!answer.ok()) {
      throw new Failure(ExitCode.FAILED, "cluster: " + answer.status() + " " + answer.text());
    }
    var members = answer.members();
    call.answer(members, text(members));
    return ExitCode.DONE;
  }

  private static String text(Map<String, Object> cluster) {
    var name = text(cluster.get("name"));
    var text = new StringBuilder(name.isEmpty() ? "" : "cluster " + name + ", ");
    text.append(text(cluster.get("reason"))).append('\n');
    if (name.isEmpty()) {
      return text.toString().stripTrailing();
    }
    text.append(LINE.formatted(" ", "name", "address", "version", "seen since", "id"));
    for (var element : Json.array(cluster.get("members"))) {
      var member = Json.object(element);
      text.append(
          LINE.formatted(
              Boolean.TRUE.equals(member.get("self")) ? "*" : " ",
              text(member.get("name")),
              text(member.get("address")),
              text(member.get("version")),
              text(member.get("since")),
              text(member.get("id"))));
    }
    return text.toString().stripTrailing();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
