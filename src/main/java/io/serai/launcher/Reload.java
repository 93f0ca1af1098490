package io.serai.launcher;

import java.util.Map;

/** Takes changed settings and units live, or says what would change and what be refused. */
final class Reload implements Verb {
  private static final String CHECK = "--check";
  private static final int REFUSED = 422;

  @Override
  public String name() {
    return "reload";
  }

  @Override
  public String summary() {
    return "take changed settings and units live; 78 when something is refused";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(CHECK, "only say what would be refused, and which units would change");
  }

  @Override
  public ExitCode run(Call call) throws Exception {
    boolean checkOnly = call.has(CHECK);
    var management = Running.managementIn(call.directories());
    var answer = management.post("/control/reload" + (checkOnly ? "?check=true" : ""));
    if (!answer.ok() && answer.status() != REFUSED) {
      throw new Failure(ExitCode.FAILED, "reload: " + answer.status() + " " + answer.text());
    }
    var members = answer.members();
    Json.array(members.get("problems")).forEach(problem -> call.err().println(problem));
    var done = checkOnly ? "nothing would be refused" : "reloaded";
    var outcome = answer.ok() ? done : checkOnly ? "would be refused" : "refused in part";
    if (checkOnly) {
      outcome += units(members, "new") + units(members, "changed") + units(members, "gone");
    }
    var digest = members.getOrDefault("digest", "");
    call.answer(members, digest.equals("") ? outcome : outcome + ", live set " + digest);
    return answer.ok() ? ExitCode.DONE : ExitCode.CONFIGURATION;
  }

  private static String units(Map<String, Object> members, String kind) {
    var names = Json.array(members.get(kind)).stream().map(String::valueOf).toList();
    return names.isEmpty() ? "" : ", " + kind + ": " + String.join(" ", names);
  }
}
