package io.serai.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** A warning that others could cause without end is said once in a while. */
final class Once {
  private final Logger log;
  private final long pause;
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  Once(Logger log, Duration pause) {
    this.log = log;
    this.pause = pause.toNanos();
  }

  void warn(String line, Object... values) {
    long due = next.get();
    long now = System.nanoTime();
    if (now - due >= 0 && next.compareAndSet(due, now + pause)) {
      log.warn(line, values);
    }
  }
}
