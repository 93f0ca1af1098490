package io.serai.aggregate;

import io.serai.request.Outcome;
import io.serai.request.Request;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One exchange that goes out to the branches of a multicast or the elements of a split: starts the
 * branches or elements, together, some at a time or one after another, and waits no longer than
 * told.
 *
 * <p>Branches of a route off the loop end on any thread. All state is under this object's lock,
 * which is held for a few instructions or while a child is copied; whoever sets {@link #settled}
 * completes the exchange, everybody later is late.
 */
abstract class FanOut {
  final Fork fork;
  final Exchange exchange;

  /** What children are copied of: the exchange, or where it may change meanwhile a copy of it. */
  final Exchange original;

  private final AsyncCallback callback;

  /** The request that came in, null for a timer's exchange. */
  final @Nullable Request request;

  /** The request as the branches see it: ended as soon as nobody waits for them any more. */
  final @Nullable Request branches;

  final Slot[] slots;

  volatile boolean settled;

  /** Whether calls of elements would be more than allowed, so that none is made. */
  boolean spent;

  private int next;
  private int running;
  private boolean advancing;

  private final @Nullable Limit limit;

  /**
   * As the exchange arrives.
   *
   * @param elements of a split, which all go through its one branch; none in a multicast
   * @param reserve negative to leave waiting for the deadline to others
   */
  FanOut(Fork fork, List<?> elements, Exchange exchange, AsyncCallback callback, long reserve) {
    this.fork = fork;
    this.exchange = exchange;
    this.callback = callback;
    this.original = fork.template(exchange);
    this.request = Request.of(exchange);
    long timeout = fork.terms.timeout().toNanos();
    if (request == null) {
      branches = null;
      limit = timeout > 0 ? new Limit(this, timeout) : null;
    } else {
      var deadline = request.deadline().less(fork.terms.reserve().toNanos());
      if (timeout > 0) {
        deadline = deadline.within(fork.terms.timeout());
      }
      branches = request.branch(deadline);
      boolean waits = reserve >= 0 || timeout > 0;
      limit = waits ? new Limit(this, deadline.left()) : null;
    }
    boolean forEach = fork.isForEach();
    slots = new Slot[forEach ? elements.size() : fork.branches.length];
    for (int i = 0; i < slots.length; i++) {
      var element = forEach ? elements.get(i) : null;
      slots[i] = new Slot(this, fork.branches[forEach ? 0 : i], i, element);
    }
    if (forEach && branches != null) {
      branches.onEnd(this::endElements);
    }
  }

  /** How many results there are to be: of elements that are equal one slot has several. */
  int positions() {
    return slots.length;
  }

  Slot at(int position) {
    return slots[position];
  }

  /** The request as that branch or element sees it. */
  final @Nullable Request view(Slot slot) {
    if (branches == null || slot.element == null) {
      return branches;
    }
    var item = ElementBody.item(slot.element);
    var view = branches.element(new Request.Element(item, slot.index), !spent);
    slot.view = view;
    if (branches.isEnded()) {
      view.end();
    }
    return view;
  }

  private void endElements() {
    for (var slot : slots) {
      var view = slot.view;
      if (view != null) {
        view.end();
      }
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
    if (isCapped()) {
      fill();
      allStarted();
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

  /** Whether the next is started when one has ended. */
  final boolean isCapped() {
    return !fork.terms.parallel() || fork.isForEach();
  }

  /** One has ended: starts the next if there are as many as may run together, and more wait. */
  final void advance() {
    synchronized (this) {
      running--;
    }
    fill();
  }

  /** A loop, not a recursion, for branches that end at once. */
  private void fill() {
    synchronized (this) {
      if (advancing) {
        return;
      }
      advancing = true;
    }
    while (true) {
      Slot slot;
      synchronized (this) {
        if (settled || next == slots.length || running >= fork.terms.atOnce()) {
          advancing = false;
          return;
        }
        slot = slots[next++];
        running++;
      }
      slot.start();
    }
  }

  /** How many branches have been started. */
  final synchronized int started() {
    return fork.terms.parallel() ? slots.length : next;
  }

  /**
   * Called once, by whoever settled it: ends what is still under way and goes on with the route.
   */
  final void complete(boolean outstanding) {
    if (limit != null) {
      limit.cancel();
    }
    // A split's elements are to be forgotten, however long the request goes on.
    if (branches != null && (outstanding || fork.isForEach())) {
      branches.end();
    }
    callback.done(false);
  }
}
