package io.serai.cluster;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The cluster of an instance that has no others: nobody hears it, and it remembers by itself. */
final class Alone implements Cluster {
  private final Member self;
  private final Lane lane = new Lane("serai-cluster", Integer.MAX_VALUE);

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
    return new Channel() {
      @Override
      public void toAll(byte[] message) {}

      @Override
      public void to(String memberId, byte[] message) {}
    };
  }

  @Override
  public Board board(String name, BoardListener listener) {
    return new OwnBoard(listener);
  }

  @Override
  public Runnable onMembers(Consumer<List<Member>> listener) {
    return () -> {};
  }

  @Override
  public void close() {
    lane.close();
  }

  private final class OwnBoard implements Board {
    private final Map<String, byte[]> facts = new ConcurrentHashMap<>();
    private final BoardListener listener;

    OwnBoard(BoardListener listener) {
      this.listener = listener;
    }

    @Override
    public synchronized void put(String key, byte[] value) {
      facts.put(key, value);
      lane.run(() -> listener.put(key, value));
    }

    @Override
    public synchronized void remove(String key) {
      if (facts.remove(key) != null) {
        lane.run(() -> listener.removed(key));
      }
    }

    @Override
    public Map<String, byte[]> all() {
      return Map.copyOf(facts);
    }
  }
}
