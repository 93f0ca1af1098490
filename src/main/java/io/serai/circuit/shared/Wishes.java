package io.serai.circuit.shared;

import io.serai.circuit.State;
import io.serai.circuit.Wanted;
import io.serai.cluster.Board;
import io.serai.cluster.BoardListener;
import io.serai.cluster.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators want of circuits, by name, on the cluster's board: it beats everything else, later
 * joiners adopt it, and after a partition the latest counts. A reset takes a wish off the board,
 * which remembers that for a member that was cut off.
 */
final class Wishes implements BoardListener {
  private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);

  private final Wanted circuits;
  private final Lane lane;
  private final Board board;

  Wishes(Wanted circuits, Cluster cluster, String name, Lane lane) {
    this.circuits = circuits;
    this.lane = lane;
    this.board = cluster.board(name, this);
  }

  /** An operator wants it here, on any thread; whether it is wanted everywhere then. */
  boolean made(String circuit, @Nullable State forced, String by) {
    if (forced == null) {
      board.remove(circuit);
      return true;
    }
    try {
      board.put(circuit, new Forced(forced, by).bytes());
      return true;
    } catch (IllegalStateException full) {
      LOG.warn("{}: forced on this node only: {}", circuit, full.getMessage());
      return false;
    }
  }

  @Override
  public void put(String key, byte[] value) {
    lane.run(() -> changed(key));
  }

  @Override
  public void removed(String key) {
    lane.run(() -> changed(key));
  }

  /** As it is by now: what is heard of a wish made here may be older than the next one. */
  private void changed(String name) {
    var bytes = board.all().get(name);
    if (bytes == null || Forced.isReset(bytes)) {
      circuits.want(name, null, "an operator of the cluster");
      return;
    }
    var wish = understood(bytes);
    if (wish == null) {
      LOG.warn("{}: forced by a later release in a way that isn't known here", name);
    } else {
      circuits.want(name, wish.state(), wish.by());
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
