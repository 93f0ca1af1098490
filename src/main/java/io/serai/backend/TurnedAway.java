package io.serai.backend;

import io.serai.circuit.Timing;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that a limit has turned away: counted for the figures, told in the log once when it
 * begins and once when it is over.
 *
 * <pre>
 *         one was turned away
 *  CALM ──────────────────────► TURNING AWAY
 *    ▲                             │ none for 5 seconds
 *    └─────────────────────────────┘
 * </pre>
 *
 * {@link #count} is called by any thread; the rest by the timer, which is set while any is turned
 * away and not otherwise.
 */
final class TurnedAway {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.backend");
  private static final long LOOK = TimeUnit.SECONDS.toNanos(1);
  private static final long QUIET = TimeUnit.SECONDS.toNanos(5);

  private final String backend;
  private final Limiter limiter;
  private final Timing timing;
  private final LongAdder count = new LongAdder();
  private final AtomicBoolean turningAway = new AtomicBoolean();
  private long since;
  private long before;
  private long last;
  private long lastAt;

  TurnedAway(String backend, Limiter limiter, Timing timing) {
    this.backend = backend;
    this.limiter = limiter;
    this.timing = timing;
  }

  /** One more. */
  void count() {
    count.increment();
    if (!turningAway.get() && turningAway.compareAndSet(false, true)) {
      begin();
    }
  }

  long total() {
    return count.sum();
  }

  private void begin() {
    since = timing.nanos();
    last = count.sum();
    lastAt = since;
    LOG.warn(
        "backend {}: turning calls away, {} under way (limit {})",
        backend,
        limiter.underWay(),
        limiter.calls());
    timing.after(LOOK, this::look);
  }

  private void look() {
    long now = timing.nanos();
    long total = count.sum();
    if (total > last) {
      last = total;
      lastAt = now;
    }
    if (now - lastAt < QUIET) {
      timing.after(LOOK, this::look);
      return;
    }
    LOG.info(
        "backend {}: no longer turning calls away: {} in {} ms (limit {} now)",
        backend,
        last - before,
        TimeUnit.NANOSECONDS.toMillis(lastAt - since),
        limiter.calls());
    before = last;
    turningAway.set(false);
  }
}
