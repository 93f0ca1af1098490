package io.serai.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Everything written in {@code conf/**}{@code /*.properties}. */
final class PropertyFiles {
  private static final int DEEPEST = 16;

  private final Path base;
  private final List<Problem> problems;

  PropertyFiles(Path base, List<Problem> problems) {
    this.base = base;
    this.problems = problems;
  }

  /** In the order of files and lines. */
  List<Written> read() {
    var written = new ArrayList<Written>();
    for (var file : files()) {
      var name = base.relativize(file).toString().replace('\\', '/');
      var content = content(file, name);
      for (var entry : PropertiesReader.read(name, content, problems)) {
        written.add(Written.inFile(name, entry));
      }
    }
    return written;
  }

  private List<Path> files() {
    var conf = base.resolve("conf");
    if (!Files.isDirectory(conf)) {
      problems.add(
          Problem.error(
              "conf",
              0,
              0,
              "no directory in " + base,
              "an instance directory",
              "Make one with: serai init DIR"));
      return List.of();
    }
    try (var walk = Files.walk(conf, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(file -> isSettingsFile(conf, file)).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      problems.add(
          Problem.error(
              "conf",
              0,
              0,
              "can't be read: " + e.getMessage(),
              "a directory that this user may read",
              "chown it, or start as its owner"));
      return List.of();
    }
  }

  /** Not what editors, git and Kubernetes keep under names with a dot. */
  private static boolean isSettingsFile(Path conf, Path file) {
    if (!file.toString().endsWith(".properties")) {
      return false;
    }
    for (var segment : conf.relativize(file)) {
      if (segment.toString().startsWith(".")) {
        return false;
      }
    }
    return Files.isRegularFile(file);
  }

  private String content(Path file, String name) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      problems.add(Problem.error(name, 0, 0, "not readable as text", "UTF-8", "Save it as UTF-8"));
    } catch (IOException e) {
      problems.add(
          Problem.error(
              name,
              0,
              0,
              "can't be read",
              "a file that this user may read",
              "chown it, or start as its owner"));
    }
    return "";
  }
}
