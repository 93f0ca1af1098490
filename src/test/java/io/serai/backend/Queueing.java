package io.serai.backend;

import io.serai.circuit.FakeTiming;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A backend in virtual time, of so many workers with a queue before them that has no end, and those
 * who call it at random through a {@link Limiter}. A call that isn't answered in time leaves its
 * place, but not the queue. The same seed plays the same.
 */
final class Queueing {
  private static final double PATIENCE = 2e9; // nanoseconds

  private record Event(long at, long number, Runnable what) {}

  /** What went on in a while. */
  static final class Seen {
    int offered;
    int turnedAway;
    int answered;
    int late;
    int most;
    private double inFlight;
    private double took;

    /** Calls at the backend on average, as each that came found them. */
    double inFlight() {
      return inFlight / offered;
    }

    /** Milliseconds to an answer on average. */
    double millis() {
      return took / answered;
    }

    @Override
    public String toString() {
      return String.format(
          "%d offered, %d turned away, %d answered in %.1f ms, %d late, %.1f in flight, %d at most",
          offered, turnedAway, answered, millis(), late, inFlight(), most);
    }
  }

  private final Limiter limiter = new Limiter("sim", new FakeTiming());
  private final Random random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (one, other) ->
              one.at != other.at
                  ? Long.compare(one.at, other.at)
                  : Long.compare(one.number, other.number));
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private int workers;
  private double serviceMillis;
  private double perSecond;
  private double refused;
  private int busy;
  private long made;
  private long now = TimeUnit.DAYS.toNanos(-3);
  private long arrivals;
  private Seen seen = new Seen();

  Queueing(long seed, Concurrency concurrency) {
    random = new Random(seed);
    limiter.become(concurrency);
  }

  Queueing backend(int count, double millis) {
    workers = count;
    serviceMillis = millis;
    return this;
  }

  /** A share of the calls gets a 503 at once. */
  Queueing refusing(double share) {
    refused = share;
    return this;
  }

  Queueing offered(double calls) {
    perSecond = calls;
    long stream = ++arrivals;
    after(0, () -> arrive(stream));
    return this;
  }

  int limit() {
    return limiter.calls();
  }

  Limiter limiter() {
    return limiter;
  }

  /** So many seconds pass. */
  Seen pass(double seconds) {
    seen = new Seen();
    long end = now + (long) (seconds * 1e9);
    for (var next = events.peek(); next != null && next.at <= end; next = events.peek()) {
      events.poll();
      now = next.at;
      next.what.run();
    }
    now = end;
    return seen;
  }

  private void after(double nanos, Runnable what) {
    events.add(new Event(now + (long) nanos, made++, what));
  }

  private void arrive(long stream) {
    if (stream != arrivals) {
      return;
    }
    after(-Math.log(1 - random.nextDouble()) * 1e9 / perSecond, () -> arrive(stream));
    seen.offered++;
    seen.inFlight += limiter.underWay();
    if (!limiter.enter(now, false)) {
      seen.turnedAway++;
      return;
    }
    seen.most = Math.max(seen.most, limiter.underWay());
    long begun = now;
    if (random.nextDouble() < refused) {
      after(1e6, () -> limiter.leave(now, begun, 1_000_000, Limiter.Says.DROPPED));
      return;
    }
    var left = new boolean[1];
    queue.add(() -> answer(begun, left));
    after(PATIENCE, () -> tooLate(begun, left));
    work();
  }

  private void work() {
    while (busy < workers && !queue.isEmpty()) {
      busy++;
      var call = queue.poll();
      // From half to half as long again.
      after(
          serviceMillis * (0.5 + random.nextDouble()) * 1e6,
          () -> {
            busy--;
            call.run();
            work();
          });
    }
  }

  private void answer(long begun, boolean[] left) {
    if (!left[0]) {
      left[0] = true;
      seen.answered++;
      seen.took += (now - begun) / 1e6;
      limiter.leave(now, begun, now - begun, Limiter.Says.ANSWERED);
    }
  }

  private void tooLate(long begun, boolean[] left) {
    if (!left[0]) {
      left[0] = true;
      seen.late++;
      limiter.leave(now, begun, 0, Limiter.Says.DROPPED);
    }
  }
}
