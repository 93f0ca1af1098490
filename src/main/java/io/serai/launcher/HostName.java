package io.serai.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the machine calls itself. */
final class HostName {
  private HostName() {}

  /** Asks the kernel and no name service, which could take seconds; {@code gateway} if it won't. */
  static String ofThisMachine() {
    try {
      var name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      if (!name.isEmpty()) {
        return name;
      }
    } catch (IOException e) {
      // Not Linux.
    }
    var name = System.getenv("HOSTNAME");
    return name == null || name.isBlank() ? "gateway" : name;
  }
}
