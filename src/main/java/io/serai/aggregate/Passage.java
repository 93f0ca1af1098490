package io.serai.aggregate;

import io.serai.request.Outcome;
import io.serai.request.Request;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on its way through a multicast: starts the branches, together or one after another,
 * and waits no longer than told.
 *
 * <p>Branches of a route off the loop end on any thread. All state is under this object's lock,
 * which is held for a few instructions or while a child is copied; whoever sets {@link #settled}
 * completes the exchange, everybody later is late.
 */
abstract class Passage {
  final Multicast multicast;
  final Exchange exchange;
  private final AsyncCallback callback;

  /** The request that came in, null for a timer's exchange. */
  final @Nullable Request request;

  /** The request as the branches see it: ended as soon as nobody waits for them any more. */
  final @Nullable Request branches;

  final Slot[] slots;

  volatile boolean settled;
  private int next;
  private boolean advancing;
  private boolean more;

  private final @Nullable Limit limit;

  /**
   * As the exchange arrives.
   *
   * @param reserve negative to leave waiting for the deadline to others
   */
  Passage(Multicast multicast, Exchange exchange, AsyncCallback callback, long reserve) {
    this.multicast = multicast;
    this.exchange = exchange;
    this.callback = callback;
    this.request = Request.of(exchange);
    long timeout = multicast.timeout.toNanos();
    if (request == null) {
      branches = null;
      limit = timeout > 0 ? new Limit(this, timeout) : null;
    } else {
      var deadline = request.deadline().less(multicast.reserve.toNanos());
      if (timeout > 0) {
        deadline = deadline.within(multicast.timeout);
      }
      branches = request.branch(deadline);
      boolean waits = reserve >= 0 || timeout > 0;
      limit = waits ? new Limit(this, deadline.left()) : null;
    }
    slots = new Slot[multicast.branches.length];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new Slot(this, multicast.branches[i]);
    }
  }

  /** A direct call has ended. */
  abstract void ended(Slot slot, Outcome outcome);

  /** A branch with steps has come to its end. */
  abstract void ended(Slot slot);

  /** It was waited for long enough. */
  abstract void timedOut();

  /** No branch that runs together with others will be started any more, save waiting ones. */
  abstract void allStarted();

  final void start() {
    if (limit != null) {
      limit.set();
    }
    if (!multicast.parallel) {
      advance();
      return;
    }
    for (var slot : slots) {
      if (settled) {
        return;
      }
      if (slot.branch.waitsFor().length == 0) {
        slot.start();
      }
    }
    allStarted();
  }

  /** After a part has come: starts the branches that waited for no other but it. */
  final void release() {
    synchronized (this) {
      if (advancing) {
        return;
      }
      advancing = true;
    }
    while (true) {
      Slot slot;
      synchronized (this) {
        slot = settled ? null : nextReleased();
        if (slot == null) {
          advancing = false;
          return;
        }
      }
      slot.start();
    }
  }

  private @Nullable Slot nextReleased() {
    for (var slot : slots) {
      if (!slot.released && slot.branch.waitsFor().length > 0 && hasCome(slot.branch.waitsFor())) {
        slot.released = true;
        return slot;
      }
    }
    return null;
  }

  private boolean hasCome(int[] indices) {
    for (int index : indices) {
      if (slots[index].outcome == null) {
        return false;
      }
    }
    return true;
  }

  /**
   * Starts the next branch of a sequence. A loop, not a recursion, for branches that end at once.
   */
  final void advance() {
    synchronized (this) {
      if (advancing) {
        more = true;
        return;
      }
      advancing = true;
    }
    while (true) {
      Slot slot;
      synchronized (this) {
        if (settled || next == slots.length) {
          advancing = false;
          return;
        }
        slot = slots[next++];
        more = false;
      }
      slot.start();
      synchronized (this) {
        if (!more) {
          advancing = false;
          return;
        }
      }
    }
  }

  /**
   * Lets a branch with steps begin, as a task of its own: branches begin in the order of the file,
   * and however many of them end at once, the stack doesn't grow. Off the loop parallel steps may
   * block, so each branch gets a thread.
   */
  final void hand(Slot slot) {
    if (!multicast.parallel || (request != null && request.loop().inEventLoop())) {
      multicast.reactive.schedule(slot);
      return;
    }
    Runnable task = () -> multicast.reactive.schedule(slot);
    try {
      if (request != null) {
        request.resume(task);
      } else {
        multicast.pool().execute(task);
      }
    } catch (RejectedExecutionException e) {
      slot.refuse(e);
    }
  }

  /** How many branches have been started. */
  final synchronized int started() {
    return multicast.parallel ? slots.length : next;
  }

  /**
   * Called once, by whoever settled it: ends what is still under way and goes on with the route.
   */
  final void complete(boolean outstanding) {
    if (limit != null) {
      limit.cancel();
    }
    if (outstanding && branches != null) {
      branches.end();
    }
    callback.done(false);
  }
}
