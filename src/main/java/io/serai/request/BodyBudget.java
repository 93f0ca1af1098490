package io.serai.request;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all bodies in memory may take together, those of requests and those of parts. Each event
 * loop counts its own without a lock or an atomic step, and looks at the others' counts only when
 * it has more than its share: near the limit two loops may both take what was left for one.
 */
public final class BodyBudget {
  private final List<Share> shares = new ArrayList<>();
  private final long most;
  private final long fair;

  /**
   * A budget of its own for these loops.
   *
   * @param most bytes, at least 1
   */
  public BodyBudget(Loops loops, long most) {
    for (var loop : loops.group()) {
      shares.add(new Share((EventLoop) loop));
    }
    this.most = most;
    this.fair = most / shares.size();
  }

  /** For one request that lives on that loop; ended with it. */
  public Holding holding(EventLoop loop) {
    for (var share : shares) {
      if (share.loop == loop) {
        return new Holding(share);
      }
    }
    return Holding.NONE;
  }

  /** Bytes held by now; from any thread, a little late. */
  public long held() {
    long sum = 0;
    for (var share : shares) {
      sum += share.held.getOpaque();
    }
    return sum;
  }

  /** What the requests of one loop hold; written on that loop only. */
  final class Share {
    private final EventLoop loop;
    private final AtomicLong held = new AtomicLong();

    private Share(EventLoop loop) {
      this.loop = loop;
    }

    boolean hasRoom(long more) {
      long after = held.getPlain() + more;
      return after <= fair || held() + more <= most;
    }

    void add(long bytes) {
      held.setOpaque(held.getPlain() + bytes);
    }
  }
}
