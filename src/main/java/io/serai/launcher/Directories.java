package io.serai.launcher;

import io.serai.settings.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where things are; nothing is written outside the base.
 *
 * @param home the program: {@code bin lib conf routes docs}
 * @param base the instance: {@code conf logs run data}; the program's directory by default
 */
record Directories(Path home, Path base) {

  Path conf() {
    return base.resolve("conf");
  }

  Path logs() {
    return base.resolve("logs");
  }

  Path run() {
    return base.resolve("run");
  }

  Path data() {
    return base.resolve("data");
  }

  /** Standard output and error of an instance in the background, and its thread dumps. */
  Path outputFile() {
    return logs().resolve("serai.out");
  }

  /** The instance's own file, else the program's. */
  Path logConfiguration() {
    var own = conf().resolve("log4j2.yaml");
    return Files.exists(own) ? own : home.resolve("conf/log4j2.yaml");
  }

  /** The instance's own file, else the program's. */
  Path jvmOptions() {
    var own = conf().resolve("jvm.options");
    return Files.exists(own) ? own : home.resolve("conf/jvm.options");
  }

  /** Whether this user may read the files that the problems are about. */
  boolean mayRead(List<Problem> problems) {
    for (var problem : problems) {
      var file = base.resolve(problem.file());
      if (Files.exists(file) && !Files.isReadable(file)) {
        return false;
      }
    }
    return true;
  }

  /** Makes what an instance writes to, or ends the verb with what keeps it from that. */
  void create() throws IOException {
    for (var directory : List.of(logs(), run(), data())) {
      create(directory);
    }
  }

  /** Says if the log can't be written; serving matters more, so it stops nothing. */
  void tellIfLogIsShut(Consumer<String> notice) {
    var log = logs().resolve("serai.log");
    if (Files.exists(log) && (!Files.isRegularFile(log) || !Files.isWritable(log))) {
      notice.accept(
          "warning: %s can't be written to, nothing is logged there (expected: a file of user %s). Move it away and restart."
              .formatted(log, System.getProperty("user.name")));
    }
  }

  private static void create(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          directory + ": is no directory (expected: one to write to). Move it away.");
    } catch (AccessDeniedException e) {
      throw denied(directory);
    }
    if (!Files.isWritable(directory)) {
      throw denied(directory);
    }
  }

  private static Failure denied(Path directory) {
    return new Failure(
        ExitCode.NO_PERMISSION,
        "%s: user %s may not write there (expected: a directory of its own). chown it, or start as its owner."
            .formatted(directory, System.getProperty("user.name")));
  }
}
