package io.serai.entry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was turned away or cut short for one reason: counted for the figures, told in the log once
 * when it begins and once when it is over.
 *
 * <pre>
 *         one was turned away
 *  CALM ──────────────────────► SHEDDING
 *    ▲                             │ none for 5 seconds
 *    └─────────────────────────────┘
 * </pre>
 *
 * <p>{@link #count} is called on any loop; the rest is confined to the thread that looks.
 */
final class Shedding {
  private static final Logger LOG = LoggerFactory.getLogger(Shedding.class);
  private static final long QUIET = TimeUnit.SECONDS.toNanos(5);

  private enum State {
    /** Nobody is turned away. */
    CALM,
    /** Some are; the log has said so. */
    SHEDDING
  }

  private final Shed reason;
  private final long limit;
  private final LongAdder count = new LongAdder();
  private final AtomicLong value = new AtomicLong();
  private State state = State.CALM;
  private long before;
  private long last;
  private long since;
  private long lastAt;

  Shedding(Shed reason, long limit) {
    this.reason = reason;
    this.limit = limit;
  }

  /** One more, because of this value. */
  void count(long measured) {
    value.setOpaque(measured);
    count.increment();
  }

  long total() {
    return count.sum();
  }

  /** Now and then. */
  void look(long now) {
    long total = count.sum();
    if (total > last) {
      if (state == State.CALM) {
        state = State.SHEDDING;
        before = last;
        since = now;
        LOG.warn(
            "{}: {} {} ({}={})",
            sentence(reason.action()),
            value.getOpaque(),
            reason.unit(),
            reason.setting(),
            limit);
      }
      last = total;
      lastAt = now;
    } else if (state == State.SHEDDING && now - lastAt >= QUIET) {
      over();
    }
  }

  /** Nobody will look any more. */
  void close(long now) {
    look(now);
    if (state == State.SHEDDING) {
      over();
    }
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private void over() {
    state = State.CALM;
    LOG.info(
        "No longer {} for {}: {} {} in {} ms",
        reason.action(),
        reason.setting(),
        last - before,
        reason == Shed.UNSENT ? "were closed" : "got a 503",
        TimeUnit.NANOSECONDS.toMillis(lastAt - since));
  }
}
