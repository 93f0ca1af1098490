package io.serai.launcher;

import io.serai.json.JsonWriter;
import io.serai.settings.Problem;
import io.serai.settings.SettingsLoader;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One command as it was typed, and where its answer goes.
 *
 * @param options the verb's own that were given, {@code --force}
 * @param settings the {@code -p} options
 * @param json whether the answer is for a program
 * @param out the answer and nothing else
 * @param err what isn't the answer
 */
record Call(
    Directories directories,
    List<String> operands,
    Set<String> options,
    Map<String, String> settings,
    boolean json,
    Map<String, String> environment,
    PrintStream out,
    PrintStream err) {

  boolean has(String option) {
    return options.contains(option);
  }

  SettingsLoader settingsLoader() {
    return new SettingsLoader(directories.base(), KnownKeys.all(), environment, settings);
  }

  /** The settings, or the end of the verb with everything that is wrong with them. */
  SettingsLoader.Loaded loadSettings() {
    var loaded = settingsLoader().load();
    if (loaded.refused()) {
      // All at once: what is wrong by itself, and what is wrong about the rest.
      var problems = new ArrayList<>(loaded.problems());
      problems.addAll(Assembly.wrongTogether(loaded.settings()));
      problems.sort(Problem.IN_FILE_ORDER);
      throw directories.mayRead(problems)
          ? new Failure("the settings are wrong", problems)
          : new Failure(ExitCode.NO_PERMISSION, "the settings can't be read", problems);
    }
    loaded.problems().forEach(problem -> err.println("warning: " + problem));
    return loaded;
  }

  /** Where a program is, null if nowhere on the PATH. */
  @Nullable String onPath(String program) {
    for (var directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      var candidate = Path.of(directory, program);
      if (!directory.isEmpty() && Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    return null;
  }

  /** The answer: the value for a program, the text for a person. */
  void answer(Object value, String text) {
    out.println(json ? JsonWriter.pretty(value) : text);
  }

  /** A line for a person; a program reads the exit code or {@link #answer}. */
  void say(String line) {
    (json ? err : out).println(line);
  }
}
