package io.serai.launcher;

import io.serai.settings.Nearest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the program can do, on standard output. */
final class Help implements Verb {

  @Override
  public String name() {
    return "help";
  }

  @Override
  public String operands() {
    return "[VERB]";
  }

  @Override
  public String summary() {
    return "this, or the options of a verb";
  }

  @Override
  public ExitCode run(Call call) {
    if (!call.operands().isEmpty()) {
      var name = call.operands().get(0);
      var verb = Verbs.named(name);
      if (verb == null) {
        throw Failure.usage(
            (name + ": no such verb. " + Nearest.question(name, Verbs.NAMES)).strip());
      }
      call.answer(Map.of(verb.name(), verb.summary()), textOf(verb));
      return ExitCode.DONE;
    }
    var verbs = new LinkedHashMap<String, Object>();
    for (var name : Verbs.NAMES) {
      verbs.put(name, Objects.requireNonNull(Verbs.named(name)).summary());
    }
    call.answer(verbs, text());
    return ExitCode.DONE;
  }

  private static String text() {
    var text = new StringBuilder("Usage: serai VERB [options]\n\n");
    for (var name : Verbs.NAMES) {
      var verb = Objects.requireNonNull(Verbs.named(name));
      text.append(line((name + " " + verb.operands()).strip(), verb.summary()));
    }
    text.append("\nOptions of every verb (those of one: serai help VERB)\n")
        .append(line("--base DIR", "the instance directory (SERAI_BASE; default: the program's)"))
        .append(line("-p KEY=VALUE", "a setting; beats SERAI_KEY_NAME, which beats conf/"))
        .append(line("--json", "the answer for a program"))
        .append("\nExit codes\n");
    for (var code : ExitCode.values()) {
      text.append(line("" + code.number, code.meaning));
    }
    return text.append("\nJava 17 or newer: SERAI_JAVA_HOME, JAVA_HOME, then java on the PATH")
        .toString();
  }

  private static String textOf(Verb verb) {
    var text =
        new StringBuilder("Usage: serai " + (verb.name() + " " + verb.operands()).strip())
            .append(verb.options().isEmpty() ? "" : " [options]")
            .append("\n\n")
            .append(verb.summary())
            .append('\n');
    new TreeMap<>(verb.options()).forEach((option, meaning) -> text.append(line(option, meaning)));
    return text.toString().stripTrailing();
  }

  private static String line(String left, String right) {
    return "  %-14s %s%n".formatted(left, right);
  }
}
