package io.serai.request;

import org.jspecify.annotations.Nullable;

/**
 * What one request's bodies take of the {@link BodyBudget}, its own and those of its parts, all
 * given back at once when it ends: until then any of them may be read. Confined to the request's
 * loop.
 */
public final class Holding {
  /** Of requests that nobody counts, a timer's: they are few, and nothing ends them. */
  public static final Holding NONE = new Holding(null);

  /** Why a body wasn't read. */
  public static final String SPENT = "no memory for it";

  private final BodyBudget.@Nullable Share share;
  private long bytes;
  private boolean ended;

  Holding(BodyBudget.@Nullable Share share) {
    this.share = share;
  }

  /** Takes more; false, and nothing is taken, if that is more than there is. */
  public boolean take(long more) {
    // A write that outlives its request has no one left who would give it back.
    if (share == null || ended) {
      return true;
    }
    if (!share.hasRoom(more)) {
      return false;
    }
    share.add(more);
    bytes += more;
    return true;
  }

  /** Whether as much could be taken now. */
  public boolean hasRoom(long more) {
    return share == null || share.hasRoom(more);
  }

  /** Gives everything back. Idempotent. */
  public void end() {
    if (share != null && !ended) {
      ended = true;
      share.add(-bytes);
    }
  }
}
