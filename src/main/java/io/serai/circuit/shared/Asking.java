package io.serai.circuit.shared;

import io.serai.circuit.State;
import io.serai.circuit.shared.Message.Ask;
import io.serai.circuit.shared.Message.Refuse;
import java.time.Duration;

/**
 * How a node comes by its share of the probes, in the background.
 *
 * <pre>
 *            begin                 silent              found
 *   IDLE ────────────► ASKED ────────────► LOOKING ────────────► ASKED_AGAIN
 *    ▲                   │                                            │
 *    └─── granted, refused ◄──────────────────────────────────────────┤
 *    └─── helps itself ◄───────────────────────────────────── silent ─┘
 * </pre>
 */
final class Asking {

  /** How far it has got. */
  private enum Phase {
    /** Nothing asked that hasn't been answered. */
    IDLE,
    /** The first member was asked. */
    ASKED,
    /** It was silent; all are called to find who is there. */
    LOOKING,
    /** The first of those who are there was asked. */
    ASKED_AGAIN
  }

  private final Round round;
  private final Peers peers;
  private final Post post;
  private final Lane lane;
  private Phase phase = Phase.IDLE;
  private int number;

  Asking(Round round, Peers peers, Post post, Lane lane) {
    this.round = round;
    this.peers = peers;
    this.post = post;
    this.lane = lane;
  }

  int number() {
    return number;
  }

  boolean isWaiting() {
    return phase != Phase.IDLE;
  }

  /** Whether an answer to that number is still of use; it is one that waited, too. */
  boolean takes(int answered) {
    if (answered != number) {
      return false;
    }
    phase = Phase.IDLE;
    return true;
  }

  void begin() {
    number++;
    ask(Phase.ASKED);
  }

  private void ask(Phase as) {
    phase = as;
    var first = round.first();
    var ask = new Ask(round.circuit(), round.mark(), number, round.own());
    if (first.equals(peers.self())) {
      round.asked(first, ask);
      return;
    }
    int asked = number;
    post.to(first, ask);
    lane.after(Times.BUDGET, () -> silent(asked, as, first));
  }

  private void silent(int asked, Phase as, String first) {
    if (round.isOver() || asked != number || phase != as) {
      return;
    }
    if (as == Phase.ASKED) {
      phase = Phase.LOOKING;
      peers.look(first, () -> found(asked));
    } else {
      phase = Phase.IDLE;
      // An answer that comes now is to nobody.
      number++;
      round.helpItself();
    }
  }

  private void found(int asked) {
    if (!round.isOver() && asked == number && phase == Phase.LOOKING) {
      ask(Phase.ASKED_AGAIN);
    }
  }

  void refused(Refuse refuse) {
    if (refuse.number() != number || phase == Phase.IDLE) {
      return;
    }
    if (refuse.unknown()) {
      ask(phase);
      return;
    }
    phase = Phase.IDLE;
    var breaker = round.breaker();
    long pause = Times.nanos(refuse.pauseMillis());
    if (breaker.state() == State.HALF_OPEN) {
      // It has used its share and there are calls: it won't ask by itself before the term is over.
      int asked = number;
      lane.after(Math.max(pause, Times.BUDGET), () -> again(asked));
    } else {
      breaker.askAgain(Duration.ofNanos(pause));
    }
  }

  private void again(int asked) {
    if (!round.isOver()
        && asked == number
        && phase == Phase.IDLE
        && round.breaker().state() == State.HALF_OPEN
        && round.isUsedUp()) {
      begin();
    }
  }
}
