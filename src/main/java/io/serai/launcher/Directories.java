package io.serai.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  /** Makes what an instance writes to. */
  void create() throws IOException {
    Files.createDirectories(logs());
    Files.createDirectories(run());
    Files.createDirectories(data());
  }
}
