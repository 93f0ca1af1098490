package io.serai.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shelf of an instance that has no others: changes are made at once, on the caller's thread.
 */
final class LocalShelf implements Shelf, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalShelf.class);
  static final Duration PAUSE = Duration.ofMillis(200);

  private final ConcurrentMap<String, byte[]> held = new ConcurrentHashMap<>();
  private final Keeping keeping;
  private final Rounds rounds = new Rounds("serai-shelf", PAUSE, this::round);

  LocalShelf(ShelfRule rule, long most, InstantSource clock) {
    keeping = new Keeping(rule, most, clock);
  }

  @Override
  public CompletableFuture<byte[]> change(String key, byte[] wish) {
    rounds.begin();
    var answer = new CompletableFuture<byte[]>();
    try {
      held.compute(
          key,
          (same, before) -> {
            var change = keeping.change(key, before, wish);
            // Nobody waits for it yet: what follows happens once the key is free for others.
            answer.complete(change.answer());
            return change.held();
          });
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  /** Looks at everything once. */
  void round() {
    held.forEach(
        (key, bytes) -> {
          if (keeping.isDue(bytes, 0)) {
            keeping.rule.due(key);
          }
        });
  }

  @Override
  public Held held() {
    return keeping.held();
  }

  @Override
  public void close() {
    rounds.close();
    if (!held.isEmpty()) {
      LOG.warn("{} keys were held in this process's memory alone, and end with it", held.size());
    }
  }
}
