package io.serai.launcher;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verbs by name. A switch, so that a command loads one verb's classes and not everybody's. */
final class Verbs {

  /** In the order in which {@code help} lists them. */
  static final List<String> NAMES =
      List.of(
          "run",
          "start",
          "stop",
          "restart",
          "drain",
          "undrain",
          "status",
          "reload",
          "check",
          "config",
          "routes",
          "circuits",
          "cluster",
          "init",
          "demo",
          "version",
          "help");

  private Verbs() {}

  static @Nullable Verb named(String name) {
    return switch (name) {
      case "run" -> new Run();
      case "start" -> new Start();
      case "stop" -> new Stop();
      case "restart" -> new Restart();
      case "drain" -> new Drain(true);
      case "undrain" -> new Drain(false);
      case "status" -> new Status();
      case "reload" -> new Reload();
      case "check" -> new Check(Assembly::check);
      case "config" -> new Config();
      case "routes" -> new Routes();
      case "circuits" -> new Breakers();
      case "cluster" -> new Members();
      case "init" -> new Init();
      case "demo" -> new Demo(Assembly::demoBackends);
      case "version" -> new Version();
      case Rehearse.NAME -> new Rehearse(Assembly::rehearsalBackends);
      case "help" -> new Help();
      default -> null;
    };
  }
}
