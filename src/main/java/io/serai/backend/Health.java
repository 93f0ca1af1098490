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
  private volatile State state = State.HEALTHY;
  private int row; // of checks that speak against the state

  Health(String host) {
    this.host = host;
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
    if (state == State.UNHEALTHY) {
      LOG.info("{} counts as healthy: it is no longer checked", host);
    }
    become(State.HEALTHY);
  }

  private void become(State next) {
    state = next;
    row = 0;
  }
}
