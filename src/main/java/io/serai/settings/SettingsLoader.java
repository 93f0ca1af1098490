package io.serai.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads an instance's settings: {@code -p key=value} beats the environment's {@code
 * SERAI_KEY_NAME}, which beats {@code conf/**}{@code /*.properties}. Finds every problem before it
 * answers. Each {@link #load} reads the files anew.
 */
public final class SettingsLoader {
  private static final String FILE = ".file";

  /**
   * What was read.
   *
   * @param settings without the refused values
   * @param problems in file order
   */
  public record Loaded(Settings settings, List<Problem> problems) {

    /** Whether some problem is an error. */
    public boolean refused() {
      return problems.stream().anyMatch(Problem::isError);
    }
  }

  private final Path base;
  private final List<Key<?>> known;
  private final KeyIndex keys;
  private final Map<String, String> environment;
  private final Map<String, String> commandLine;

  /**
   * For one instance.
   *
   * @param base the instance directory
   * @param known every key of the house
   * @param environment all of it; other variables than {@code SERAI_…} are ignored
   * @param commandLine the {@code -p} options
   */
  public SettingsLoader(
      Path base,
      List<Key<?>> known,
      Map<String, String> environment,
      Map<String, String> commandLine) {
    this.base = base.toAbsolutePath().normalize();
    this.known = List.copyOf(known);
    this.keys = new KeyIndex(known);
    this.environment = new TreeMap<>(environment);
    this.commandLine = new TreeMap<>(commandLine);
  }

  public Loaded load() {
    var problems = new ArrayList<Problem>();
    var layers = new LinkedHashMap<String, Written>();
    var files = new PropertyFiles(base, problems).read();
    layers.putAll(byTarget(files, problems));
    layers.putAll(byTarget(fromEnvironment(files, problems), problems));
    layers.putAll(byTarget(fromCommandLine(), problems));

    var values = new TreeMap<String, Settings.Value>();
    layers.forEach(
        (target, written) -> {
          var value = value(target, written, problems);
          if (value != null) {
            values.put(target, value);
          }
        });
    problems.sort(Problem.IN_FILE_ORDER);
    return new Loaded(new Settings(values, known), List.copyOf(problems));
  }

  /** One layer, by the key that is meant: {@code a.password.file} is {@code a.password}. */
  private Map<String, Written> byTarget(List<Written> layer, List<Problem> problems) {
    var byTarget = new LinkedHashMap<String, Written>();
    for (var written : layer) {
      var before = byTarget.putIfAbsent(target(written.key()), written);
      if (before != null) {
        problems.add(
            written.error("is also set in " + before.source(), "it once", "Remove one of the two"));
      }
    }
    return byTarget;
  }

  private List<Written> fromEnvironment(List<Written> files, List<Problem> problems) {
    var inFiles = files.stream().map(Written::key).toList();
    var names = new EnvironmentNames(keys, inFiles);
    var layer = new ArrayList<Written>();
    environment.forEach(
        (variable, text) -> {
          if (!EnvironmentNames.isSetting(variable)) {
            return;
          }
          var meanings = names.meanings(variable);
          if (meanings.size() == 1) {
            layer.add(Written.elsewhere(meanings.get(0), text, variable));
          } else if (meanings.isEmpty()) {
            problems.add(unknownVariable(variable));
          } else {
            problems.add(
                Problem.error(
                    "",
                    0,
                    0,
                    variable + ": may mean " + String.join(" or ", meanings),
                    "",
                    "Write it in a file or as -p key=value"));
          }
        });
    return layer;
  }

  private Problem unknownVariable(String variable) {
    var candidates = known.stream().map(key -> EnvironmentNames.of(key.name())).toList();
    return Problem.warning(
        "", 0, 0, variable + ": no such setting", "", Nearest.question(variable, candidates));
  }

  private List<Written> fromCommandLine() {
    var layer = new ArrayList<Written>();
    commandLine.forEach((key, text) -> layer.add(Written.elsewhere(key, text, "-p")));
    return layer;
  }

  private boolean readsAFile(String written) {
    return written.endsWith(FILE)
        && !KeyIndex.isCamels(written)
        && keys.find(written) == null
        && keys.knows(written.substring(0, written.length() - FILE.length()));
  }

  private String target(String written) {
    return readsAFile(written) ? written.substring(0, written.length() - FILE.length()) : written;
  }

  private Settings.@Nullable Value value(String target, Written written, List<Problem> problems) {
    var key = keys.find(target);
    if (key == null && !KeyIndex.isFree(target)) {
      problems.add(unknown(target, written));
      return null;
    }
    boolean fromFile = !target.equals(written.key());
    var text = fromFile ? secretIn(written, problems) : written.text();
    if (text == null) {
      return null;
    }
    boolean secret = fromFile || Secrets.named(target) || (key != null && key.isSecret());
    var source = fromFile ? written.source() + " (from " + written.text() + ")" : written.source();
    if (key == null) {
      return new Settings.Value(text, source, secret);
    }
    var value = new Settings.Value(text.strip(), source, secret);
    try {
      key.type().read(value.text());
      return value;
    } catch (RuntimeException e) {
      if (value.text().isEmpty() && key.defaultText().isEmpty()) {
        return null; // empty is how a file says "none"
      }
      problems.add(written.error(value.shown(), key.type().expected(), ""));
      return null;
    }
  }

  private Problem unknown(String target, Written written) {
    var question = Nearest.question(target, keys.namesLike(target));
    var cure = question.isEmpty() ? "" : question + " ";
    return written.error("no such setting", "", cure + "Settings of your own start with my.");
  }

  private @Nullable String secretIn(Written written, List<Problem> problems) {
    var path = base.resolve(written.text().strip());
    try {
      var text = Files.readString(path);
      if (text.endsWith("\n")) {
        text = text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1));
      }
      return text;
    } catch (IOException | RuntimeException e) {
      var what = Files.exists(path) ? "can't be read" : "isn't there";
      problems.add(written.error(path + " " + what, "a text file that this user may read", ""));
      return null;
    }
  }
}
