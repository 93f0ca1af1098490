package io.serai.circuit;

import io.serai.circuit.Phase.Closed;
import io.serai.circuit.Phase.Forced;
import io.serai.circuit.Phase.HalfOpen;
import io.serai.circuit.Phase.Open;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One circuit: stops calls to what fails, and finds out when it is well again.
 *
 * <pre>
 *              window over a threshold, or heard of
 *   CLOSED ------------------------------------------> OPEN &lt;------------------.
 *     ^                                                 |                      |
 *     |                     wait over, permission given |                      | probes failed,
 *     |                                                 v                      | or a share of the
 *     `----------------- probes are well ----------- HALF_OPEN ----------------' permission expired
 *
 *   any --force--> FORCED_OPEN | FORCED_CLOSED --force(null)--> CLOSED
 * </pre>
 *
 * <p>Its {@link Phase} changes by compare-and-set only; whoever changed it logs and tells the
 * watcher. Any thread may call it, none waits in it.
 */
public final class Circuit implements Breaker, Guard {
  /** What a rejected call is told at least of when to come back, however soon that may be. */
  public static final Duration LEAST_RETRY_AFTER = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger("io.serai.circuit");
  private static final AtomicReferenceFieldUpdater<Circuit, Phase> PHASE =
      AtomicReferenceFieldUpdater.newUpdater(Circuit.class, Phase.class, "phase");
  private static final long TERM = LEASE_TERM.toNanos();
  private static final long LOST = LOST_PROBE.plus(LEASE_TERM).toNanos();
  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

  private final String name;
  private final String fingerprint;
  private final CircuitOptions options;
  private final Timing timing;
  private final Watcher watcher;
  private final long slowNanos;
  private final LongAdder rejected = new LongAdder();
  private final AtomicInteger closings = new AtomicInteger();
  private volatile Phase phase;
  private volatile RecentCalls recent;

  Circuit(String name, String fingerprint, CircuitOptions options, Timing timing, Watcher watcher) {
    this.name = name;
    this.fingerprint = fingerprint;
    this.options = options;
    this.timing = timing;
    this.watcher = watcher;
    this.slowNanos = options.slowCallDurationThreshold().toNanos();
    this.recent = new RecentCalls(options);
    this.phase = closed("not opened so far");
  }

  // Calls.

  @Override
  public @Nullable Permit acquire() {
    if (phase instanceof Closed closed) {
      return closed.window();
    }
    var permit = acquireSlowly();
    if (permit == null) {
      rejected.increment();
    }
    return permit;
  }

  /** By which what ends now counts that nobody asked to let pass; null unless it is closed. */
  public @Nullable Permit ofWindow() {
    return phase instanceof Closed closed ? closed.window() : null;
  }

  /** Whether {@link #acquire} would let a call pass or ask for that; changes nothing. */
  public boolean mayPass() {
    var now = phase;
    if (now instanceof Open open) {
      long present = timing.nanos();
      return present - open.until() >= 0 && (!open.asked() || present - open.askedAt() >= TERM);
    } else if (now instanceof HalfOpen half) {
      return half.taken() < half.granted() || due(half) != half;
    }
    return now.state() != State.FORCED_OPEN;
  }

  private @Nullable Permit acquireSlowly() {
    while (true) {
      var now = phase;
      if (now instanceof Closed closed) {
        return closed.window();
      } else if (now instanceof Forced forced) {
        return forced.state() == State.FORCED_CLOSED ? forced.pass() : null;
      } else if (now instanceof Open open) {
        if (!askFor(open)) {
          return null;
        }
      } else if (now instanceof HalfOpen half) {
        var due = due(half);
        if (due != half) {
          swap(half, due);
        } else if (half.taken() >= half.granted()) {
          return null;
        } else if (PHASE.compareAndSet(this, half, half.taking(timing.nanos()))) {
          return half.lease();
        }
      }
    }
  }

  /** Asks for probes if the wait is over; whether it is worth while to look again. */
  private boolean askFor(Open open) {
    long now = timing.nanos();
    if (now - open.until() < 0) {
      return false;
    }
    if (open.asked()) {
      if (now - open.askedAt() < TERM) {
        return false;
      }
      LOG.warn("circuit {}: nobody answered its wish to probe, so it probes by itself", name);
      grant(options.permittedNumberOfCallsInHalfOpenState());
      return true;
    }
    if (PHASE.compareAndSet(this, open, open.asked(now))) {
      watcher.wantsProbe(this);
    }
    // Answered on the spot, or by another thread meanwhile.
    return !(phase instanceof Open after) || !after.asked();
  }

  /** What a half-open time is by now: nothing that was lent or sent out is waited for for ever. */
  private Phase due(HalfOpen half) {
    long now = timing.nanos();
    if (isShare(half)) {
      return now - half.movedAt() < TERM
          ? half
          : new Open(half.attempt(), now, now, false, 0, "its share of the probes expired");
    }
    // A slow probe isn't a lost one: another beside it would be one more than permitted.
    boolean lost = half.taken() > half.ended() && now - half.takenAt() >= LOST;
    return lost && half.taken() >= half.granted() ? half.forgetting() : half;
  }

  private boolean isShare(HalfOpen half) {
    return half.granted() < options.permittedNumberOfCallsInHalfOpenState();
  }

  @Override
  public void ended(Permit permit, @Nullable Throwable failure, long nanos) {
    ended(permit, failure != null, nanos);
  }

  /**
   * A call has ended in a way that says something about what it called.
   *
   * @param permit by which it passed
   * @param nanos how long it took
   */
  public void ended(Permit permit, boolean failed, long nanos) {
    boolean slow = nanos > slowNanos;
    while (true) {
      var now = phase;
      if (now instanceof Closed closed && closed.window() == permit) {
        recent.add(timing.nanos(), failed, slow);
        var reason = closed.window().add(failed, slow, nanos);
        if (!reason.isEmpty()) {
          trip(closed, 1, reason);
        }
        return;
      } else if (now instanceof HalfOpen half && half.lease() == permit) {
        var after = half.ending(failed, slow);
        if (PHASE.compareAndSet(this, half, after)) {
          recent.add(timing.nanos(), failed, slow);
          judge(after, failed, slow);
          return;
        }
      } else {
        if (now instanceof Forced forced && forced.pass() == permit) {
          recent.add(timing.nanos(), failed, slow);
        }
        return;
      }
    }
  }

  private void judge(HalfOpen half, boolean failed, boolean slow) {
    if (isShare(half)) {
      watcher.probed(this, failed, slow);
    } else if (half.ended() >= options.decidingProbes()) {
      if (options.ratesBelow(half.ended(), half.failed(), half.slow())) {
        var reason = "probes are well";
        if (swap(half, closed(reason))) {
          watcher.closed(this, reason);
        }
      } else {
        trip(half, half.attempt() + 1, options.reason(half.ended(), half.failed(), half.slow()));
      }
    }
  }

  private void trip(Phase from, int attempt, String reason) {
    if (swap(from, opened(attempt, reason))) {
      watcher.opened(this, attempt, reason);
    }
  }

  @Override
  public void released(Permit permit) {
    while (phase instanceof HalfOpen half && half.lease() == permit) {
      if (PHASE.compareAndSet(this, half, half.givingBack())) {
        return;
      }
    }
  }

  @Override
  public long nanosLeft() {
    return phase instanceof Open open ? Math.max(0, open.until() - timing.nanos()) : 0;
  }

  // What others make of it.

  @Override
  public void open(int attempt, String reason) {
    while (true) {
      var now = phase;
      boolean longer = !(now instanceof Open) || now.attempt() < attempt;
      if (now instanceof Forced || !longer || swap(now, opened(attempt, reason))) {
        return;
      }
    }
  }

  @Override
  public int halfOpen(int probes) {
    return grant(probes);
  }

  private int grant(int probes) {
    while (true) {
      var now = phase;
      long at = timing.nanos();
      Phase after;
      int took;
      int most = options.permittedNumberOfCallsInHalfOpenState();
      if (now instanceof Open open) {
        took = Math.min(most, probes);
        after = new HalfOpen(open.attempt(), new HalfOpen.Lease(), took, 0, 0, 0, 0, at, at, at);
      } else if (now instanceof HalfOpen half) {
        took = Math.min(most - half.granted(), probes);
        after = half.granting(took, at);
      } else {
        return 0;
      }
      if (swap(now, after)) {
        return took;
      }
    }
  }

  @Override
  public int renew() {
    while (phase instanceof HalfOpen half) {
      if (PHASE.compareAndSet(this, half, half.granting(0, timing.nanos()))) {
        return half.granted() - half.taken();
      }
    }
    return 0;
  }

  @Override
  public int handBack() {
    while (phase instanceof HalfOpen half) {
      int unused = half.granted() - half.taken();
      if (unused <= 0 || (half.taken() > 0 && !isShare(half))) {
        return 0;
      }
      long now = timing.nanos();
      var after =
          half.taken() == 0
              ? new Open(half.attempt(), now, now, false, 0, "gave its unused probes back")
              : half.granting(-unused, half.movedAt());
      if (swap(half, after)) {
        return unused;
      }
    }
    return 0;
  }

  @Override
  public void askAgain(Duration pause) {
    while (phase instanceof Open open) {
      // Not at once, or who asks and who answers would go round in a circle.
      long nanos = Math.max(SHORTEST_PAUSE, pause.toNanos());
      var after = open.askAgain(timing.nanos() + nanos);
      if (PHASE.compareAndSet(this, open, after)) {
        automatically(after);
        return;
      }
    }
  }

  @Override
  public void close(String reason) {
    while (true) {
      var now = phase;
      if (now instanceof Closed || now instanceof Forced || swap(now, closed(reason))) {
        return;
      }
    }
  }

  @Override
  public void force(@Nullable State forced, String by) {
    if (forced != null && !forced.isForced()) {
      throw new IllegalArgumentException(
          "a circuit can't be forced " + forced + " (expected: FORCED_OPEN or FORCED_CLOSED)");
    }
    while (true) {
      var now = phase;
      var after =
          forced == null
              ? closed("reset by " + by)
              : new Forced(forced, new Forced.Pass(), timing.nanos(), by);
      if (now.state() == forced || swap(now, after)) {
        return;
      }
    }
  }

  // Transitions.

  private Closed closed(String reason) {
    return new Closed(new Window(options, timing), timing.nanos(), reason);
  }

  private Open opened(int attempt, String reason) {
    long now = timing.nanos();
    return new Open(attempt, now, now + options.wait(attempt).toNanos(), false, 0, reason);
  }

  /** One line in the log for each change of the state. */
  private boolean swap(Phase from, Phase to) {
    if (!PHASE.compareAndSet(this, from, to)) {
      return false;
    }
    if (to instanceof Closed) {
      recent = new RecentCalls(options);
    }
    if (from.state() != to.state()) {
      log(from, to);
      if (to instanceof Closed) {
        closings.incrementAndGet();
      }
    }
    if (to instanceof Open open) {
      automatically(open);
    }
    return true;
  }

  private void log(Phase from, Phase to) {
    if (to instanceof Open open) {
      long millis = TimeUnit.NANOSECONDS.toMillis(open.until() - open.since());
      LOG.warn(
          "circuit {}: {} -> {} for {} ms, time {} in a row: {}",
          name,
          from.state(),
          to.state(),
          millis,
          to.attempt(),
          to.reason());
    } else {
      LOG.info("circuit {}: {} -> {}: {}", name, from.state(), to.state(), to.reason());
    }
  }

  private void automatically(Open open) {
    if (options.automaticTransitionFromOpenToHalfOpenEnabled()) {
      timing.after(
          Math.max(0, open.until() - timing.nanos()),
          () -> {
            if (phase == open) {
              askFor(open);
            }
          });
    }
  }

  // What it is.

  @Override
  public String name() {
    return name;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public CircuitOptions options() {
    return options;
  }

  @Override
  public State state() {
    return phase.state();
  }

  @Override
  public String stateName() {
    return state().name();
  }

  /** How often it has closed again; who sees another number knows that it was open meanwhile. */
  public int closings() {
    return closings.get();
  }

  @Override
  public int attempt() {
    return phase.attempt();
  }

  @Override
  public Recent recent() {
    return recent.at(timing.nanos());
  }

  /** Its figures now. */
  CircuitStats stats(boolean shared) {
    return CircuitStats.of(this, phase, timing.nanos(), rejected.sum(), shared);
  }
}
