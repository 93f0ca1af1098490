package io.serai.cluster;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cluster of an instance that has no others: nobody hears it, and it remembers by itself. */
final class Alone implements Cluster {
  private static final Channel NOBODY =
      new Channel() {
        @Override
        public void toAll(byte[] message) {}

        @Override
        public void to(String memberId, byte[] message) {}
      };

  private final Member self;
  private final Lane lane = new Lane("serai-cluster");
  private @Nullable LocalShelf shelf;

  Alone(Member self) {
    this.self = self;
  }

  @Override
  public String name() {
    return "";
  }

  @Override
  public Member self() {
    return self;
  }

  @Override
  public List<Member> members() {
    return List.of(self);
  }

  @Override
  public ClusterState state() {
    return ClusterState.ALONE;
  }

  @Override
  public String reason() {
    return ClusterState.ALONE.reason();
  }

  @Override
  public Channel channel(String name, Receiver receiver) {
    return NOBODY;
  }

  @Override
  public Board board(String name, BoardListener listener) {
    return new SharedBoard(name, self.id(), listener, lane, NOBODY);
  }

  @Override
  public synchronized Shelf shelf(ShelfRule rule, long most) {
    if (shelf != null) {
      throw new IllegalStateException("the shelf is open already");
    }
    var opened = new LocalShelf(rule, most, InstantSource.system());
    shelf = opened;
    return opened;
  }

  @Override
  public Runnable onMembers(Consumer<List<Member>> listener) {
    return () -> {};
  }

  @Override
  public void begin() {}

  @Override
  public synchronized void close() {
    if (shelf != null) {
      shelf.close();
    }
    lane.close();
  }
}
