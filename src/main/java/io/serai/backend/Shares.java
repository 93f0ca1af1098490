package io.serai.backend;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among hosts that are not to get the same: two are drawn, each as likely as its share, and
 * the one with less load for its share is taken. Of hosts with ranks those of the first rank that
 * has any will do.
 *
 * <p>The second is taken only if with the call it would have no more load than the first has
 * without it. Between equals that is the plain rule, fewer calls; between unequals that are hardly
 * busy it leaves the draw alone, which has the shares right, where a plain comparison would send
 * every other call to the smallest.
 */
final class Shares {
  private static final int ANY_RANK = -1;

  private final Hosts hosts;
  private final @Nullable Host failed;
  private final boolean in;
  private final int rank;

  /** Of those that haven't just failed, are in if that is asked for, and of that rank. */
  private Shares(Hosts hosts, @Nullable Host failed, boolean in, int rank) {
    this.hosts = hosts;
    this.failed = failed;
    this.in = in;
    this.rank = rank;
  }

  /** As {@link Balance#choose}. */
  static Host choose(Hosts hosts, @Nullable Host failed) {
    var random = ThreadLocalRandom.current();
    for (int rank = 0; rank < hosts.ranks(); rank++) {
      var chosen = new Shares(hosts, failed, true, rank).draw(random);
      if (chosen != null) {
        return chosen;
      }
    }
    if (failed != null && failed.isIn()) {
      return failed; // It has just failed, and still is the only one that is in.
    }
    var chosen = new Shares(hosts, failed, false, ANY_RANK).draw(random);
    return chosen != null ? chosen : failed != null ? failed : hosts.get(0);
  }

  private @Nullable Host draw(ThreadLocalRandom random) {
    long sum = 0;
    for (int i = 0; i < hosts.count(); i++) {
      sum += share(i);
    }
    if (sum == 0) {
      return null;
    }
    int first = at(random.nextLong(sum), -1);
    long share = share(first);
    if (share >= sum) {
      return hosts.get(first);
    }
    int second = at(random.nextLong(sum - share), first);
    return less(first, share, second, share(second));
  }

  /** Where the shares before a place come to as much; the last that has one if some went out. */
  private int at(long drawn, int without) {
    long left = drawn;
    int last = Math.max(0, without);
    for (int i = 0; i < hosts.count(); i++) {
      long share = i == without ? 0 : share(i);
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

  private long share(int place) {
    var host = hosts.get(place);
    boolean isOfRank = rank == ANY_RANK || hosts.rank(place) == rank;
    return !isOfRank || host == failed || (in && !host.isIn()) ? 0 : hosts.share(place);
  }

  private Host less(int one, long ofOne, int other, long ofOther) {
    long load = hosts.get(one).inUse.get() * ofOther;
    long otherwise = (hosts.get(other).inUse.get() + 1) * ofOne;
    return hosts.get(load >= otherwise ? other : one);
  }
}
