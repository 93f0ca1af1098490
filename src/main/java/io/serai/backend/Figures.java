package io.serai.backend;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a backend's calls came to, counted by all loops. */
final class Figures {
  /** How a call ended; the names are the metrics' labels. */
  enum End {
    SUCCESS,
    /** No connection: refused, unknown, timed out, TLS. */
    CONNECT,
    /** The call's own time or the request's was over. */
    TIMEOUT,
    /** Closed or reset before the answer was whole. */
    BROKEN,
    /** An answer with a status of no use. */
    STATUS,
    /** Not HTTP, not JSON, too long. */
    INVALID,
    /** The pool and its line were full. */
    CAPACITY,
    /** Never sent: a value was missing. */
    REFERENCE,
    /** Nobody wanted it any more. */
    IGNORED,
    /** Never sent: a circuit was open. */
    CIRCUIT
  }

  /** Upper bounds of the latency buckets in milliseconds; one more has none. */
  static final long[] BOUNDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000};

  private final LongAdder started = new LongAdder();
  private final Map<End, LongAdder> ends = new EnumMap<>(End.class);
  private final LongAdder[] buckets = adders(BOUNDS.length + 1);
  private final LongAdder nanos = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder denied = new LongAdder();
  private final LongAdder repeats = new LongAdder();
  private final LongAdder hedges = new LongAdder();
  private final LongAdder hedgesWon = new LongAdder();
  private final Latencies latencies = new Latencies();

  Figures() {
    for (var end : End.values()) {
      ends.put(end, new LongAdder());
    }
  }

  private static LongAdder[] adders(int count) {
    var adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  void started() {
    started.increment();
  }

  void retried() {
    retries.increment();
  }

  /** A retry or hedge that the budget had no place for. */
  void denied() {
    denied.increment();
  }

  void repeated() {
    repeats.increment();
  }

  void hedged() {
    hedges.increment();
  }

  void hedgeWon() {
    hedgesWon.increment();
  }

  /** Of the calls that are hedged by a percentile of them. */
  Latencies latencies() {
    return latencies;
  }

  void ended(End end, long took) {
    Objects.requireNonNull(ends.get(end)).increment();
    nanos.add(took);
    int bucket = 0;
    while (bucket < BOUNDS.length && took > BOUNDS[bucket] * 1_000_000) {
      bucket++;
    }
    buckets[bucket].increment();
  }

  BackendStats stats(String name, List<HostStats> hosts, @Nullable ConcurrencyStats concurrency) {
    long ended = 0;
    var failures = new TreeMap<String, Long>();
    for (var each : ends.entrySet()) {
      long count = each.getValue().sum();
      ended += count;
      if (each.getKey() != End.SUCCESS) {
        failures.put(each.getKey().name().toLowerCase(Locale.ROOT), count);
      }
    }
    var histogram = new TreeMap<Double, Long>();
    long sum = 0;
    for (int i = 0; i < buckets.length; i++) {
      sum += buckets[i].sum();
      histogram.put(i < BOUNDS.length ? BOUNDS[i] / 1000.0 : Double.POSITIVE_INFINITY, sum);
    }
    return new BackendStats(
        name,
        started.sum(),
        ended - failures.values().stream().mapToLong(Long::longValue).sum(),
        failures,
        Math.max(0, started.sum() - ended),
        hosts.stream().mapToInt(HostStats::open).sum(),
        hosts.stream().mapToInt(HostStats::idle).sum(),
        retries.sum(),
        denied.sum(),
        repeats.sum(),
        hedges.sum(),
        hedgesWon.sum(),
        histogram,
        nanos.sum() / 1e9,
        hosts,
        concurrency);
  }
}
