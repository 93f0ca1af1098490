package io.serai.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One process per instance directory. The lock on {@code run/serai.lock} is the truth, because the
 * system takes it back however the process ends and a process id may be somebody else's by then.
 * {@code run/serai.pid} says who holds it. The lock file is never deleted: a lock on a deleted file
 * keeps nobody out.
 */
final class InstanceLock implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);

  private final FileChannel channel;
  private final Path pidFile;

  private InstanceLock(FileChannel channel, Path pidFile) {
    this.channel = channel;
    this.pidFile = pidFile;
  }

  private static Path lockFile(Directories directories) {
    return directories.run().resolve("serai.lock");
  }

  private static Path pidFile(Directories directories) {
    return directories.run().resolve("serai.pid");
  }

  /** Holds the instance until closed, or refuses by naming the process that does. */
  static InstanceLock take(Directories directories, Consumer<String> notice) throws IOException {
    Files.createDirectories(directories.run());
    var channel =
        FileChannel.open(
            lockFile(directories), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw alreadyRunning(directories);
    }
    var pidFile = pidFile(directories);
    if (Files.exists(pidFile)) {
      notice.accept(
          "removed a stale "
              + pidFile
              + ": process "
              + holder(directories)
              + " ended unexpectedly");
    }
    Files.deleteIfExists(InstanceFile.in(directories));
    Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
    return new InstanceLock(channel, pidFile);
  }

  static Failure alreadyRunning(Directories directories) {
    return new Failure(
        ExitCode.FAILED,
        "already running as process " + holder(directories) + " in " + directories.base());
  }

  /** Patient, because a verb that asks {@link #isHeld} holds it for a moment too. */
  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    long end = System.nanoTime() + PATIENCE;
    while (true) {
      var lock = tryLock(channel, false);
      if (lock != null || System.nanoTime() - end > 0) {
        return lock;
      }
      Pause.aMoment();
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Whether some process runs this instance. */
  static boolean isHeld(Directories directories) throws IOException {
    var file = lockFile(directories);
    if (!Files.exists(file)) {
      return false;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return tryLock(channel, true) == null;
    }
  }

  /** The process id that is written down, 0 if none. */
  static long holder(Directories directories) {
    try {
      return Long.parseLong(Files.readString(pidFile(directories)).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(pidFile);
    channel.close();
  }
}
