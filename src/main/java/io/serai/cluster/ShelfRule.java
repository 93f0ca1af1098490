package io.serai.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of the bytes on a {@link Shelf}. It is asked on the member that a key belongs to,
 * which may be of another release than the one that wishes: bytes tell their version. Must be quick
 * and must not block: it holds up all keys of its partition. Arrays given to it are never changed.
 */
public interface ShelfRule {

  /**
   * What came of a wish.
   *
   * @param held what is held from now on, the same array if nothing changed; null for nothing
   * @param answer for who wished
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Change(byte @Nullable [] held, byte[] answer) {}

  /**
   * Makes a change.
   *
   * @param held null if nothing is
   * @param now ms since 1970 on the member that holds it
   * @param full how much of the room of that member is taken, 1 for all; more is possible
   */
  Change change(byte @Nullable [] held, byte[] wish, long now, double full);

  /**
   * One of two that were held under one key while members didn't see each other.
   *
   * @param now as above
   */
  byte[] merge(byte[] one, byte[] other, long now);

  /** Whether it is time to look after it. */
  boolean isDue(byte[] held, long now, double full);

  /**
   * Looks after what is due; asked again each round until it no longer is. On the shelf's own
   * thread, by the member that the key belongs to, and if that doesn't do it by others too.
   */
  void due(String key);
}
