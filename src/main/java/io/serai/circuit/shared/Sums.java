package io.serai.circuit.shared;

import io.serai.circuit.CircuitOptions;
import io.serai.circuit.Recent;
import io.serai.circuit.shared.Message.Sum;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of all members in the shared window, so that many small troubles add up.
 *
 * <p>The rate of all can be at the threshold only if that of one is. So one whose own is begins to
 * tell, and for one window after that the others tell theirs too, those that went well as well: the
 * failures alone would make any trouble look like a failure of everything. While all is well nobody
 * says a word.
 *
 * <p>Written on the lane; the peers' numbers may be read anywhere.
 */
final class Sums {

  /** What another member told. */
  record Peer(Sum sum, long heard) {}

  /** Of all members that have told lately. */
  record Total(int calls, int failures, int slow, int members) {}

  private final CircuitId circuit;
  private final CircuitOptions options;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();
  private final long window;
  private boolean trouble;
  private long troubleSince;
  private long troubleSeen;
  private Sum told;
  private long toldAt;

  Sums(CircuitId circuit, CircuitOptions options) {
    this.circuit = circuit;
    this.options = options;
    this.window = options.sharedWindow().toNanos();
    this.told = new Sum(circuit, Mark.NONE, 0, 0, 0);
  }

  void heard(String from, Sum sum, Mark mark, long now) {
    if (sum.mark().equals(mark)) {
      peers.put(from, new Peer(sum, now));
      notice(sum.calls(), sum.failures(), sum.slow(), now);
    }
  }

  void left(String member) {
    peers.remove(member);
  }

  /** What to tell the others now, if anything. */
  @Nullable Sum toTell(Recent own, Mark mark, long now) {
    notice(own.calls(), own.failures(), own.slow(), now);
    trouble &= now - troubleSeen < window;
    var sum = new Sum(circuit, mark, own.calls(), own.failures(), own.slow());
    // The same numbers may be of other calls: before the others drop them they are said again.
    boolean known = sum.equals(told) && (sum.calls() == 0 || now - toldAt < window / 2);
    if (!trouble || known || (sum.calls() == 0 && told.calls() == 0)) {
      return null;
    }
    told = sum;
    toldAt = now;
    return sum;
  }

  private void notice(int calls, int failures, int slow, long now) {
    if (calls > 0 && !options.ratesBelow(calls, failures, slow)) {
      troubleSince = trouble ? troubleSince : now;
      trouble = true;
      troubleSeen = now;
    }
  }

  /** The sum of several that is reason to open; null if it is none, or too new to be whole. */
  @Nullable Total tripping(Recent own, Mark mark, long now) {
    if (!trouble || now - troubleSince < Times.SETTLE) {
      return null;
    }
    var total = total(own, mark, now);
    return total.members() > 1 && options.trips(total.calls(), total.failures(), total.slow())
        ? total
        : null;
  }

  Total total(Recent own, Mark mark, long now) {
    int calls = own.calls();
    int failures = own.failures();
    int slow = own.slow();
    int members = calls > 0 ? 1 : 0;
    for (var peer : peers.values()) {
      var sum = peer.sum();
      if (sum.calls() > 0 && now - peer.heard() < window && sum.mark().equals(mark)) {
        calls += sum.calls();
        failures += sum.failures();
        slow += sum.slow();
        members++;
      }
    }
    return new Total(calls, failures, slow, members);
  }

  @Nullable Peer of(String member) {
    return peers.get(member);
  }
}
