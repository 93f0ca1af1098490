package io.serai.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The packed archive, unpacked as an operator would, and its {@code bin/serai}. Every instance has
 * free ports and is stopped on close.
 */
public final class Installed implements AutoCloseable {
  private final Path home;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<Path> bases = new ArrayList<>();

  /** What a verb did. */
  public record Ran(int code, String out) {}

  private Installed(Path home) {
    this.home = home;
  }

  /** Unpacks the archive of this build into a folder, which may have spaces in its name. */
  public static Installed unpack(Path into) throws IOException, InterruptedException {
    Files.createDirectories(into);
    var archive = archive();
    var tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", into.toString());
    if (tar.inheritIO().start().waitFor() != 0) {
      throw new IOException("cannot unpack " + archive);
    }
    try (var children = Files.list(into)) {
      return new Installed(children.filter(Files::isDirectory).findFirst().orElseThrow());
    }
  }

  private static Path archive() throws IOException {
    try (var files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("serai-.*\\.tar\\.gz"))
          .findFirst()
          .orElseThrow(() -> new IOException("no archive in target/: run mvn package first"))
          .toAbsolutePath();
    }
  }

  /** The program's directory. */
  public Path home() {
    return home;
  }

  /** An environment variable for the verbs to come. */
  public void environment(String name, String value) {
    environment.put(name, value);
  }

  /** A new instance directory with free ports and the given settings beside them. */
  public Path instance(Path base, String... settings) throws IOException, InterruptedException {
    var made = serai("init", base.toString());
    if (made.code() != 0) {
      throw new IOException(made.out());
    }
    var lines = new ArrayList<>(Arrays.asList(settings));
    if (lines.stream().noneMatch(line -> line.startsWith("startup.rehearsal="))) {
      // A second JVM would run beside whatever is timed.
      lines.add("startup.rehearsal=0s");
    }
    if (lines.stream().noneMatch(line -> line.startsWith("listener.host="))) {
      lines.add("listener.host=127.0.0.1");
    }
    lines.add("listener.port=" + freePort());
    lines.add("management.port=" + freePort());
    Files.write(base.resolve("conf/serai.properties"), lines);
    bases.add(base);
    return base;
  }

  /** Runs {@code bin/serai} with the arguments and waits, two minutes at most. */
  public Ran serai(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(home.resolve("bin/serai").toString());
    command.addAll(Arrays.asList(arguments));
    var output = Files.createTempFile("serai", ".out");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("still running after 2 minutes: " + command);
    }
    var text = Files.readString(output);
    Files.delete(output);
    return new Ran(process.exitValue(), text);
  }

  /** The listener's port of an instance made by {@link #instance}. */
  public static int port(Path base) throws IOException {
    return Files.readAllLines(base.resolve("conf/serai.properties")).stream()
        .filter(line -> line.startsWith("listener.port="))
        .mapToInt(line -> Integer.parseInt(line.substring("listener.port=".length())))
        .findFirst()
        .orElseThrow();
  }

  /** A port nobody listens on at this moment. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      for (var base : bases) {
        serai("stop", "--force", "--base", base.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping instances", e);
    }
  }
}
