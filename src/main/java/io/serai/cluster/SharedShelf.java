package io.serai.cluster;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shelf of an instance that has others. Wishes go out on a thread of their own, as Hazelcast
 * may let whoever calls it wait for a moment, and event loops don't.
 */
final class SharedShelf implements Shelf, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.cluster");

  private static final int MOST_WAITING = 10_000;
  private static final int ROUNDS_BETWEEN_LOOKS_ELSEWHERE = 25;

  /** What was due so long ago, its own member doesn't look after: it may lack the route. */
  private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

  private final ShelfRule rule;
  private final Keeping keeping;
  private final Supplier<@Nullable Node> node;
  private final Lane lane = new Lane("serai-shelf");
  private final AtomicInteger waiting = new AtomicInteger();
  private final Rounds rounds = new Rounds("serai-shelf-rounds", LocalShelf.PAUSE, this::round);
  private int round;

  /**
   * One that finds everything as it was left by others.
   *
   * @param node by which it is reached, null while there is none
   */
  SharedShelf(ShelfRule rule, long most, Supplier<@Nullable Node> node) {
    this.rule = rule;
    this.keeping = new Keeping(rule, most, Clock.systemUTC());
    this.node = node;
  }

  Keeping keeping() {
    return keeping;
  }

  /** Looks after what there is from now on; others may have begun long before. */
  void begin() {
    rounds.begin();
  }

  @Override
  public CompletableFuture<byte[]> change(String key, byte[] wish) {
    var answer = new CompletableFuture<byte[]>();
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      answer.completeExceptionally(new Unreachable("too much waits for the cluster"));
      return answer;
    }
    answer.whenComplete((done, failure) -> waiting.decrementAndGet());
    lane.run(() -> send(key, wish, answer));
    return answer;
  }

  private void send(String key, byte[] wish, CompletableFuture<byte[]> answer) {
    var through = node.get();
    if (through == null) {
      answer.completeExceptionally(new Unreachable("the cluster isn't open yet"));
      return;
    }
    try {
      through
          .shelf()
          .submitToKey(key, new Changing(wish))
          .whenComplete(
              (made, failure) -> {
                if (failure == null) {
                  answer.complete(made);
                } else {
                  answer.completeExceptionally(unreachable(failure));
                }
              });
    } catch (RuntimeException e) {
      answer.completeExceptionally(unreachable(e));
    }
  }

  /** For clients, so without a member's address. */
  private static Unreachable unreachable(Throwable failure) {
    LOG.debug("a wish that the cluster didn't answer", failure);
    return new Unreachable("the cluster doesn't answer");
  }

  private void round() {
    var through = node.get();
    if (through == null || !through.hasShelf()) {
      return;
    }
    var due = new DueKeys(0, keeping);
    through.shelf().localKeySet(due).forEach(rule::due);
    keeping.counted(due.keys.sum(), due.bytes.sum());
    round++;
    if (round % ROUNDS_BETWEEN_LOOKS_ELSEWHERE == 0) {
      through.shelf().keySet(new DueKeys(LEFT_ALONE.toMillis(), null)).forEach(rule::due);
    }
  }

  @Override
  public Held held() {
    return keeping.held();
  }

  @Override
  public void close() {
    rounds.close();
    lane.close();
  }
}
