package io.serai.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** The demo's {@code conf/}, made anew each time: the settings as delivered and its routes. */
final class DemoConf {

  private DemoConf() {}

  static void writeTo(Directories directories) throws IOException {
    var routes = directories.home().resolve("routes/demo");
    if (!Files.isDirectory(routes)) {
      throw new Failure(ExitCode.FAILED, routes + ": not there, this program is incomplete");
    }
    delete(directories.conf());
    FreshConf.writeTo(directories.conf());
    copy(routes, directories.conf());
  }

  /** A whole tree; nothing if it isn't there. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var walk = Files.walk(directory)) {
      for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var walk = Files.walk(from)) {
      for (var path : walk.toList()) {
        var target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
