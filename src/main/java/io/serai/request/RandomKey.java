package io.serai.request;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keys unlike any other, which is all an {@code Idempotency-Key} has to be: a UUID, made without
 * the locks of a source of secrets.
 */
public final class RandomKey {
  private RandomKey() {}

  /** Such as {@code 3f0c2a52-9d1e-4b7a-8f54-0c6f5d0e8a11}. */
  public static String next() {
    var random = ThreadLocalRandom.current();
    // Version 4, variant 2: RFC 9562 section 5.4.
    long most = (random.nextLong() & ~0xF000L) | 0x4000L;
    long least = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(most, least).toString();
  }
}
