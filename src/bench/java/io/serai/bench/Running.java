package io.serai.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** The processes this run has started, ended by id when it ends, however it ends. */
final class Running implements AutoCloseable {
  private final Deque<Contender> started = new ArrayDeque<>();

  Running() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  synchronized Contender add(Contender contender) {
    started.push(contender);
    return contender;
  }

  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      var process = started.pop().process();
      var children = process.descendants().toList();
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          children.forEach(ProcessHandle::destroyForcibly);
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
