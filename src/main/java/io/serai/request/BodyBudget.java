package io.serai.request;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What all bodies in memory may take together, those of requests and those of parts, and the
 * answers that clients haven't taken, which may have half of it ({@link Backlog}). Each event loop
 * counts its own without a lock or an atomic step, and looks at the others' counts only when it has
 * more than its share: near the limit two loops may both take what was left for one.
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
    var share = share(loop);
    return share == null ? Holding.NONE : new Holding(share);
  }

  /**
   * For one connection that lives on that loop.
   *
   * @param giveUp closes it, when slow clients have more than they may
   */
  public Backlog backlog(EventLoop loop, Runnable giveUp) {
    return new Backlog(share(loop), giveUp);
  }

  private @Nullable Share share(EventLoop loop) {
    for (var share : shares) {
      if (share.loop == loop) {
        return share;
      }
    }
    return null;
  }

  /** Bytes held by now; from any thread, a little late. */
  public long held() {
    long sum = 0;
    for (var share : shares) {
      sum += share.held.getOpaque();
    }
    return sum;
  }

  /** Bytes of that in backlogs by now; from any thread, a little late. */
  public long owed() {
    long sum = 0;
    for (var share : shares) {
      sum += share.owed.getOpaque();
    }
    return sum;
  }

  /** What the requests and connections of one loop hold; written on that loop only. */
  final class Share {
    private final EventLoop loop;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong owed = new AtomicLong();
    // First the one that hasn't become less for the longest.
    private final Set<Backlog> backlogs = new LinkedHashSet<>();

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

    void owe(Backlog backlog, long more, boolean any) {
      add(more);
      owed.setOpaque(owed.getPlain() + more);
      if (more < 0) {
        backlogs.remove(backlog);
      }
      if (any) {
        backlogs.add(backlog);
      }
      if (more > 0) {
        while (backlogs.size() > 1 && owesTooMuch()) {
          backlogs.iterator().next().giveUp();
        }
      }
    }

    boolean owesTooMuch() {
      return owed.getPlain() > fair / 2 && owed() > most / 2;
    }
  }
}
