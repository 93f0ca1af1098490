package io.serai.entry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections, and whether they are on their way out. */
final class Connections {
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final ListenerStats stats;
  private final int most;
  private volatile boolean draining;

  Connections(ListenerStats stats, int most) {
    this.stats = stats;
    this.most = most;
  }

  /** False if there are too many; it must be {@link #remove removed} all the same. */
  boolean add(Connection connection) {
    open.add(connection);
    return stats.connect(most);
  }

  void remove(Connection connection) {
    if (open.remove(connection)) {
      stats.disconnect();
    }
  }

  boolean isDraining() {
    return draining;
  }

  /** Answers announce the end from now on, and quiet connections are closed. */
  void drain() {
    draining = true;
    open.forEach(Connection::drain);
  }

  void close() {
    open.forEach(Connection::close);
  }
}
