package io.serai.circuit.shared;

import io.serai.circuit.Breaker;
import io.serai.circuit.shared.Message.Grant;
import io.serai.circuit.shared.Message.Refuse;
import io.serai.circuit.shared.Message.Result;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * The probes that end one opening of a circuit, as one node takes part in them. It has up to three
 * parts in it: it may probe itself ({@link Asking} is how it comes by the permission), it may be
 * the one who permits ({@link Permitting}), and everyone counts the results.
 *
 * <p>Confined to the lane.
 */
final class Round {
  /** Judges the probes of all; called once. */
  interface Bench {
    void judge(int done, int failed, int slow);
  }

  private final CircuitId circuit;
  private final Stand stand;
  private final Breaker breaker;
  private final Peers peers;
  private final Post post;
  private final Lane lane;
  private final Bench bench;
  private final Ledger ledger;
  private final Asking asking;
  private final Permitting permitting;
  private final int permitted;
  private long told;
  private long usedUpSince = Long.MIN_VALUE;
  private boolean complete;
  private boolean over;

  /**
   * A round that nobody has asked in yet.
   *
   * @param open how many members have this circuit open, as far as is known
   */
  Round(
      CircuitId circuit,
      Stand stand,
      Breaker breaker,
      Peers peers,
      Post post,
      Lane lane,
      Bench bench,
      IntSupplier open) {
    this.circuit = circuit;
    this.stand = stand;
    this.breaker = breaker;
    this.peers = peers;
    this.post = post;
    this.lane = lane;
    this.bench = bench;
    this.ledger = new Ledger(peers::has);
    this.permitted = breaker.options().decidingProbes();
    this.asking = new Asking(this, peers, post, lane);
    this.permitting = new Permitting(this, ledger, peers, post, lane, open);
  }

  Mark mark() {
    return stand.mark();
  }

  CircuitId circuit() {
    return circuit;
  }

  Breaker breaker() {
    return breaker;
  }

  /** When the wait ends. */
  long until() {
    return stand.until();
  }

  int permitted() {
    return permitted;
  }

  boolean isOver() {
    return over;
  }

  /** All results are in, and the judgement is on its way. */
  boolean isComplete() {
    return complete;
  }

  Asking asking() {
    return asking;
  }

  String first() {
    return permitting.first();
  }

  void asked(String by, Message.Ask ask) {
    permitting.asked(by, ask.number(), ask.account());
  }

  /** Another stand has taken its place. Returns whether the circuit still waits for an answer. */
  boolean end() {
    over = true;
    return asking.isWaiting();
  }

  // What this node probes.

  /** The circuit's wait is over and it has no permission, or none any more. */
  void wantsProbe() {
    giveBack(own().outstanding());
    asking.begin();
  }

  void probed(boolean failed, boolean slow) {
    keep(own().withProbe(failed, slow));
    tell();
    count();
    if (!over && !complete && own().outstanding() == 0) {
      asking.begin();
    }
  }

  /** Nobody answers: all that is missing, so that a node alone finds its way back. */
  void helpItself() {
    int missing = Math.max(1, permitted - ledger.done());
    int total = own().grantedBy(peers.self()) + missing;
    post.toAll(new Grant(circuit, mark(), peers.self(), asking.number(), total));
    keep(own().withGrant(peers.self(), total));
    take(missing);
  }

  boolean isUsedUp() {
    return own().outstanding() == 0;
  }

  void granted(String by, Grant grant) {
    var before = ledger.of(grant.holder());
    learn(before.withGrant(by, grant.total()), false);
    if (!grant.holder().equals(peers.self())) {
      return;
    }
    int more = own().granted() - before.granted();
    if (more > 0 && asking.takes(grant.number())) {
      take(more);
    } else {
      giveBack(more);
    }
  }

  private void take(int probes) {
    usedUpSince = Long.MIN_VALUE;
    giveBack(probes - breaker.halfOpen(probes));
  }

  void refused(String by, Refuse refuse) {
    if (refuse.unknown()) {
      permitting.passOver(by);
    }
    asking.refused(refuse);
  }

  void wanted() {
    if (own().outstanding() > 0) {
      giveBack(Math.min(breaker.handBack(), own().outstanding()));
    } else {
      // Who permitted it missed what became of it.
      tell();
    }
  }

  private void giveBack(int probes) {
    if (probes > 0) {
      keep(own().withReturned(probes));
      tell();
      permitting.serve();
    }
  }

  /** Now and then: what this node holds goes on being its own. */
  void renew() {
    long now = lane.nanos();
    var own = own();
    if (own.granted() == 0 || now - told < Times.RENEWAL) {
      return;
    }
    if (own.outstanding() > 0) {
      int unused = breaker.renew();
      if (unused > 0) {
        usedUpSince = Long.MIN_VALUE;
      } else if (usedUpSince == Long.MIN_VALUE) {
        usedUpSince = now;
      } else if (now - usedUpSince > Times.LOST_PROBE) {
        giveBack(own.outstanding());
        return;
      }
    }
    // With nothing outstanding too: somebody may have missed the results.
    keep(own);
    tell();
  }

  Account own() {
    return ledger.of(peers.self());
  }

  private void keep(Account own) {
    ledger.learn(own, true, lane.nanos());
  }

  private void tell() {
    told = lane.nanos();
    post.toAll(new Result(circuit, mark(), own()));
  }

  // What everyone knows.

  /** What another member says of somebody's account; of its own a node knows best. */
  void heard(Account account, boolean byHolder) {
    if (!account.holder().equals(peers.self())) {
      learn(account, byHolder);
    }
  }

  List<Account> accounts() {
    return ledger.all();
  }

  void learn(Account account, boolean byHolder) {
    ledger.learn(account, byHolder, lane.nanos());
    count();
    if (!over) {
      permitting.serve();
    }
  }

  /** The first member judges at once; the others only if they don't hear of it. */
  private void count() {
    if (complete || over || ledger.done() < permitted) {
      return;
    }
    complete = true;
    if (first().equals(peers.self())) {
      judge();
    } else {
      lane.after(Times.BUDGET, this::judge);
    }
  }

  private void judge() {
    if (!over) {
      bench.judge(ledger.done(), ledger.failed(), ledger.slow());
    }
  }
}
