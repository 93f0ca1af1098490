package io.serai.circuit.shared;

import io.serai.circuit.Breaker;
import io.serai.circuit.State;
import io.serai.circuit.shared.Message.Ask;
import io.serai.circuit.shared.Message.Entry;
import io.serai.circuit.shared.Message.Refuse;
import io.serai.circuit.shared.Message.Sum;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One circuit as this node shares it.
 *
 * <pre>
 *                      own window, sum of all
 *             ┌────────────────────────────────────────┐
 *          CLOSED                                    OPEN ◄──┐ probes failed: attempt + 1
 *             ▲                                        │     │
 *             └──────────── probes went well ──────────┴─────┘
 * </pre>
 *
 * <p>Each arrow is decided by one member and told to all: a {@link Stand} with a {@link Mark} above
 * the one before. Everyone takes over the highest mark it hears of, so that all come to the same
 * whatever is lost or late; what a node was told, it checks against its own evidence only once, in
 * the moment it hears of it: a healthy one keeps its circuit closed (veto). A node that trips while
 * the stand is open, because it had vetoed or the news crossed, joins it without a word. {@link
 * Round} is the way from open to one of the two.
 *
 * <p>News may be lost. Whoever takes a circuit for open asks one of the others every few seconds
 * whether that is still so, and whoever hears of a stand lower than its own answers.
 *
 * <p>Confined to the lane, except {@link #view}.
 */
final class SharedCircuit {
  private static final Logger LOG = LoggerFactory.getLogger(SharedCircuit.class);

  private final CircuitId circuit;
  private final Breaker breaker;
  private final Peers peers;
  private final Post post;
  private final Lane lane;
  private final Sums sums;
  private final Map<String, Told> told = new ConcurrentHashMap<>();
  private volatile Stand stand = Stand.NEW;
  private volatile boolean vetoed;
  private @Nullable Round round;
  private State lastTold;
  private long tripped;
  private long gossiped;
  private long changed;

  SharedCircuit(Breaker breaker, Peers peers, Post post, Lane lane) {
    this.circuit = new CircuitId(breaker.name(), breaker.fingerprint());
    this.breaker = breaker;
    this.peers = peers;
    this.post = post;
    this.lane = lane;
    this.sums = new Sums(circuit, breaker.options());
    this.lastTold = State.CLOSED;
    this.tripped = lane.nanos() - Times.FRESH_TRIP;
    this.gossiped = lane.nanos();
    this.changed = lane.nanos() - Times.RETOLD;
  }

  CircuitId circuit() {
    return circuit;
  }

  Breaker breaker() {
    return breaker;
  }

  Stand stand() {
    return stand;
  }

  // What the circuit here did.

  void opened(int attempt, String reason) {
    if (!isOpenHere()) {
      return;
    }
    vetoed = false;
    tripped = lane.nanos();
    if (stand.open() && attempt <= stand.attempt()) {
      breaker.open(stand.attempt(), "as it is at the others: " + stand.reason());
      return;
    }
    take(opening(attempt, reason));
    tell();
  }

  void closed(String reason) {
    if (stand.open() && !isOpenHere()) {
      take(closing(reason));
      tell();
    }
  }

  /** An operator wants it closed everywhere. */
  void reset(String reason) {
    take(closing(reason));
    breaker.close(reason);
    tell();
  }

  void wantsProbe() {
    if (!isOpenHere()) {
      return;
    }
    if (round == null) {
      // Opened, and closed by news that crossed it.
      take(opening(Math.max(1, breaker.attempt()), "open here"));
      tell();
    }
    if (round != null) {
      round.wantsProbe();
    }
  }

  void probed(boolean failed, boolean slow) {
    if (round != null) {
      round.probed(failed, slow);
    }
  }

  private Stand opening(int attempt, String reason) {
    long until = lane.nanos() + breaker.options().wait(attempt).toNanos();
    return Stand.open(stand.mark().next(peers.self()), attempt, until, reason);
  }

  /** By this node, above all that it has seen. */
  private Stand closing(String reason) {
    return Stand.closed(stand.mark().next(peers.self()), reason);
  }

  private void take(Stand next) {
    boolean waiting = round != null && round.end();
    stand = next;
    round =
        next.open()
            ? new Round(circuit, next, breaker, peers, post, lane, this::judge, this::openAtAll)
            : null;
    if (waiting) {
      breaker.askAgain(Duration.ofNanos(Math.max(0, next.until() - lane.nanos())));
    }
  }

  /** The probes of all together. */
  private void judge(int done, int failed, int slow) {
    var words = "%d of %d probes failed, %d slow".formatted(failed, done, slow);
    var options = breaker.options();
    if (options.ratesBelow(done, failed, slow)) {
      take(closing(words));
      breaker.close(words);
    } else {
      take(opening(stand.attempt() + 1, words));
      follow(words, options.wait(stand.attempt()).toNanos());
    }
    tell();
  }

  // What others say.

  /** Their stand; ours, if it is higher, goes back to them. */
  void heard(String from, Entry entry, Message.Told.Why why) {
    told.put(from, new Told(entry.state(), entry.vetoed(), Instant.now()));
    int order = entry.mark().compareTo(stand.mark());
    if (order > 0) {
      adopt(from, entry);
    } else if (order < 0 && isBehind(entry.mark(), why)) {
      post.to(from, new Message.Told(Message.Told.Why.ANSWER, List.of(entry())));
    }
    for (var account : entry.accounts()) {
      var underWay = round(entry.mark());
      // Each may end the round.
      if (underWay != null) {
        underWay.heard(account, account.holder().equals(from));
      }
    }
  }

  /** Where many decide at once, news of one version cross, and everyone hears the highest. */
  private boolean isBehind(Mark theirs, Message.Told.Why why) {
    return why == Message.Told.Why.GOSSIP || theirs.version() < stand.mark().version();
  }

  private void adopt(String from, Entry entry) {
    boolean crossed = !entry.open() && isOpenHere() && lane.nanos() - tripped < Times.FRESH_TRIP;
    long left = Times.nanos(entry.leftMillis());
    var reason = entry.reason();
    take(
        entry.open()
            ? Stand.open(entry.mark(), entry.attempt(), lane.nanos() + left, reason)
            : Stand.closed(entry.mark(), reason));
    if (crossed) {
      // Our own trip is the newer: said again, above what we hadn't seen when we said it first.
      take(opening(Math.max(1, breaker.attempt()), "opened while others closed it"));
      tell();
    } else if (entry.open()) {
      follow("told by " + peers.name(from) + ": " + reason, left);
    } else {
      vetoed = false;
      breaker.close("told by " + peers.name(from) + ": " + reason);
    }
  }

  /** Opens as the stand says, unless this node knows better. */
  private void follow(String reason, long left) {
    if (breaker.state().isForced()) {
      return;
    }
    if (!isOpenHere() && breaker.recent().healthy()) {
      vetoed = true;
      LOG.info(
          "{}: {} opened it ({}), but {} stays closed: its own calls are healthy",
          circuit.name(),
          peers.name(stand.mark().author()),
          stand.reason(),
          peers.name(peers.self()));
      return;
    }
    vetoed = false;
    breaker.open(stand.attempt(), reason);
    long whole = breaker.options().wait(stand.attempt()).toNanos();
    if (whole - left > Times.BUDGET) {
      // Known to the others for longer than to us.
      breaker.askAgain(Duration.ofNanos(left));
    }
  }

  void heard(String from, Sum sum) {
    sums.heard(from, sum, stand.mark(), lane.nanos());
    if (sum.mark().isAbove(stand.mark())) {
      post.to(from, new Message.Sync(List.of(circuit.name())));
    }
  }

  void asked(String from, Ask ask) {
    var underWay = round(ask.round());
    if (underWay != null) {
      underWay.asked(from, ask);
      return;
    }
    long pause = Times.millis(Times.BUDGET);
    if (stand.mark().isAbove(ask.round())) {
      post.to(from, new Message.Told(Message.Told.Why.ANSWER, List.of(entry())));
    } else {
      post.to(from, new Message.Sync(List.of(circuit.name())));
    }
    post.to(from, new Refuse(circuit, ask.round(), ask.number(), pause, false));
  }

  /** The round of that mark, if it is the one under way. */
  @Nullable Round round(Mark mark) {
    return mark.equals(stand.mark()) ? round : null;
  }

  void left(String member) {
    told.remove(member);
    sums.left(member);
  }

  // What time brings.

  /** Twice a second: what has changed and what is due. */
  void tick(List<Entry> news, List<Sum> tellings) {
    long now = lane.nanos();
    var recent = breaker.recent();
    var sum = sums.toTell(recent, stand.mark(), now);
    if (sum != null) {
      tellings.add(sum);
    }
    var total = sums.tripping(recent, stand.mark(), now);
    if (total != null && breaker.state() == State.CLOSED && !recent.healthy()) {
      openTogether(total);
    }
    if (round != null) {
      round.renew();
      settle();
    }
    if (breaker.state() != lastTold) {
      lastTold = breaker.state();
      changed = now;
      news.add(entry());
    }
    gossip(now);
  }

  private void openTogether(Sums.Total total) {
    var reason =
        "%d of %d calls failed, %d slow, summed over %d nodes"
            .formatted(total.failures(), total.calls(), total.slow(), total.members());
    boolean news = !stand.open();
    if (news) {
      take(opening(1, reason));
    }
    vetoed = false;
    tripped = lane.nanos();
    breaker.open(stand.attempt(), reason);
    if (news) {
      tell();
    }
  }

  /** Nobody has it open, as all vetoed and who opened it left: then it is closed. */
  private void settle() {
    long now = lane.nanos();
    if (now - stand.until() > Times.TERM
        && !isOpenHere()
        && openAtAll() == 0
        && peers.first(id -> true).equals(peers.self())) {
      take(closing("open nowhere"));
      tell();
    }
  }

  private void gossip(long now) {
    boolean worth = stand.open() || breaker.state() != State.CLOSED || now - changed < Times.RETOLD;
    if (worth && now - gossiped > Times.GOSSIP) {
      gossiped = now;
      var other = peers.another();
      if (other != null) {
        post.to(other, new Message.Told(Message.Told.Why.GOSSIP, List.of(entry())));
      }
    }
  }

  private void tell() {
    lastTold = breaker.state();
    changed = lane.nanos();
    post.toAll(new Message.Told(Message.Told.Why.NEWS, List.of(entry())));
  }

  /** Whether there is anything to know. */
  boolean hasHistory() {
    return stand.mark().version() > 0;
  }

  Entry entry() {
    var now = stand;
    return new Entry(
        circuit,
        now.mark(),
        now.open(),
        now.attempt(),
        now.open() ? Times.millis(now.until() - lane.nanos()) : 0,
        now.reason(),
        breaker.state(),
        vetoed,
        round == null ? List.of() : round.accounts());
  }

  private boolean isOpenHere() {
    var state = breaker.state();
    return state == State.OPEN || state == State.HALF_OPEN;
  }

  /** For people; from any thread. */
  SharedView view() {
    var own = new Told(breaker.state(), vetoed, Instant.now());
    return SharedView.of(circuit.name(), stand, peers, told, own, sums, breaker.recent(), lane);
  }

  private int openAtAll() {
    int open = isOpenHere() ? 1 : 0;
    for (var each : told.values()) {
      open += each.isOpen() ? 1 : 0;
    }
    return open;
  }
}
