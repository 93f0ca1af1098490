package io.serai.entry;

import java.util.concurrent.TimeUnit;

/**
 * Whether a client takes what it is sent fast enough: {@value #LEAST} bytes a second, measured over
 * {@code listener.writeTimeout} at most. Who takes a byte now and then would hold an answer for
 * ever.
 */
final class Pace {
  /** Bytes a second, less than any line that anybody still uses. */
  static final long LEAST = 1024;

  private final long patience;
  private long bytes;
  private long since;

  /** One that waits so many nanoseconds. */
  Pace(long patience) {
    this.patience = patience;
  }

  /** So much is to be taken from now on. */
  void begin(long pending, long now) {
    bytes = pending;
    since = now;
  }

  /** Whether it is kept, now that so much is left. */
  boolean isKept(long left, long now) {
    long passed = now - since;
    long taken = bytes - left;
    if (taken > 0 && taken >= LEAST * passed / TimeUnit.SECONDS.toNanos(1)) {
      begin(left, now);
      return true;
    }
    return passed < patience;
  }

  /** When it isn't any more, if nothing is taken. */
  long due() {
    return since + patience;
  }
}
