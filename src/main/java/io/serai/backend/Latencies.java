package io.serai.backend;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How long answers took in the last 10 to 20 s: counts in buckets a 32nd of a power of two wide,
 * which all loops write to without a lock.
 *
 * <p>Every 10 s whoever comes first begins new counts; those before are read beside them for 10 s
 * more. Nobody waits for one who is late: it counts where it had looked.
 *
 * <p>Answers of hedged calls count from the start of the first copy, whichever brought them. A
 * percentile that hedging goes by stays where it is that way: whether a call takes longer than that
 * is known before its second copy is sent, and only then is it sent. Counted from the start of the
 * copy that won, each slow call would look like a fast one, the percentile would sink, and more and
 * more would be sent twice.
 */
final class Latencies {
  /** Fewer answers say too little about the slow ones among them. */
  static final int LEAST = 100;

  static final long SLICE = TimeUnit.SECONDS.toNanos(10);

  /** For so long a percentile is taken for what it was. */
  static final long FRESH = TimeUnit.MILLISECONDS.toNanos(100);

  /** The last bucket begins at about two minutes. */
  private static final TimeScale SCALE = new TimeScale(5, 24 << 5);

  private static final int BUCKETS = SCALE.buckets();

  /**
   * Counts of two slices of time.
   *
   * @param number of the present one
   */
  private record Counts(long number, AtomicIntegerArray now, AtomicIntegerArray before) {
    Counts next(long later) {
      return new Counts(later, none(), later == number + 1 ? now : none());
    }

    static AtomicIntegerArray none() {
      return new AtomicIntegerArray(BUCKETS);
    }
  }

  /** A percentile as it was at a time. */
  private record Known(long at, long nanos) {}

  private final AtomicReference<@Nullable Counts> counts = new AtomicReference<>();
  private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(100);

  /**
   * An answer has come.
   *
   * @param took nanoseconds
   * @param at now, on {@link System#nanoTime}'s scale
   */
  void answered(long took, long at) {
    counts(at).now.getAndIncrement(SCALE.bucket(took));
  }

  /**
   * Nanoseconds within which that share of the answers came, at most a 32nd too many; 0 if there
   * were fewer than {@link #LEAST}.
   *
   * @param percent 1 to 99
   * @param at now, on {@link System#nanoTime}'s scale
   */
  long percentile(int percent, long at) {
    var last = known.get(percent);
    if (last != null && at - last.at < FRESH) {
      return last.nanos;
    }
    long nanos = count(percent, counts(at));
    known.set(percent, new Known(at, nanos));
    return nanos;
  }

  private Counts counts(long at) {
    long number = Math.floorDiv(at, SLICE);
    while (true) {
      var present = counts.get();
      if (present != null && number <= present.number) {
        return present;
      }
      var next =
          present == null ? new Counts(number, Counts.none(), Counts.none()) : present.next(number);
      if (counts.compareAndSet(present, next)) {
        return next;
      }
    }
  }

  private static long count(int percent, Counts counts) {
    var each = new int[BUCKETS];
    long all = 0;
    for (int i = 0; i < BUCKETS; i++) {
      each[i] = counts.now.get(i) + counts.before.get(i);
      all += each[i];
    }
    if (all < LEAST) {
      return 0;
    }
    long wanted = (all * percent + 99) / 100;
    int bucket = 0;
    for (long seen = each[0]; seen < wanted; seen += each[bucket]) {
      bucket++;
    }
    // Its end: what is rounded up can't sink from one look to the next.
    return SCALE.end(bucket);
  }
}
