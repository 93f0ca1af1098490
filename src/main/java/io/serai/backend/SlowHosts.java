package io.serai.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds the hosts that take far longer than the others do. Pure. */
final class SlowHosts {
  /** Less than that is of no matter, however many times it is. */
  private static final long LEAST_DIFFERENCE = TimeUnit.MILLISECONDS.toNanos(10);

  private SlowHosts() {}

  /**
   * One that is slow.
   *
   * @param place among the hosts
   * @param its its median
   * @param others nanoseconds, the median of the others' medians
   */
  record Slow(int place, HostLatencies.Median its, long others) {

    /** For the log. */
    String reason() {
      return String.format(
          java.util.Locale.ROOT,
          "half of its %d calls of the last 10 s took more than %.1f ms, of the others' %.1f ms",
          its.calls(),
          its.nanos() / 1e6,
          others / 1e6);
    }
  }

  /**
   * The slow ones, the slowest first.
   *
   * @param times as many times as the others a slow one takes, and more
   * @param calls fewer than these on a host say nothing
   */
  static List<Slow> among(List<HostLatencies.Median> hosts, int times, int calls) {
    var slow = new ArrayList<Slow>();
    for (int i = 0; i < hosts.size(); i++) {
      var its = hosts.get(i);
      var others = new ArrayList<HostLatencies.Median>(hosts);
      others.remove(i);
      others.removeIf(other -> other.calls() < calls);
      if (its.calls() >= calls && !others.isEmpty()) {
        long theirs = middle(others);
        if (its.nanos() > theirs * times && its.nanos() - theirs >= LEAST_DIFFERENCE) {
          slow.add(new Slow(i, its, theirs));
        }
      }
    }
    slow.sort(Comparator.comparingLong((Slow each) -> each.its().nanos()).reversed());
    return slow;
  }

  private static long middle(List<HostLatencies.Median> hosts) {
    var sorted = hosts.stream().mapToLong(HostLatencies.Median::nanos).toArray();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
