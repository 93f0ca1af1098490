package io.serai.backend;

import io.serai.backend.FailureRule.Says;
import io.serai.circuit.State;
import io.serai.request.Alarms;
import org.jspecify.annotations.Nullable;

/**
 * The second copy of a call whose first one takes long: it goes out once an attempt has had no byte
 * of an answer for so long, to another host where there is one, at most once in a call. It goes
 * only where there is place for it: to a host that gets calls, past circuits that are closed, on a
 * connection that nobody waits for, within the budget of the retries.
 */
final class Hedge {
  private final Copies copies;
  private final Backend backend;
  private final Hedging when;
  private long since;
  private Alarms.@Nullable Alarm alarm;
  // Set once sent; under way until it or the other has ended.
  private @Nullable Sending copy;
  private boolean underWay;
  private boolean sent;

  Hedge(Copies copies, Hedging when) {
    this.copies = copies;
    this.backend = copies.backend;
    this.when = when;
  }

  /** An attempt begins. */
  void begin() {
    since = System.nanoTime();
    long delay = sent ? 0 : when.delay(backend.figures().latencies(), since);
    if (delay > 0) {
      alarm = Alarms.of(copies.loop).at(since + delay, this::ring);
    }
  }

  /** The attempt is over. */
  void stop() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
    copy = null;
    underWay = false;
  }

  /** The second copy while there are two, else null. */
  @Nullable Sending second() {
    return underWay ? copy : null;
  }

  /** There is but one of the two left. */
  void alone() {
    underWay = false;
  }

  /** How many were sent, 0 or 1. */
  int made() {
    return sent ? 1 : 0;
  }

  /** Whether that is the second copy, which has had but a rest of the time. */
  boolean is(Sending one) {
    return one == copy;
  }

  /** That one's answer is taken. */
  void won(Sending one) {
    long at = one.now();
    if (when.isObserved()) {
      backend.figures().latencies().answered(at - since, at);
    }
    if (is(one)) {
      backend.figures().hedgeWon();
    }
  }

  private void ring() {
    alarm = null;
    var first = copies.first();
    if (first.isBeingAnswered()) {
      return;
    }
    var other = Balance.choose(backend.hosts(), first.host());
    var host = backend.hosts().serves(other) ? other : first.host();
    if (!hasPlace(host)) {
      return;
    }
    long now = System.nanoTime();
    var second = new Sending(copies, host, now);
    if (copies.options.circuit() && !second.passes()) {
      second.end(Says.NOTHING);
    } else if (!backend.budget().spend(now)) {
      backend.figures().denied();
      second.end(Says.NOTHING);
    } else {
      backend.figures().hedged();
      copy = second;
      sent = true;
      underWay = true;
      second.take();
    }
  }

  /** A line of those who wait would grow by hedges most when it is long already. */
  private boolean hasPlace(Host host) {
    return host.isIn()
        && isClosed()
        && !backend.limiter().isFull()
        && host.pool(copies.loop).hasRoom();
  }

  /** The backend's circuit counts a call once; a probe of it is to be one request. */
  private boolean isClosed() {
    if (!copies.options.circuit()) {
      return true;
    }
    var state = backend.circuits().own().state();
    return state == State.CLOSED || state == State.FORCED_CLOSED;
  }
}
