package io.serai.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts the backends and each contender, on free ports of loopback. */
final class Contenders {
  static final Path MODULES = Path.of("/usr/lib/nginx/modules");
  static final String CONTENDER_CORE = "0";
  static final String LOAD_CORE = "1";

  private Contenders() {}

  /** Three parts of some 0.9 KB each, served by one nginx: the least that load can cost. */
  static Contender backend(Path work) throws IOException, InterruptedException {
    var values = Map.of("catalog", Part.CATALOG, "stock", Part.STOCK, "reviews", Part.REVIEWS);
    return nginx("backend", LOAD_CORE, work, "backend.nginx.conf", values);
  }

  /** Why a contender can't take part, empty if it can. */
  static String whyNot(String name) throws IOException {
    return switch (name) {
      case "raw+validate" -> Validation.isThere() ? "" : "io.serai.json.JsonScan is a stub";
      case "serai" ->
          distribution() == null ? "no target/serai-*/bin/serai; build the distribution" : "";
      default -> "";
    };
  }

  static Contender start(String name, Path work, int backend)
      throws IOException, InterruptedException {
    return switch (name) {
      case "nginx" ->
          nginx(name, CONTENDER_CORE, work, "peer.nginx.conf", Map.of("backend", "" + backend));
      case "raw" -> onNetty(name, RawAggregator.class, work, "" + backend, "false");
      case "raw+validate" -> onNetty(name, RawAggregator.class, work, "" + backend, "true");
      case "serai" ->
          serai(work, backend, "product-page.camel.yaml", Part.read("product-page.camel.yaml"));
      default ->
          throw new IllegalArgumentException(
              name + ": no such contender (expected: nginx, raw, raw+validate, serai)");
    };
  }

  static Contender nginx(
      String name, String core, Path work, String template, Map<String, String> values)
      throws IOException, InterruptedException {
    int port = freePort();
    var base = Files.createDirectories(work.resolve(name));
    var text =
        Part.read(template)
            .replace("@base@", base.toString())
            .replace("@modules@", MODULES.toString())
            .replace("@port@", "" + port);
    for (var value : values.entrySet()) {
      // nginx takes a backslash in a quoted string for its own.
      text = text.replace("@" + value.getKey() + "@", value.getValue().replace("\\", "\\\\"));
    }
    var file = Files.writeString(base.resolve("nginx.conf"), text);
    var command = List.of("nginx", "-p", base.toString(), "-c", file.toString(), "-e", "stderr");
    return started(name, core, work, command, Map.of(), port, false);
  }

  static Contender onNetty(String name, Class<?> main, Path work, String... arguments)
      throws IOException, InterruptedException {
    int port = freePort();
    var command =
        new ArrayList<>(
            List.of(
                java(),
                "-Xms128m",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Dio.netty.leakDetection.level=disabled",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "" + port));
    command.addAll(List.of(arguments));
    return started(name, CONTENDER_CORE, work, command, Map.of(), port, true);
  }

  static Contender serai(Path work, int backend, String unit, String routes)
      throws IOException, InterruptedException {
    return serai("serai", CONTENDER_CORE, work, backend, unit, routes, "-Xmx256m", List.of());
  }

  /**
   * This gateway as delivered, but for what is said.
   *
   * @param settings lines beside those that name the backends, or in place of one of them
   */
  static Contender serai(
      String name,
      String core,
      Path work,
      int backend,
      String unit,
      String routes,
      String heap,
      List<String> settings)
      throws IOException, InterruptedException {
    int port = freePort();
    var base = work.resolve(name);
    var conf = Files.createDirectories(base.resolve("conf"));
    var home = distribution();
    if (home == null) {
      throw new IllegalStateException("no distribution");
    }
    for (var shared : List.of("jvm.options", "log4j2.yaml")) {
      if (Files.exists(home.resolve("conf").resolve(shared))) {
        var text = Files.readString(home.resolve("conf").resolve(shared));
        Files.writeString(conf.resolve(shared), text.replace("-Xmx256m", heap));
      }
    }
    Files.writeString(conf.resolve(unit), routes);
    var text =
        Part.read("serai.properties")
            .replace("@port@", "" + port)
            .replace("@management@", "" + freePort())
            .replace("@backend@", "" + backend);
    var keys = settings.stream().map(line -> line.substring(0, line.indexOf('=') + 1)).toList();
    var lines = new ArrayList<>(text.lines().toList());
    lines.removeIf(line -> keys.stream().anyMatch(line::startsWith));
    lines.addAll(settings);
    Files.write(conf.resolve("serai.properties"), lines);
    var command = List.of(home.resolve("bin/serai").toString(), "run");
    var environment = Map.of("SERAI_BASE", base.toString());
    return started(name, core, work, command, environment, port, true);
  }

  private static Contender started(
      String name,
      String core,
      Path work,
      List<String> command,
      Map<String, String> environment,
      int port,
      boolean onJvm)
      throws IOException, InterruptedException {
    var pinned = new ArrayList<>(List.of("taskset", "-c", core));
    pinned.addAll(command);
    var log = work.resolve(name + ".log");
    var builder = new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Answer.connects(port)) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        process.destroyForcibly();
        throw new IllegalStateException(name + " did not start:\n" + Files.readString(log));
      }
      Thread.sleep(50);
    }
    return new Contender(name, process, port, onJvm);
  }

  private static @Nullable Path distribution() throws IOException {
    var target = Path.of("target");
    if (!Files.isDirectory(target)) {
      return null;
    }
    try (var found = Files.newDirectoryStream(target, "serai-*")) {
      for (var directory : found) {
        if (Files.isExecutable(directory.resolve("bin/serai"))) {
          return directory.toAbsolutePath();
        }
      }
    }
    return null;
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
