package io.serai.circuit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What ended in the last so many seconds, in a bucket for each; for any thread, without locks. */
final class RecentCalls {

  private static final class Bucket {
    final long second;
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger slow = new AtomicInteger();

    Bucket(long second) {
      this.second = second;
    }
  }

  private final CircuitOptions options;
  private final AtomicReferenceArray<@Nullable Bucket> ring;

  RecentCalls(CircuitOptions options) {
    this.options = options;
    this.ring = new AtomicReferenceArray<>((int) Math.max(1, options.sharedWindow().toSeconds()));
  }

  void add(long nanos, boolean failed, boolean slow) {
    long second = second(nanos);
    int at = (int) Math.floorMod(second, (long) ring.length());
    var bucket = ring.get(at);
    while (bucket == null || bucket.second < second) {
      var fresh = new Bucket(second);
      var there = ring.compareAndExchange(at, bucket, fresh);
      bucket = there == bucket ? fresh : there;
    }
    bucket.calls.incrementAndGet();
    if (failed) {
      bucket.failures.incrementAndGet();
    }
    if (slow) {
      bucket.slow.incrementAndGet();
    }
  }

  Recent at(long nanos) {
    long second = second(nanos);
    int calls = 0;
    int failures = 0;
    int slow = 0;
    for (int i = 0; i < ring.length(); i++) {
      var bucket = ring.get(i);
      if (bucket != null && second - bucket.second < ring.length()) {
        calls += bucket.calls.get();
        failures += bucket.failures.get();
        slow += bucket.slow.get();
      }
    }
    return new Recent(calls, failures, slow, options.healthy(calls, failures, slow));
  }

  private static long second(long nanos) {
    return Math.floorDiv(nanos, TimeUnit.SECONDS.toNanos(1));
  }
}
