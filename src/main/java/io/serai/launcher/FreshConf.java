package io.serai.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The configuration files as delivered. From the jar and not from the program's {@code conf/},
 * which may be in use and hold somebody's secrets; the build copies the same files to both.
 */
final class FreshConf {
  private static final List<String> FILES =
      List.of("serai.properties", "jvm.options", "log4j2.yaml");

  private FreshConf() {}

  static void writeTo(Path conf) throws IOException {
    Files.createDirectories(conf);
    for (var name : FILES) {
      try (var in = Objects.requireNonNull(FreshConf.class.getResourceAsStream("conf/" + name))) {
        Files.copy(in, conf.resolve(name));
      }
    }
  }
}
