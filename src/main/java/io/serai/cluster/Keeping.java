package io.serai.cluster;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What this member does for the keys of the shelf that belong to it. */
final class Keeping {
  /** What a key takes beside its text and bytes. */
  private static final int ENTRY_BYTES = 300;

  final ShelfRule rule;
  private final long most;
  private final InstantSource clock;
  private final AtomicLong keys = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Empty as yet.
   *
   * @param most bytes that there is room for
   */
  Keeping(ShelfRule rule, long most, InstantSource clock) {
    this.rule = rule;
    this.most = most;
    this.clock = clock;
  }

  ShelfRule.Change change(String key, byte @Nullable [] held, byte[] wish) {
    var change = rule.change(held, wish, clock.millis(), full());
    var after = change.held();
    keys.addAndGet((after == null ? 0 : 1) - (held == null ? 0 : 1));
    bytes.addAndGet(weight(key, after) - weight(key, held));
    return change;
  }

  byte[] merge(byte[] one, byte[] other) {
    return rule.merge(one, other, clock.millis());
  }

  /** Whether it was due so long ago. */
  boolean isDue(byte[] held, long millisAgo) {
    return rule.isDue(held, clock.millis() - millisAgo, full());
  }

  static long weight(String key, byte @Nullable [] held) {
    return held == null ? 0 : ENTRY_BYTES + 2L * key.length() + held.length;
  }

  /** What was found when all was looked at: keys come and go with members, too. */
  void counted(long keys, long bytes) {
    this.keys.set(keys);
    this.bytes.set(bytes);
  }

  Shelf.Held held() {
    return new Shelf.Held((int) Math.max(0, keys.get()), Math.max(0, bytes.get()));
  }

  private double full() {
    return (double) bytes.get() / most;
  }
}
