package io.serai.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One unit of {@code routes/}: a file, or a folder with all its files.
 *
 * @param name as the unit would be called in {@code conf/}
 * @param calls what its comments say to try, in their order
 */
record Example(String name, Path path, List<Path> files, List<Call> calls) {
  private static final Path ROUTES = Path.of("routes");
  private static final String CURL = "# curl ";
  private static final String ANSWER = "# → ";
  static final String ROUTE_FILE = ".camel.yaml";

  /** A command and the answer it gets. */
  record Call(String command, Curl curl, Expected expected) {
    @Override
    public String toString() {
      return command;
    }
  }

  /** Units lie in {@code routes/<group>/}. */
  static List<Example> all() throws IOException {
    var all = new ArrayList<Example>();
    for (var group : children(ROUTES)) {
      for (var entry : children(group)) {
        all.add(of(entry));
      }
    }
    return all;
  }

  static Example of(Path path) throws IOException {
    var files = new ArrayList<Path>();
    try (var walk = Files.walk(path)) {
      walk.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
    var calls = new ArrayList<Call>();
    for (var file : files) {
      calls(file, calls);
    }
    var name = path.getFileName().toString();
    return new Example(
        name.endsWith(ROUTE_FILE) ? name.substring(0, name.length() - ROUTE_FILE.length()) : name,
        path,
        files,
        calls);
  }

  private static void calls(Path file, List<Call> into) throws IOException {
    var command = "";
    for (var line : Files.readAllLines(file)) {
      if (line.startsWith(CURL)) {
        require(command.isEmpty(), file, command, "no answer behind it");
        command = line.substring(2);
      } else if (line.startsWith(ANSWER)) {
        require(!command.isEmpty(), file, line, "no curl before it");
        var expected = Expected.read(line.substring(ANSWER.length()));
        into.add(new Call(command, Curl.read(command), expected));
        command = "";
      }
    }
    require(command.isEmpty(), file, command, "no answer behind it");
  }

  private static void require(boolean sound, Path file, String line, String why) {
    if (!sound) {
      throw new IllegalArgumentException(file + ": " + line + ": " + why);
    }
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
