package io.serai.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Ends the running instance by TERM, which drains it. */
final class Stop implements Verb {
  static final String FORCE = "--force";
  static final String FORCE_MEANING = "kill it when it is late, after a thread dump";
  private static final Duration AFTER_A_KILL = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "stop";
  }

  @Override
  public String summary() {
    return "drain and stop; done as well when nothing runs";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(FORCE, FORCE_MEANING);
  }

  @Override
  public ExitCode run(Call call) throws IOException {
    var directories = call.directories();
    var running = Running.in(directories);
    if (running == null) {
      call.say("not running");
      return ExitCode.DONE;
    }
    // Process 0 would be everybody in our group.
    var process = running.pid() > 0 ? ProcessHandle.of(running.pid()).orElse(null) : null;
    if (process == null) {
      throw new Failure(
          ExitCode.FAILED, "something holds " + directories.run() + ", but no process is known");
    }
    if (!process.destroy()) {
      throw new Failure(
          ExitCode.NO_PERMISSION, "process " + running.pid() + " belongs to somebody else");
    }
    var details = running.details();
    // Without details it hasn't started yet: it will finish that first.
    var patience = details == null ? Duration.ofSeconds(60) : details.stopsWithin();
    if (!ended(directories, process, patience)) {
      late(call, process, patience);
    }
    call.say("stopped process " + running.pid());
    return ExitCode.DONE;
  }

  /** The lock tells: a process nobody waits for stays in the list as a zombie. */
  private static boolean ended(Directories directories, ProcessHandle process, Duration atMost)
      throws IOException {
    return Pause.until(() -> !process.isAlive() || !InstanceLock.isHeld(directories), atMost)
        && (Pause.until(() -> !process.isAlive(), Duration.ofMillis(250))
            || !InstanceLock.isHeld(directories));
  }

  private static void late(Call call, ProcessHandle process, Duration patience) throws IOException {
    var directories = call.directories();
    new ProcessBuilder("kill", "-QUIT", "" + process.pid()).inheritIO().start();
    var late =
        "process %d still runs after %d s; its threads are in %s (or on its terminal)"
            .formatted(process.pid(), patience.toSeconds(), directories.outputFile());
    if (!call.has(FORCE)) {
      throw new Failure(ExitCode.FAILED, late + ". Kill it with: serai stop --force");
    }
    call.err().println(late);
    Pause.until(() -> !process.isAlive(), Duration.ofSeconds(1)); // the dump takes a moment
    process.destroyForcibly();
    if (!ended(directories, process, AFTER_A_KILL)) {
      throw new Failure(ExitCode.FAILED, "process " + process.pid() + " survives a kill");
    }
  }
}
