package io.serai.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The example routes with backends of their own, in the foreground, in {@code data/demo}. */
final class Demo implements Verb {
  private final Supplier<Map<String, String>> backends;

  /** With what starts the backends and returns the settings that point at them. */
  Demo(Supplier<Map<String, String>> backends) {
    this.backends = backends;
  }

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String summary() {
    return "serve routes/demo with backends of its own, in the foreground";
  }

  @Override
  public ExitCode run(Call call) throws Exception {
    var home = call.directories().home();
    var directories = new Directories(home, call.directories().data().resolve("demo"));
    if (InstanceLock.isHeld(directories)) {
      throw InstanceLock.alreadyRunning(directories);
    }
    DemoConf.writeTo(directories);
    // What was typed beats what the demo sets.
    var settings = new LinkedHashMap<>(backends.get());
    settings.putAll(call.settings());
    return new Lifetime(
            new Call(
                directories,
                call.operands(),
                Set.of(),
                settings,
                call.json(),
                call.environment(),
                call.out(),
                call.err()),
            instance -> {
              say(call, directories, instance.listener(), settings);
              return true;
            })
        .run();
  }

  /** What to try: the examples that stand at the head of each route file. */
  private static void say(
      Call call, Directories directories, String listener, Map<String, String> settings) {
    var port = listener.substring(listener.lastIndexOf(':') + 1);
    call.say("\nThe demo serves. Try:\n");
    for (var line : examples(directories.conf())) {
      call.say(line.replace("127.0.0.1:8080", "127.0.0.1:" + port));
    }
    call.say("\nIts backends, for an instance of your own:\n");
    settings.forEach(
        (key, value) -> {
          if (key.startsWith("backend.")) {
            call.say("  " + key + "=" + value);
          }
        });
    call.say(
        "\nIts routes are in %s: edit one, it is live within a second. Ctrl-C ends it.\n"
            .formatted(directories.conf()));
  }

  private static List<String> examples(Path conf) {
    var examples = new ArrayList<String>();
    try (var files = Files.list(conf)) {
      for (var file :
          files.filter(path -> path.toString().endsWith(".camel.yaml")).sorted().toList()) {
        for (var line : Files.readAllLines(file)) {
          if (line.startsWith("# curl ")) {
            examples.add("  " + line.substring(2));
          } else if (line.startsWith("# → ")) {
            examples.add("    " + line.substring(2));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return examples;
  }
}
