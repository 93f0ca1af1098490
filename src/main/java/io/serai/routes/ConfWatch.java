package io.serai.routes;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when files in {@code conf/} changed and have been quiet for 300 ms.
 *
 * <p>Events of the file system tell at once; a slow look at all stamps finds what they don't:
 * network file systems, and links that lead out of {@code conf/}.
 */
final class ConfWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfWatch.class);
  static final long QUIET_MILLIS = 300;
  private static final long LOOK_MILLIS = 1_000;

  /** Looking costs at most this share of one core. */
  private static final int LOOK_SHARE = 200;

  private final Path base;
  private final Path conf;
  private final Consumer<Listing> changed;
  private final Thread thread = new Thread(this::run, "serai-watch");
  private final Map<WatchKey, Path> keys = new HashMap<>();
  private volatile boolean closed;

  ConfWatch(Path base, Consumer<Listing> changed) {
    this.base = base;
    this.conf = base.resolve("conf");
    this.changed = changed;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (var service = base.getFileSystem().newWatchService()) {
      watch(service);
    } catch (IOException e) {
      LOG.error("conf/ is not watched, reload by hand: {}", e.toString());
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Closed.
    }
  }

  private void watch(WatchService service) throws InterruptedException {
    var seen = Listing.of(conf);
    register(service, seen);
    // What changed between the load and this first look is caught by it.
    boolean dirty = true;
    long lookEvery = LOOK_MILLIS;
    while (!closed) {
      var key = service.poll(dirty ? QUIET_MILLIS : lookEvery, TimeUnit.MILLISECONDS);
      if (key != null) {
        dirty |= concerns(key);
        continue;
      }
      long began = System.nanoTime();
      var now = Listing.of(conf);
      lookEvery = Math.max(LOOK_MILLIS, LOOK_SHARE * (System.nanoTime() - began) / 1_000_000);
      boolean moved = !now.sameFiles(seen);
      seen = now;
      if (dirty && !young(now)) {
        dirty = false;
        register(service, now);
        tell(now);
      } else if (moved) {
        // Found by looking: look again when it has been quiet.
        dirty = true;
      }
    }
  }

  private void tell(Listing now) {
    try {
      changed.accept(now);
    } catch (RuntimeException e) {
      LOG.error("A change in conf/ could not be taken up", e);
    }
  }

  /** Whether a file was written so lately that it may not be all there. */
  private static boolean young(Listing listing) {
    long now = System.currentTimeMillis();
    for (var files : listing.units().values()) {
      if (young(files, now)) {
        return true;
      }
    }
    return young(listing.beside(), now);
  }

  private static boolean young(List<Stamp> files, long now) {
    for (var file : files) {
      long age = now - file.changed().toMillis();
      if (age >= 0 && age < QUIET_MILLIS) {
        return true;
      }
    }
    return false;
  }

  private boolean concerns(WatchKey key) {
    var folder = keys.get(key);
    boolean concerns = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      var name = event.context() == null ? "" : event.context().toString();
      // Beside conf/ only conf/ itself matters; in it, a hidden name may be what links lead to.
      concerns |= base.equals(folder) ? name.equals("conf") : !FileNames.scratch(name);
    }
    if (!key.reset()) {
      keys.remove(key);
      concerns = true;
    }
    return concerns;
  }

  private void register(WatchService service, Listing listing) {
    var folders = new java.util.TreeSet<>(listing.folders());
    folders.add(base);
    for (var folder : folders) {
      try {
        if (Files.isDirectory(folder)) {
          var key =
              folder.register(
                  service,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_DELETE,
                  StandardWatchEventKinds.ENTRY_MODIFY);
          keys.put(key, folder);
        }
      } catch (IOException e) {
        LOG.warn("{} is not watched, only looked at now and then: {}", folder, e.toString());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
