package io.serai.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Serves in the background; returns when it is ready or has failed. */
final class Start implements Verb {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String summary() {
    return "serve in the background; waits until ready, shows the log's tail if it fails";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(Run.STRICT, Run.STRICT_MEANING);
  }

  @Override
  public ExitCode run(Call call) throws IOException {
    var directories = call.directories();
    if (InstanceLock.isHeld(directories)) {
      throw InstanceLock.alreadyRunning(directories);
    }
    call.loadSettings();
    directories.create();
    directories.tellIfLogIsShut(call.err()::println);
    var tails = new LogTails(directories);
    var process = new Background(call).launch();
    Pause.until(() -> !process.isAlive() || isReady(directories, process.pid()), PATIENCE);
    if (!process.isAlive()) {
      return failed(call, tails, process.exitValue());
    }
    var running = Running.in(directories);
    var details = running == null ? null : running.details();
    if (running == null || details == null || !running.isReady()) {
      tails.show(call.err());
      throw new Failure(
          ExitCode.FAILED,
          "process %d runs, but isn't ready after %d s"
              .formatted(process.pid(), PATIENCE.toSeconds()));
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("pid", details.pid());
    answer.put("listener", details.listener());
    answer.put("management", details.management());
    call.answer(
        answer,
        "started as process "
            + details.pid()
            + (details.listener().isEmpty() ? "" : ", listening on " + details.listener()));
    var degraded = Status.degraded(running.status());
    if (!degraded.isEmpty()) {
      call.err().println(degraded);
    }
    return ExitCode.DONE;
  }

  /**
   * Told by the file that the child writes when it serves. Not by the lock: whoever looks at that
   * holds it for a moment, and the child would wait.
   */
  private static boolean isReady(Directories directories, long pid) throws IOException {
    var details = InstanceFile.read(InstanceFile.in(directories));
    return details != null && details.pid() == pid && new Running(pid, details).isReady();
  }

  /** The child's own code is the answer: it knows why. */
  private static ExitCode failed(Call call, LogTails tails, int number) throws IOException {
    tails.show(call.err());
    call.err().println("serai: not started (" + number + ")");
    for (var code : ExitCode.values()) {
      if (code.number == number && code != ExitCode.DONE) {
        return code;
      }
    }
    return ExitCode.FAILED;
  }
}
