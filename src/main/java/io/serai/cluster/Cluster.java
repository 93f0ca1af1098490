package io.serai.cluster;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The other gateways of this one's cluster. Everything here may be called from any thread, event
 * loops too: nothing blocks, and nothing throws for the network's sake. What members send is heard
 * on one thread of the cluster's own.
 */
public interface Cluster extends AutoCloseable {

  /** The name members must share; empty if alone. */
  String name();

  Member self();

  /** This one included, oldest first; a snapshot. */
  List<Member> members();

  ClusterState state();

  /** Why it stands so, for operators: after {@link ClusterState#FAILED} what was wrong. */
  String reason();

  /** Opens one end of a channel; a name has one receiver here. */
  Channel channel(String name, Receiver receiver);

  /** Opens a board; a name has one listener here. */
  Board board(String name, BoardListener listener);

  /**
   * Opens the shelf, once, before {@link #begin}: every member needs the rule, also one that never
   * asks for anything, as keys of others may belong to it.
   *
   * @param most bytes of keys that may belong to this member; copies of others' come on top
   */
  Shelf shelf(ShelfRule rule, long most);

  /**
   * Hears the members after each change, as {@link #members} has them, on the cluster's own thread;
   * not of those that are there already.
   *
   * @return ends it
   */
  Runnable onMembers(Consumer<List<Member>> listener);

  /** Starts to look for the others, in the background; nothing happens alone, or again. */
  void begin();

  /** Leaves the others, within a few seconds. */
  @Override
  void close();

  /**
   * The cluster that the settings say, not begun.
   *
   * @param settings without {@link ClusterSettings#problems}
   */
  static Cluster of(ClusterSettings settings, Member self) {
    return settings.isAlone() ? alone(self) : new Together(settings, self);
  }

  /** The same for what isn't an instance, a check. */
  static Cluster alone() {
    return new Alone(new Member("", "", "", "", Instant.EPOCH));
  }

  /** The twin for an instance that has no others: opens nothing, boards are its own. */
  static Cluster alone(Member self) {
    return new Alone(self);
  }
}
