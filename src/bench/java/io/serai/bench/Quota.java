package io.serai.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A share of a core for one process, by the system's control groups, version 1. */
final class Quota {
  private static final Path CPU = Path.of("/sys/fs/cgroup/cpu");

  /** So short that a rest isn't seen as a slow answer. */
  private static final int PERIOD_MICROS = 5_000;

  private Quota() {}

  /**
   * Gives a process so many percent of a core from now on.
   *
   * @return false if the system has no such groups, or they aren't ours to make
   */
  static boolean set(Process process, int percent) throws IOException {
    if (!Files.isWritable(CPU)) {
      return false;
    }
    var group = Files.createDirectory(CPU.resolve("serai-bench-" + process.pid()));
    Files.writeString(group.resolve("cpu.cfs_period_us"), "" + PERIOD_MICROS);
    Files.writeString(group.resolve("cpu.cfs_quota_us"), "" + PERIOD_MICROS * percent / 100);
    Files.writeString(group.resolve("cgroup.procs"), "" + process.pid());
    process.onExit().thenRun(() -> delete(group));
    return true;
  }

  private static void delete(Path group) {
    try {
      Files.delete(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
