package io.serai.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What one route has answered so far; outlives its generations. */
final class RouteFigures {
  /** Upper bounds of the latency buckets, in microseconds; a last one is without bound. */
  static final List<Long> BOUNDS =
      List.of(
          250L,
          500L,
          1_000L,
          2_000L,
          5_000L,
          10_000L,
          20_000L,
          50_000L,
          100_000L,
          200_000L,
          500_000L,
          1_000_000L,
          2_000_000L,
          5_000_000L);

  private static final long[] BOUND = BOUNDS.stream().mapToLong(Long::longValue).toArray();

  private final String unit;
  private final String route;
  private final LongAdder[] byClass = adders(4);
  private final LongAdder[] buckets = adders(BOUND.length + 1);
  private final LongAdder micros = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();

  RouteFigures(String unit, String route) {
    this.unit = unit;
    this.route = route;
  }

  private static LongAdder[] adders(int count) {
    var adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  void count(int status, long in, long out, long nanos) {
    byClass[Math.min(Math.max(status / 100 - 2, 0), 3)].increment();
    long took = nanos / 1000;
    int bucket = 0;
    while (bucket < BOUND.length && took > BOUND[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    micros.add(took);
    if (in > 0) {
      bytesIn.add(in);
    }
    bytesOut.add(out);
  }

  ListenerStats.Route snapshot() {
    return new ListenerStats.Route(
        unit, route, sums(byClass), sums(buckets), micros.sum(), bytesIn.sum(), bytesOut.sum());
  }

  private static List<Long> sums(LongAdder[] adders) {
    var sums = new ArrayList<Long>(adders.length);
    for (var adder : adders) {
      sums.add(adder.sum());
    }
    return List.copyOf(sums);
  }
}
