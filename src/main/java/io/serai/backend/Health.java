package io.serai.backend;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the checks of one host say of it.
 *
 * <pre>
 *   HEALTHY ── so many checks in a row failed ──→ UNHEALTHY
 *      ↑                                             │
 *      └─────── so many in a row passed ─────────────┘
 * </pre>
 *
 * Told by one loop, asked by all.
 */
final class Health {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.backend");

  enum State {
    /** It gets its share of the calls; so does one that isn't checked, or not yet. */
    HEALTHY,
    /** It gets none, unless no host is in. */
    UNHEALTHY
  }

  private final String host;
  private final Runnable back;
  private volatile State state = State.HEALTHY;
  private int row; // of checks that speak against the state

  /**
   * One that is well.
   *
   * @param host for the log
   * @param back runs each time that it is well again
   */
  Health(String host, Runnable back) {
    this.host = host;
    this.back = back;
  }

  boolean isWell() {
    return state == State.HEALTHY;
  }

  void passed(int enough) {
    if (state == State.HEALTHY) {
      row = 0;
    } else if (++row >= enough) {
      become(State.HEALTHY);
      LOG.info("{} is healthy: {} checks in a row passed", host, enough);
      back.run();
    }
  }

  void failed(int enough, String reason) {
    if (state == State.UNHEALTHY) {
      row = 0;
    } else if (++row >= enough) {
      become(State.UNHEALTHY);
      LOG.warn("{} is unhealthy: {} checks in a row failed, the last: {}", host, enough, reason);
    }
  }

  /** Nobody checks it any more. */
  void unchecked() {
    boolean wasOut = state == State.UNHEALTHY;
    become(State.HEALTHY);
    if (wasOut) {
      LOG.info("{} counts as healthy: it is no longer checked", host);
      back.run();
    }
  }

  private void become(State next) {
    state = next;
    row = 0;
  }
}
