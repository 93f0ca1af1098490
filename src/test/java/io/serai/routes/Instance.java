package io.serai.routes;

import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An instance directory with units on a fake platform. */
final class Instance implements AutoCloseable {
  final Path base;
  final Path conf;
  final FakePlatform platform = new FakePlatform();
  Clock clock = Clock.systemUTC();
  Units units;

  Instance(Path base) throws IOException {
    this.base = base;
    this.conf = base.resolve("conf");
    Files.createDirectories(conf);
    // Most tests reload by hand; those that watch say so.
    platform.settings = Settings.of(Map.of("routes.reload", "manual"));
    units = fresh(false);
  }

  Units fresh(boolean strict) {
    return new Units(base, platform, strict, Duration.ofSeconds(5), clock);
  }

  void watching() {
    platform.settings = Settings.of(Map.of());
  }

  Instance write(String name, String text) throws IOException {
    var file = conf.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** A unit that answers a path with a text. */
  Instance answer(String unit, String path, String text) throws IOException {
    return write(unit + ".camel.yaml", route(unit + "-route", path, text));
  }

  static String route(String id, String path, String text) {
    return """
        - route:
            id: %s
            from:
              uri: "gateway:%s"
              steps:
                - setBody:
                    constant: "%s"
        """
        .formatted(id, path, text);
  }

  List<Problem> start() throws UnitsRefused {
    return units.start();
  }

  /** As after a stop of the process. */
  List<Problem> restart() throws UnitsRefused {
    units.stop();
    units = fresh(false);
    return units.start();
  }

  LiveSet.Unit unit(String name) {
    return units.live().units().stream()
        .filter(unit -> unit.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    units.stop();
  }
}
