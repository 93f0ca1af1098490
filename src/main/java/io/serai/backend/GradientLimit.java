package io.serai.backend;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A limit that is found out, by a {@link Gradient} that looks every now and then at the calls that
 * have ended. A call costs two additions; one in a tenth of a second does the looking.
 *
 * <pre>
 *            calls were turned away, and no probe of late
 *   WHOLE ──────────────────────────────────────────────────► PROBE
 *     ▲                                                         │
 *     └─────────────────────────────────────────────────────────┘
 *           ten calls begun since have ended, or time is over
 * </pre>
 *
 * While calls are turned away all the time, nobody sees any more what an answer takes without a
 * queue. So for a moment only a quarter are let in, and then, as long as that finds nothing new,
 * half: a probe, at first every second, later every ten.
 */
final class GradientLimit implements Limit {
  /** What it begins with, calls. */
  static final int FIRST = 20;

  /** Fewer calls say too little. */
  private static final int ENOUGH = 10;

  private static final long SHORTEST_LOOK = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_LOOK = TimeUnit.SECONDS.toNanos(2);
  private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);

  private enum Phase {
    /** The limit is in force, and changes. */
    WHOLE,
    /** A part of it is. */
    PROBE
  }

  /** Which calls count, by when they were begun, and from when on it is worth while to look. */
  private record Window(Phase phase, long from, long until) {}

  private final Samples samples = new Samples();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Concurrency bounds;
  private volatile Window window;
  private volatile int calls;

  // Of whoever is looking.
  private final Gradient gradient;
  private boolean probedBefore;
  private long nextProbe;
  private long pause = FIRST_PAUSE;

  /** One that has learned nothing yet. */
  GradientLimit(Concurrency bounds) {
    this.bounds = bounds;
    this.gradient = new Gradient(bounds.bound(FIRST));
    this.window = new Window(Phase.WHOLE, 0, 0);
    this.calls = (int) gradient.limit();
  }

  /** From now on between these; what is learned stays. */
  void keepWithin(Concurrency others) {
    bounds = others;
    // The next look does the same to the number that this comes of.
    calls = (int) others.bound(calls);
  }

  @Override
  public int calls() {
    return calls;
  }

  @Override
  public boolean isLearning() {
    return true;
  }

  @Override
  public void answered(long now, long begun, long took, int underWay) {
    if (counts(begun)) {
      samples.answered(took, underWay);
      lookIfDue(now);
    }
  }

  @Override
  public void dropped(long now, long begun, int underWay) {
    if (counts(begun)) {
      samples.dropped(underWay);
      lookIfDue(now);
    }
  }

  /** Of those begun before a probe, none: they were in the queue that it is to be without. */
  private boolean counts(long begun) {
    var current = window;
    return current.phase() == Phase.WHOLE || begun - current.from() >= 0;
  }

  @Override
  public void turnedAway(long now) {
    samples.turnedAway();
    if (window.phase() == Phase.PROBE) {
      lookIfDue(now);
    }
  }

  private void lookIfDue(long now) {
    // One at a time, and nobody waits for another.
    if (isDue(window, now) && looking.compareAndSet(false, true)) {
      try {
        var current = window;
        if (isDue(current, now)) {
          next(current, samples.take(), now);
        }
      } finally {
        looking.set(false);
      }
    }
  }

  private boolean isDue(Window current, long now) {
    long over = current.until() == 0 ? 0 : now - current.until();
    // If none of the few that a probe lets in comes back, those outside mustn't wait for them.
    return over >= 0
        && (samples.count() >= ENOUGH || (current.phase() == Phase.PROBE && over >= LONGEST_LOOK));
  }

  private void next(Window current, Samples.Sum sum, long now) {
    if (current.phase() == Phase.PROBE) {
      pause = gradient.probed(sum) ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * pause);
      nextProbe = now + pause;
      probedBefore = true;
      whole(now);
      return;
    }
    gradient.look(sum, bounds);
    boolean due = !probedBefore || now - nextProbe >= 0;
    if (sum.full() && due) {
      probe(now);
    } else {
      whole(now);
    }
  }

  private void whole(long now) {
    // As long as two answers without a queue: what this does to them, the next look is to see.
    window = new Window(Phase.WHOLE, now, now + length(2));
    gradient.keepWithin(bounds);
    calls = (int) gradient.limit();
  }

  private void probe(long now) {
    // Longer, as first most of those under way have to end; and if only the quick ones of those
    // begun then had the time to, it would seem that all are quick.
    window = new Window(Phase.PROBE, now, now + length(4));
    calls = Math.max(1, (int) gradient.limit() / (pause == FIRST_PAUSE ? 4 : 2));
  }

  private long length(int answers) {
    return Math.max(SHORTEST_LOOK, Math.min(LONGEST_LOOK, (long) (answers * gradient.usual())));
  }
}
