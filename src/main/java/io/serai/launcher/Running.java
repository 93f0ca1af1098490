package io.serai.launcher;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process that runs an instance.
 *
 * @param details null while it starts
 */
record Running(long pid, @Nullable InstanceFile details) {

  /** Null if nobody runs it. */
  static @Nullable Running in(Directories directories) throws IOException {
    if (!InstanceLock.isHeld(directories)) {
      return null;
    }
    return new Running(
        InstanceLock.holder(directories), InstanceFile.read(InstanceFile.in(directories)));
  }

  /** Its management listener, or the end of a verb that can't do without. */
  static Management managementIn(Directories directories) throws IOException {
    var running = in(directories);
    if (running == null) {
      throw new Failure(ExitCode.FAILED, "not running in " + directories.base());
    }
    var details = running.details();
    if (details == null || details.management().isEmpty()) {
      throw new Failure(ExitCode.FAILED, "process " + running.pid() + " is still starting");
    }
    return new Management(details.management(), details.token());
  }

  /** What the instance says of itself; nothing if it can't be asked, it isn't ready then anyway. */
  Map<String, Object> status() {
    if (details == null || details.management().isEmpty()) {
      return Map.of();
    }
    try {
      return new Management(details.management(), details.token()).get("/status").members();
    } catch (IOException e) {
      return Map.of();
    }
  }

  /** Whether it serves and says so. */
  boolean isReady() {
    if (details == null) {
      return false;
    }
    if (details.management().isEmpty()) {
      return true;
    }
    try {
      return new Management(details.management(), details.token()).get("/health/ready").ok();
    } catch (IOException e) {
      return false;
    }
  }
}
