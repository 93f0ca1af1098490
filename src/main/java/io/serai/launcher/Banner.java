package io.serai.launcher;

import io.serai.settings.Settings;
import org.slf4j.Logger;

/** The first log lines: what anybody asks who is sent a log. */
final class Banner {

  private Banner() {}

  static void log(Logger log, Directories directories, Settings settings) {
    var runtime = Runtime.version();
    log.info(
        "Serai {} on Java {} ({}, {} processors, {} MiB heap), process {}",
        Build.THIS,
        runtime,
        System.getProperty("java.vm.name"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20,
        ProcessHandle.current().pid());
    log.info("program {}, instance {}", directories.home(), directories.base());
    settings
        .effective()
        .forEach(
            (key, value) -> {
              if (!value.source().equals(Settings.DEFAULT)) {
                log.info("{}={} ({})", key, value.shown(), value.source());
              }
            });
    log.info("all other settings are at their defaults (serai config shows them)");
  }
}
