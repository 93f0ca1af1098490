package io.serai.backend;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The addresses of one host's name that took no connection a moment ago: tried last, so that not
 * every new connection waits for one that is dead.
 */
final class DeadAddresses {
  static final long REMEMBERED = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier clock;
  private final Map<InetAddress, Long> failedAt = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param clock {@link System#nanoTime} or a test's own
   */
  DeadAddresses(LongSupplier clock) {
    this.clock = clock;
  }

  void failed(InetAddress address) {
    failedAt.put(address, clock.getAsLong());
  }

  void connected(InetAddress address) {
    if (!failedAt.isEmpty()) {
      failedAt.remove(address);
    }
  }

  /**
   * The addresses in the order in which to try them.
   *
   * @param turn counts up, so that connections are shared out among the living
   */
  List<InetAddress> inOrder(List<InetAddress> addresses, int turn) {
    if (addresses.size() < 2) {
      return addresses;
    }
    failedAt.values().removeIf(at -> clock.getAsLong() - at >= REMEMBERED);
    var alive = new ArrayList<InetAddress>(addresses.size());
    var dead = new ArrayList<InetAddress>(0);
    for (var address : addresses) {
      (failedAt.containsKey(address) ? dead : alive).add(address);
    }
    var order = new ArrayList<InetAddress>(addresses.size());
    for (int i = 0; i < alive.size(); i++) {
      order.add(alive.get(Math.floorMod(turn + i, alive.size())));
    }
    order.addAll(dead);
    return order;
  }
}
