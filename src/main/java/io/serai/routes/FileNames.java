package io.serai.routes;

import java.util.regex.Pattern;

/** Which names in {@code conf/} are meant: not what editors, copiers and git leave lying about. */
final class FileNames {
  static final String ROUTES = ".camel.yaml";
  static final String KAMELET = ".kamelet.yaml";
  static final String SETTINGS = ".properties";
  static final String COMMON = "common";
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  private FileNames() {}

  /** {@code .x.swp}, {@code x~}, {@code #x#}, vim's {@code 4913}, half-copied files. */
  static boolean ignored(String name) {
    return name.startsWith(".")
        || name.startsWith("#")
        || name.endsWith("~")
        || name.endsWith(".tmp")
        || name.endsWith(".part")
        || name.endsWith(".swp")
        || name.endsWith(".swx")
        || name.endsWith(".bak")
        || name.endsWith(".orig")
        || name.endsWith(".rej")
        || name.equals("4913");
  }

  /** Ignored names that nothing else leads to; {@code ..data} is what links lead to. */
  static boolean scratch(String name) {
    return ignored(name) && !name.startsWith("..");
  }

  /** Whether it may hold routes, as far as the name goes. */
  static boolean yaml(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /** Whether a unit may be called so: it becomes a context, a JMX name and a folder. */
  static boolean safe(String unit) {
    return SAFE.matcher(unit).matches();
  }
}
