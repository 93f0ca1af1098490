package io.serai.aggregate;

import io.serai.cluster.Board;
import io.serai.cluster.BoardListener;
import io.serai.cluster.Channel;
import io.serai.cluster.Cluster;
import io.serai.cluster.ClusterState;
import io.serai.cluster.Member;
import io.serai.cluster.Receiver;
import io.serai.cluster.Shelf;
import io.serai.cluster.ShelfRule;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of one whose shelf answers what its rounds ask only when it is told to, as the network
 * may; what callers ask it answers at once.
 */
final class LateAnswers implements Cluster {
  private final Cluster alone = Cluster.alone();
  private final ThreadLocal<Boolean> inRound = ThreadLocal.withInitial(() -> false);
  private final CountDownLatch told = new CountDownLatch(1);
  private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
  final AtomicInteger due = new AtomicInteger();
  final AtomicInteger asked = new AtomicInteger();

  /** All that was asked so far is answered, and what is asked from now on at once. */
  void answer() {
    told.countDown();
    for (var next = answers.poll(); next != null; next = answers.poll()) {
      next.run();
    }
  }

  @Override
  public Shelf shelf(ShelfRule rule, long most) {
    var shelf = alone.shelf(new Told(rule), most);
    return new Shelf() {
      @Override
      public CompletableFuture<byte[]> change(String key, byte[] wish) {
        var answer = shelf.change(key, wish);
        if (!inRound.get()) {
          return answer;
        }
        asked.incrementAndGet();
        if (told.getCount() == 0) {
          return answer;
        }
        var late = new CompletableFuture<byte[]>();
        answers.add(() -> answer.thenAccept(late::complete));
        return late;
      }

      @Override
      public Held held() {
        return shelf.held();
      }
    };
  }

  private final class Told implements ShelfRule {
    private final ShelfRule rule;

    private Told(ShelfRule rule) {
      this.rule = rule;
    }

    @Override
    public Change change(byte @Nullable [] held, byte[] wish, long now, double full) {
      return rule.change(held, wish, now, full);
    }

    @Override
    public byte[] merge(byte[] one, byte[] other, long now) {
      return rule.merge(one, other, now);
    }

    @Override
    public boolean isDue(byte[] held, long now, double full) {
      return rule.isDue(held, now, full);
    }

    @Override
    public void due(String key) {
      due.incrementAndGet();
      inRound.set(true);
      try {
        rule.due(key);
      } finally {
        inRound.set(false);
      }
    }
  }

  @Override
  public String name() {
    return alone.name();
  }

  @Override
  public Member self() {
    return alone.self();
  }

  @Override
  public List<Member> members() {
    return alone.members();
  }

  @Override
  public ClusterState state() {
    return alone.state();
  }

  @Override
  public String reason() {
    return alone.reason();
  }

  @Override
  public Channel channel(String name, Receiver receiver) {
    return alone.channel(name, receiver);
  }

  @Override
  public Board board(String name, BoardListener listener) {
    return alone.board(name, listener);
  }

  @Override
  public Runnable onMembers(Consumer<List<Member>> listener) {
    return alone.onMembers(listener);
  }

  @Override
  public void begin() {
    alone.begin();
  }

  @Override
  public void close() {
    alone.close();
  }
}
