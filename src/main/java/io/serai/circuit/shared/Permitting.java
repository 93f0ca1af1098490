package io.serai.circuit.shared;

import io.serai.circuit.shared.Message.Grant;
import io.serai.circuit.shared.Message.Refuse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What the one who permits probes does in a {@link Round}: the oldest member that is heard and
 * knows the circuit. It gives each asker a share of what is free; what a dead or hung holder had
 * becomes free again. Unused probes of a holder go to another one who asks, but not before the
 * holder has had them for a while, each time for longer: with one call a minute at each of three
 * nodes, the probe would otherwise always be where the call is not.
 *
 * <p>Every node is ready to be it. Confined to the lane.
 */
final class Permitting {
  private record Waiter(int number, long since) {}

  private final Round round;
  private final Ledger ledger;
  private final Peers peers;
  private final Post post;
  private final Lane lane;
  private final IntSupplier open;
  private final Map<String, Waiter> waiters = new LinkedHashMap<>();
  private final Map<String, Long> ignorant = new HashMap<>();

  /**
   * For one round.
   *
   * @param open how many members have this circuit open, as far as is known
   */
  Permitting(Round round, Ledger ledger, Peers peers, Post post, Lane lane, IntSupplier open) {
    this.round = round;
    this.ledger = ledger;
    this.peers = peers;
    this.post = post;
    this.lane = lane;
    this.open = open;
  }

  /** That member doesn't know the circuit, or not with these options. */
  void passOver(String member) {
    ignorant.put(member, lane.nanos());
  }

  String first() {
    long now = lane.nanos();
    ignorant.values().removeIf(since -> now - since > Times.IGNORANCE);
    return peers.first(id -> !ignorant.containsKey(id));
  }

  /** A member, or this one, asks; it holds nothing then that it knows of. */
  void asked(String by, int number, Account account) {
    long now = lane.nanos();
    long left = round.until() - now;
    round.learn(account, true);
    if (round.isOver()) {
      return;
    }
    // The asker's clock and ours started apart by as much as the news took.
    if (left > Times.BUDGET) {
      refuse(by, number, left);
    } else if (round.isComplete()) {
      refuse(by, number, Times.BUDGET);
    } else if (ledger.of(by).outstanding() > 0) {
      // What it was granted before got lost on the way.
      grant(by, number, 0);
    } else {
      waiters.remove(by);
      waiters.put(by, new Waiter(number, now));
      serve();
      if (!round.isOver() && waiters.containsKey(by)) {
        refuse(by, number, handOver(by));
      }
    }
  }

  private void refuse(String to, int number, long pause) {
    var refuse = new Refuse(round.circuit(), round.mark(), number, Times.millis(pause), false);
    if (to.equals(peers.self())) {
      round.asking().refused(refuse);
    } else {
      post.to(to, refuse);
    }
  }

  /** Gives what is free to those who asked first. */
  void serve() {
    long now = lane.nanos();
    waiters.values().removeIf(waiter -> now - waiter.since() > Times.TERM);
    for (var waiter : new ArrayList<>(waiters.entrySet())) {
      int free = ledger.free(round.permitted(), now);
      if (round.isOver() || round.isComplete() || free <= 0) {
        return;
      }
      // A grant to this node itself may have served others meanwhile.
      if (waiters.remove(waiter.getKey(), waiter.getValue())) {
        grant(waiter.getKey(), waiter.getValue().number(), Math.min(free, share()));
      }
    }
  }

  /** Never all of several: a circuit that has all judges by itself. */
  private int share() {
    int among = Math.max(1, open.getAsInt());
    return Math.max(1, Math.min(round.permitted() - 1, (round.permitted() + among - 1) / among));
  }

  private void grant(String to, int number, int probes) {
    int total = ledger.of(to).grantedBy(peers.self()) + probes;
    var grant = new Grant(round.circuit(), round.mark(), to, number, total);
    post.toAll(grant);
    round.granted(peers.self(), grant);
  }

  /** Asks a holder to give back what it has had for long; returns when to ask again. */
  private long handOver(String to) {
    long now = lane.nanos();
    var holder = ledger.longestHolder(to, now);
    if (holder == null) {
      return Times.BUDGET;
    }
    long left = ledger.heldSince(holder, now) + ledger.hold() - now;
    if (left > 0) {
      return Math.max(Times.BUDGET, Math.min(left, Times.TERM));
    }
    if (holder.equals(peers.self())) {
      round.wanted();
    } else {
      post.to(holder, new Message.Wanted(round.circuit(), round.mark()));
    }
    return Times.BUDGET;
  }
}
