package io.serai.backend;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one of a backend's hosts for an attempt: of two taken at random the one with fewer calls
 * on it. That spreads nearly as well as looking at all, and gateways that all see the same hosts
 * don't all run to the same one.
 *
 * <p>A host that is out is chosen only if all are, and the one that has just failed only if there
 * is no other. One of weight 0 never is. Where shares differ, {@link Shares} chooses.
 */
final class Balance {
  private Balance() {}

  /**
   * The host for the next attempt.
   *
   * @param hosts one at least
   * @param failed the one that has just failed, null for the first attempt
   */
  static Host choose(Hosts hosts, @Nullable Host failed) {
    if (hosts.count() == 1) {
      return hosts.get(0);
    }
    return hosts.areEven() ? evenly(hosts.all(), failed) : Shares.choose(hosts, failed);
  }

  private static Host evenly(Host[] hosts, @Nullable Host failed) {
    var random = ThreadLocalRandom.current();
    int first = random.nextInt(hosts.length);
    int second = random.nextInt(hosts.length - 1);
    var one = hosts[first];
    var other = hosts[second < first ? second : second + 1];
    if (one != failed && other != failed && one.isIn() && other.isIn()) {
      return less(one, other);
    }
    // Seldom: among the few that will do, each is to be as likely as the next.
    var chosen = amongThoseIn(hosts, failed, random);
    return chosen == null ? amongAll(hosts, failed, random) : chosen;
  }

  private static @Nullable Host amongThoseIn(
      Host[] hosts, @Nullable Host failed, ThreadLocalRandom random) {
    int count = 0;
    for (var host : hosts) {
      count += host != failed && host.isIn() ? 1 : 0;
    }
    if (count == 0) {
      // It has just failed, and still is the only one that is in.
      return failed != null && failed.isIn() ? failed : null;
    }
    int first = random.nextInt(count);
    int second = count == 1 ? first : random.nextInt(count - 1);
    second = count == 1 || second < first ? second : second + 1;
    Host one = null;
    Host other = null;
    int place = 0;
    for (var host : hosts) {
      if (host != failed && host.isIn()) {
        one = place == first ? host : one;
        other = place == second ? host : other;
        place++;
      }
    }
    // One may have gone out between the two looks.
    return one == null ? other : other == null ? one : less(one, other);
  }

  /** All are out: it may be our own trouble, and none is better than another. */
  private static Host amongAll(Host[] hosts, @Nullable Host failed, ThreadLocalRandom random) {
    int start = random.nextInt(hosts.length);
    var host = hosts[start];
    return host == failed ? hosts[(start + 1) % hosts.length] : host;
  }

  private static Host less(Host one, Host other) {
    return other.inUse.get() < one.inUse.get() ? other : one;
  }

  /** One that is ejected will do if no other is left: any whose circuit would let a call pass. */
  static @Nullable Host anyOpen(Hosts hosts) {
    for (int i = 0; i < hosts.count(); i++) {
      if (hosts.weight(i) > 0 && hosts.get(i).mayPass()) {
        return hosts.get(i);
      }
    }
    return null;
  }

  /** Whether a call may go to another one that is in. */
  static boolean isAnotherIn(Hosts hosts, Host than) {
    for (int i = 0; i < hosts.count(); i++) {
      var host = hosts.get(i);
      if (host != than && hosts.weight(i) > 0 && host.isIn() && host.mayPass()) {
        return true;
      }
    }
    return false;
  }

  /** Nanoseconds until the first circuit of theirs lets one pass again. */
  static long leastWait(Hosts hosts) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < hosts.count(); i++) {
      var circuit = hosts.weight(i) == 0 ? null : hosts.get(i).circuit;
      least = circuit == null ? least : Math.min(least, circuit.nanosLeft());
    }
    return least;
  }
}
