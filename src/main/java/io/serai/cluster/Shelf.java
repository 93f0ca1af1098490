package io.serai.cluster;

import java.util.concurrent.CompletableFuture;

/**
 * What the gateways of a cluster keep for each other: bytes under a key, in the memory of the
 * member that the key belongs to and copied to {@code cluster.backups} others. A change is made
 * where the bytes are, one after another for each key, so that of several gateways one finds itself
 * the last. While members don't see each other a key may be held twice; when they do again, the
 * {@link ShelfRule} makes one of the two.
 */
public interface Shelf {

  /** How much the keys take that belong to this member; a little late. */
  record Held(int keys, long bytes) {}

  /**
   * Lets the rule change what is held. Callable from any thread, event loops too: it never blocks
   * and never throws. It may take as long as a member that hangs takes to be noticed, so whoever
   * waits needs a limit of its own; the answer may still come after it, and what it says holds.
   *
   * @return the rule's answer, on any thread; or {@link Unreachable}, and then nobody knows whether
   *     the change was made
   */
  CompletableFuture<byte[]> change(String key, byte[] wish);

  Held held();

  /** Nothing can be kept now: the cluster isn't open yet, or whoever has the key doesn't answer. */
  final class Unreachable extends Exception {
    private static final long serialVersionUID = 1;

    Unreachable(String reason) {
      super(reason, null, false, false);
    }
  }
}
