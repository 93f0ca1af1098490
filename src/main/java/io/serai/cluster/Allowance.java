package io.serai.cluster;

import java.time.Duration;

/**
 * How much may go out: {@value #MOST} bytes at once, and as many again in the time after which a
 * silent member is taken out. Until then Hazelcast keeps what a member that hangs doesn't take, and
 * has no bound for that; so it is twice this at most for each. A thousand circuits that are all in
 * trouble tell about 350 KB a second, an operator's board a message for each decision.
 *
 * <p>Confined to one thread.
 */
final class Allowance {
  static final long MOST = 8 << 20;

  private final long refill;
  private long left = MOST;
  private long at;

  /**
   * A full one.
   *
   * @param silence after which a member is out
   */
  Allowance(Duration silence, long now) {
    this.refill = silence.toNanos();
    this.at = now;
  }

  /** Whether so many bytes may go out now; if so, they are gone. */
  boolean take(long bytes, long now) {
    long passed = Math.min(refill, now - at);
    // In doubles: the product of the two is beyond a long.
    long more = (long) ((double) MOST * passed / refill);
    if (more > 0) {
      left = Math.min(MOST, left + more);
      at = now;
    }
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }
}
