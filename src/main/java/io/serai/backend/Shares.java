package io.serai.backend;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among hosts that are not to get the same: two are drawn, each as likely as its share, and
 * the one with less load for its share is taken.
 *
 * <p>The second is taken only if with the call it would have no more load than the first has
 * without it. Between equals that is the plain rule, fewer calls; between unequals that are hardly
 * busy it leaves the draw alone, which has the shares right, where a plain comparison would send
 * every other call to the smallest.
 */
final class Shares {
  private Shares() {}

  /** As {@link Balance#choose}. */
  static Host choose(Hosts hosts, @Nullable Host failed) {
    var random = ThreadLocalRandom.current();
    var chosen = draw(hosts, failed, true, random);
    if (chosen != null) {
      return chosen;
    }
    if (failed != null && failed.isIn()) {
      return failed; // It has just failed, and still is the only one that is in.
    }
    chosen = draw(hosts, failed, false, random);
    return chosen != null ? chosen : failed != null ? failed : hosts.get(0);
  }

  private static @Nullable Host draw(
      Hosts hosts, @Nullable Host failed, boolean in, ThreadLocalRandom random) {
    long sum = 0;
    for (int i = 0; i < hosts.count(); i++) {
      sum += share(hosts, i, failed, in);
    }
    if (sum == 0) {
      return null;
    }
    int first = draw(hosts, failed, in, -1, random.nextLong(sum));
    long share = share(hosts, first, failed, in);
    if (share >= sum) {
      return hosts.get(first);
    }
    int second = draw(hosts, failed, in, first, random.nextLong(sum - share));
    return less(hosts, first, share, second, share(hosts, second, failed, in));
  }

  /** Where the shares before a place come to as much; the last that has one if some went out. */
  private static int draw(Hosts hosts, @Nullable Host failed, boolean in, int without, long drawn) {
    long left = drawn;
    int last = Math.max(0, without);
    for (int i = 0; i < hosts.count(); i++) {
      long share = i == without ? 0 : share(hosts, i, failed, in);
      if (share > 0) {
        last = i;
        left -= share;
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  private static long share(Hosts hosts, int place, @Nullable Host failed, boolean in) {
    var host = hosts.get(place);
    return host == failed || (in && !host.isIn()) ? 0 : hosts.share(place);
  }

  private static Host less(Hosts hosts, int one, long ofOne, int other, long ofOther) {
    long load = hosts.get(one).inUse.get() * ofOther;
    long otherwise = (hosts.get(other).inUse.get() + 1) * ofOne;
    return hosts.get(load >= otherwise ? other : one);
  }
}
