package io.serai.launcher;

import io.serai.settings.SettingsLoader;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process from its lock to its last log line.
 *
 * <pre>
 * settings → lock → log → start → run/instance.json → serving ─┬─ HUP: reload, serving
 *                                                              └─ TERM, INT: drain → delay → stop
 * </pre>
 *
 * A second TERM or INT cuts the delay short.
 */
final class Lifetime {
  private final Call call;
  private final Predicate<Instance> goesOn;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch askedAgain = new CountDownLatch(1);

  Lifetime(Call call) {
    this(call, instance -> true);
  }

  /** Shows the instance once it serves, and ends if that says false. */
  Lifetime(Call call, Predicate<Instance> goesOn) {
    this.call = call;
    this.goesOn = goesOn;
  }

  /** Returns when the process shall exit. */
  ExitCode run() throws Exception {
    var loaded = call.loadSettings();
    var directories = call.directories();
    directories.create();
    var lock = InstanceLock.take(directories, call.err()::println);
    try {
      Logging.prepare(directories, call.has("--background"));
      serve(LoggerFactory.getLogger("io.serai"), loaded);
      return ExitCode.DONE;
    } finally {
      Logging.flush();
      lock.close();
    }
  }

  private void serve(Logger log, SettingsLoader.Loaded loaded) throws Exception {
    var directories = call.directories();
    Banner.log(log, directories, loaded.settings());
    loaded.problems().forEach(problem -> log.warn("{}", problem));
    // Before the start, so that a TERM in the middle of it ends in an orderly stop too.
    Signals.on("TERM", this::ask);
    Signals.on("INT", this::ask);
    var token = token();
    var instance =
        startLogged(
            log,
            new Instance.Start(
                directories,
                call.settingsLoader(),
                loaded.settings(),
                token,
                call.has("--strict")));
    if (!Signals.on("HUP", () -> new Thread(() -> instance.reload(false), "reload").start())) {
      log.warn(
          "HUP doesn't reload this instance: what started it ignores HUP, as nohup does, or the JVM"
              + " has -Xrs, or the system has no HUP. `serai reload` does");
    }
    var file = InstanceFile.in(directories);
    var shutdown = Shutdown.of(loaded.settings());
    new InstanceFile(
            ProcessHandle.current().pid(),
            Build.THIS.version(),
            Instant.now(),
            instance.listener(),
            instance.management(),
            token,
            shutdown.atMost())
        .write(file);
    if (goesOn.test(instance)) {
      asked.await();
    }
    instance.beginDrain();
    askedAgain.await(shutdown.delay().toMillis(), TimeUnit.MILLISECONDS);
    instance.stop();
    Files.deleteIfExists(file);
  }

  /** What stops a start is said in the log too: in the background nobody sees anything else. */
  private static Instance startLogged(Logger log, Instance.Start start) {
    try {
      return Instance.start(start);
    } catch (RuntimeException | Error e) {
      if (e instanceof Failure failure) {
        failure.problems().forEach(problem -> log.error("{}", problem));
      }
      var taken = PortHolder.portTaken(e, start.settings());
      log.error("not started: {}", taken == null ? e.getMessage() : taken.getMessage());
      if (taken != null) {
        throw taken;
      }
      throw e;
    }
  }

  private void ask() {
    if (asked.getCount() == 0) {
      askedAgain.countDown();
    }
    asked.countDown();
  }

  private static String token() {
    var random = new byte[32];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
