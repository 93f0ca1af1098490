package io.serai.backend;

import org.jspecify.annotations.Nullable;

/** Chooses one of a backend's hosts for an attempt. */
interface Balance {

  /**
   * The host for the next attempt.
   *
   * @param hosts one at least
   * @param failed the one that has just failed, to be avoided where there is another
   */
  Host choose(Host[] hosts, @Nullable Host failed);

  /** The one with the fewest calls on it; among equals in turn. */
  static Balance leastInUse() {
    var turn = new java.util.concurrent.atomic.AtomicInteger();
    return (hosts, failed) -> {
      if (hosts.length == 1) {
        return hosts[0];
      }
      int first = turn.getAndIncrement() & Integer.MAX_VALUE;
      Host least = null;
      for (int i = 0; i < hosts.length; i++) {
        var host = hosts[(int) (((long) first + i) % hosts.length)];
        if (host != failed && (least == null || host.inUse.get() < least.inUse.get())) {
          least = host;
        }
      }
      return least == null ? hosts[0] : least;
    };
  }
}
