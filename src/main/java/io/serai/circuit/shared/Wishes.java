package io.serai.circuit.shared;

import io.serai.circuit.Breaker;
import io.serai.circuit.State;
import io.serai.cluster.Board;
import io.serai.cluster.BoardListener;
import io.serai.cluster.Cluster;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators want of circuits, by name, on the cluster's board: it beats everything else, later
 * joiners adopt it, and after a partition the latest counts. Confined to the lane, but as a
 * listener.
 */
final class Wishes implements BoardListener {
  private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);

  private final Collection<SharedCircuit> circuits;
  private final Lane lane;
  private final Board board;

  /** For these circuits, which may change. */
  Wishes(Collection<SharedCircuit> circuits, Cluster cluster, String name, Lane lane) {
    this.circuits = circuits;
    this.lane = lane;
    this.board = cluster.board(name, this);
  }

  /** An operator wants it here. */
  void made(String circuit, @Nullable State forced, String by) {
    try {
      board.put(circuit, new Forced(forced, by, System.currentTimeMillis()).bytes());
    } catch (IllegalStateException full) {
      LOG.warn("{}: forced on this node only: {}", circuit, full.getMessage());
    }
  }

  /** A circuit that came later than what is wanted of it. */
  void found(Breaker breaker) {
    var wish = board.all().get(breaker.name());
    if (wish != null) {
      grant(wish, breaker);
    }
  }

  @Override
  public void put(String key, byte[] value) {
    lane.run(() -> named(key, value));
  }

  @Override
  public void removed(String key) {
    lane.run(() -> named(key, new Forced(null, "the cluster's board", 0).bytes()));
  }

  private void named(String name, byte[] wish) {
    for (var circuit : circuits) {
      if (circuit.circuit().name().equals(name)) {
        grant(wish, circuit.breaker());
      }
    }
  }

  private static void grant(byte[] bytes, Breaker breaker) {
    var wish = understood(bytes);
    if (wish == null) {
      LOG.warn("{}: forced by a later release in a way that isn't known here", breaker.name());
    } else if (wish.state() != null || breaker.state().isForced()) {
      // A reset of what isn't forced comes as a stand, with a mark that says whether it is new.
      breaker.force(wish.state(), wish.by());
    }
  }

  private static @Nullable Forced understood(byte[] bytes) {
    try {
      return Forced.of(bytes);
    } catch (IllegalArgumentException notOurs) {
      return null;
    }
  }
}
