package io.serai.circuit.shared;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.cluster.Board;
import io.serai.cluster.BoardListener;
import io.serai.cluster.Channel;
import io.serai.cluster.Cluster;
import io.serai.cluster.ClusterState;
import io.serai.cluster.Member;
import io.serai.cluster.Receiver;
import io.serai.cluster.Shelf;
import io.serai.cluster.ShelfRule;
import io.serai.testing.LogLines;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What others tell faster than it is read. */
class UnreadTest {
  private static final Member SELF = new Member("1", "a:1", "one", "1", Instant.EPOCH);
  private static final Member OTHER = new Member("2", "b:1", "two", "1", Instant.EPOCH);

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private @Nullable Receiver receiver;

  /** Does nothing until the test says so. */
  private final class Held implements Lane {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public void run(Runnable task) {
      waiting.add(task);
    }

    @Override
    public void after(long nanos, Runnable task) {
      later.add(task);
    }
  }

  /** A network of which only the receiver is of interest. */
  private final class Net implements Cluster {
    @Override
    public Shelf shelf(ShelfRule rule, long most) {
      throw new UnsupportedOperationException("circuits keep nothing on it");
    }

    @Override
    public void begin() {}

    @Override
    public String name() {
      return "net";
    }

    @Override
    public Member self() {
      return SELF;
    }

    @Override
    public List<Member> members() {
      return List.of(SELF, OTHER);
    }

    @Override
    public ClusterState state() {
      return ClusterState.JOINED;
    }

    @Override
    public String reason() {
      return "";
    }

    @Override
    public Channel channel(String name, Receiver to) {
      receiver = to;
      return new Channel() {
        @Override
        public void toAll(byte[] message) {}

        @Override
        public void to(String memberId, byte[] message) {}
      };
    }

    @Override
    public Board board(String name, BoardListener listener) {
      return new Board() {
        @Override
        public void put(String key, byte[] value) {}

        @Override
        public void remove(String key) {}

        @Override
        public Map<String, byte[]> all() {
          return Map.of();
        }
      };
    }

    @Override
    public Runnable onMembers(Consumer<List<Member>> listener) {
      return () -> {};
    }

    @Override
    public void close() {}
  }

  private void flood(int messages) {
    for (int i = 0; i < messages; i++) {
      requireNonNull(receiver).received(OTHER, new byte[1000]);
    }
  }

  private void drain() {
    for (var task = waiting.poll(); task != null; task = waiting.poll()) {
      task.run();
    }
  }

  @Test
  void isDroppedBeyondItsBoundAndToldOnceAndReadAgainAfterwards() {
    try (var log = new LogLines("io.serai.circuit.shared");
        var shared = new SharedCircuits(new Net(), (name, forced, by) -> {}, new Held())) {
      drain();
      flood(100_000);
      int most = (int) (SharedCircuits.MOST_UNREAD / 1000);
      assertThat(waiting).hasSizeBetween(most / 2, most);
      int lost = 100_000 - waiting.size();

      drain();
      requireNonNull(later.poll()).run();
      assertThat(log.count(lost + " messages of other members were dropped")).isEqualTo(1);

      flood(10);
      assertThat(waiting).hasSize(10);
      assertThat(shared.views()).isEmpty();
    }
  }
}
