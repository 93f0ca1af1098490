package io.serai.launcher;

import io.serai.settings.Key;
import io.serai.settings.Settings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the {@link ClassArchive} for later starts, once and beside the instance that serves: {@link
 * Rehearse} in a JVM of its own, with what the processors have left. Closing ends it.
 */
final class Rehearsal implements AutoCloseable {
  private static final Key<Duration> AFTER =
      Key.duration(
          "startup.rehearsal",
          "10s",
          "0s",
          "1h",
          "How long after a start a second JVM is run for a few seconds, at the lowest priority,"
              + " that leaves the loaded classes in data/startup/, by which later starts take half"
              + " the time; only if those there don't fit. 0 for never: what is there is then"
              + " removed.");

  static final List<Key<?>> KEYS = List.of(AFTER);

  private static final Duration AT_MOST = Duration.ofMinutes(5);

  private final Call call;
  private final ClassArchive archive;
  private @Nullable Thread thread;
  private volatile @Nullable Process running;

  Rehearsal(Call call) {
    this.call = call;
    this.archive = new ClassArchive(call.directories());
  }

  /** Call when the instance serves. */
  void begin(Settings settings) {
    var after = settings.get(AFTER);
    // Not before: a logger made earlier would start the log without its configuration.
    var log = LoggerFactory.getLogger(Rehearsal.class);
    thread = new Thread(() -> make(after, log), "serai-rehearsal");
    thread.setDaemon(true);
    thread.start();
  }

  private void make(Duration after, Logger log) {
    try {
      if (after.isZero()) {
        archive.delete();
        return;
      }
      var print = archive.print();
      var state = archive.state(print);
      if (state == ClassArchive.State.FRESH) {
        return;
      }
      if (state == ClassArchive.State.DAMAGED) {
        log.warn("{} is damaged, or the JVM crashed with it: not used, made anew", archive.file());
        archive.delete();
      }
      TimeUnit.NANOSECONDS.sleep(after.toNanos());
      Files.createDirectories(ClassArchive.folder(call.directories()));
      Files.deleteIfExists(archive.made());
      if (run(Rehearse.NAME) && run(Rehearse.NAME, Rehearse.VERIFY)) {
        archive.keep(print);
        log.info("{} made: the next start is quicker", archive.file());
      } else {
        archive.giveUp(print);
        log.warn(
            "no class archive for quicker starts: see {}; tried again after an upgrade", output());
      }
    } catch (InterruptedException e) {
      // The instance stops; the next one tries again.
    } catch (IOException e) {
      log.warn("no class archive for quicker starts: {}", e.toString());
    }
  }

  private boolean run(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    var nice = call.onPath("nice");
    if (nice != null) {
      command.addAll(List.of(nice, "-n", "19"));
    }
    var directories = call.directories();
    command.add(directories.home().resolve("bin/serai").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--base", directories.base().toString()));
    var builder =
        new ProcessBuilder(command)
            .directory(directories.base().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(output().toFile());
    // Options from there may open ports that this instance has, and it reads no settings.
    builder.environment().keySet().removeIf(Rehearsal::changesTheJvm);
    var process = builder.start();
    running = process;
    try {
      return process.waitFor(AT_MOST.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
    } finally {
      end(process);
    }
  }

  private static boolean changesTheJvm(String name) {
    return name.equals("JAVA_TOOL_OPTIONS")
        || name.equals("JDK_JAVA_OPTIONS")
        || name.equals("_JAVA_OPTIONS");
  }

  private Path output() {
    return ClassArchive.folder(call.directories()).resolve("rehearsal.log");
  }

  /** With the JVM that Java 25 starts to write the archive. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
    var process = running;
    if (process != null) {
      end(process);
    }
  }
}
