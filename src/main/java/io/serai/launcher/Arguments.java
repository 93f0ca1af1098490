package io.serai.launcher;

import io.serai.settings.Nearest;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a command line; what isn't right is a {@link Failure} of usage. */
final class Arguments {
  private final List<String> operands = new ArrayList<>();
  private final Set<String> options = new LinkedHashSet<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private @Nullable String base;
  private boolean json;

  private Arguments() {}

  static Arguments read(List<String> words) {
    var arguments = new Arguments();
    for (var rest = words.iterator(); rest.hasNext(); ) {
      arguments.word(rest.next(), rest);
    }
    return arguments;
  }

  private void word(String word, Iterator<String> rest) {
    if (word.equals("--")) {
      rest.forEachRemaining(operands::add);
    } else if (word.equals("--json")) {
      json = true;
    } else if (word.equals("--base")) {
      base = valueOf(word, rest);
    } else if (word.startsWith("--base=")) {
      base = word.substring("--base=".length());
    } else if (word.equals("-p")) {
      setting(valueOf(word, rest));
    } else if (word.equals("-h") || word.equals("--version")) {
      options.add(word.equals("-h") ? "--help" : word);
    } else if (word.startsWith("-") && word.length() > 1) {
      options.add(word);
    } else {
      operands.add(word);
    }
  }

  private static String valueOf(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw Failure.usage(option + ": nothing follows it");
    }
    return rest.next();
  }

  private void setting(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw Failure.usage("-p " + text + ": no setting (expected: -p key=value)");
    }
    settings.put(text.substring(0, equals).strip(), text.substring(equals + 1));
  }

  /** The verb's name; {@code help} when there is none, as somebody lost would type. */
  String verb() {
    if (options.remove("--help")) {
      operands.add(0, "help");
    } else if (operands.isEmpty() && options.remove("--version")) {
      operands.add("version");
    } else if (operands.isEmpty()) {
      throw Failure.usage("no verb given");
    }
    return operands.remove(0);
  }

  Call callOf(
      Verb verb, Path home, Map<String, String> environment, PrintStream out, PrintStream err) {
    for (var option : options) {
      if (!verb.options().containsKey(option)) {
        var known = new ArrayList<>(verb.options().keySet());
        known.addAll(List.of("--json", "--base", "--help"));
        throw Failure.usage(
            "%s: no option of %s. %s"
                .formatted(option, verb.name(), Nearest.question(option, known))
                .strip());
      }
    }
    if (verb.operands().isEmpty() && !operands.isEmpty()) {
      throw Failure.usage(operands.get(0) + ": " + verb.name() + " takes no operand");
    }
    var directories = new Directories(home, base(verb, home, environment));
    return new Call(directories, operands, options, settings, json, environment, out, err);
  }

  private Path base(Verb verb, Path home, Map<String, String> environment) {
    var named = base != null ? base : environment.getOrDefault("SERAI_BASE", "");
    if (named.isEmpty()) {
      return home;
    }
    var path = Path.of(named).toAbsolutePath().normalize();
    // With SERAI_BASE set to what is yet to be made, `init` must make it.
    if (!Files.isDirectory(path) && !verb.name().equals("init")) {
      throw Failure.usage(
          path + ": no instance directory. Make one with: serai init '" + path + "'");
    }
    return path;
  }
}
