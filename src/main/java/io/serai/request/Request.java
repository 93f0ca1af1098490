package io.serai.request;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One client request on its way through the house: who it is, how long it has, where it runs, what
 * it let in, what parts it has got. An exchange carries it as the property {@link #PROPERTY};
 * copies of the exchange share it.
 *
 * <p>A {@link #branch} is the same request seen from a branch of a multicast: it can end by itself
 * without ending the rest, and ends with the whole.
 */
public final class Request {
  /** The exchange property that holds it. */
  public static final String PROPERTY = "io.serai.Request";

  private final Identity identity;
  private final Inputs inputs;
  private final Parts parts;
  private final Deadline deadline;
  private final EventLoop loop;
  private final Executor lane;
  private final AtomicInteger callsLeft;
  private final @Nullable Element element;
  private final @Nullable Request whole;
  private @Nullable Ending first;
  private @Nullable Ending last;
  private @Nullable Ending onWhole;
  private boolean ended;

  /**
   * Who a request is, in logs and towards backends.
   *
   * @param id the correlation id, sent as {@code X-Request-Id}
   * @param traceparent the W3C trace context to send on
   * @param via the {@code Via} header to send on, by which a loop is found; empty for none
   */
  public record Identity(String id, String traceparent, String via) {

    /** One that came by no other gateway and isn't to be found again. */
    public Identity(String id, String traceparent) {
      this(id, traceparent, "");
    }
  }

  /**
   * One element of a split.
   *
   * @param item a {@code byte[]} is a valid JSON text without space around it; anything else is
   *     what a language of Camel's made
   * @param index its place among all elements, from 0
   */
  public record Element(Object item, int index) {}

  /**
   * A request as it enters.
   *
   * @param loop the event loop the request came in on; its backend connections live there too
   * @param lane where everything asynchronous resumes: at once on the loop, or on an off-loop
   *     thread when a step of the route may block. It takes every task, and whatever a task throws
   *     ends the request
   * @param maxCalls backend calls this request may make, {@code request.maxCalls}
   */
  public Request(
      Identity identity,
      Inputs inputs,
      Deadline deadline,
      EventLoop loop,
      Executor lane,
      int maxCalls) {
    this(
        identity,
        inputs,
        new Parts(),
        deadline,
        loop,
        lane,
        new AtomicInteger(maxCalls),
        null,
        null);
  }

  /** One that no client waits for, a timer's: of each part it remembers the last outcome only. */
  public static Request detached(
      Identity identity, Deadline deadline, EventLoop loop, Executor lane, int maxCalls) {
    return new Request(
        identity,
        Inputs.NONE,
        Parts.latest(),
        deadline,
        loop,
        lane,
        new AtomicInteger(maxCalls),
        null,
        null);
  }

  private Request(
      Identity identity,
      Inputs inputs,
      Parts parts,
      Deadline deadline,
      EventLoop loop,
      Executor lane,
      AtomicInteger callsLeft,
      @Nullable Request whole,
      @Nullable Element element) {
    this.identity = identity;
    this.inputs = inputs;
    this.parts = parts;
    this.deadline = deadline;
    this.loop = loop;
    this.lane = lane;
    this.callsLeft = callsLeft;
    this.whole = whole;
    this.element = element;
  }

  /** The exchange's request, or null if it came from a timer or another consumer without one. */
  public static @Nullable Request of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, Request.class);
  }

  /** The same request with an end of its own and, if sooner, a deadline of its own. */
  public Request branch(Deadline sooner) {
    return new Request(identity, inputs, parts, sooner, loop, lane, callsLeft, this, element);
  }

  /**
   * The same request with an end of its own, and parts of its own beside these: what comes of it is
   * the request's only if whoever made this view puts it there.
   */
  public Request aside() {
    return new Request(
        identity, inputs, parts.within(), deadline, loop, lane, callsLeft, this, element);
  }

  /**
   * The same request for a step that nobody waits for, a wire tap's: it doesn't end when the answer
   * is out, and has a deadline of its own. What is called for counts as the request's.
   */
  public Request detached(Deadline own) {
    return new Request(identity, inputs, parts, own, loop, lane, callsLeft, null, element);
  }

  /**
   * The same request seen from an element of a split: its parts are its own beside these. Whoever
   * made it ends it; it doesn't end with this one, which is not to remember thousands.
   *
   * @param mayCall whether it may make calls at all, as far as {@code request.maxCalls} goes
   */
  public Request element(Element element, boolean mayCall) {
    var calls = mayCall ? callsLeft : new AtomicInteger();
    return new Request(
        identity, inputs, parts.within(), deadline, loop, lane, calls, null, element);
  }

  /** The element of the innermost split around, if that split is ours. */
  public @Nullable Element element() {
    return element;
  }

  /** As a branch within a split that isn't ours: the element is the body of its exchange. */
  public Request withoutElement() {
    return new Request(identity, inputs, parts, deadline, loop, lane, callsLeft, this, null);
  }

  public Identity identity() {
    return identity;
  }

  public Inputs inputs() {
    return inputs;
  }

  public Parts parts() {
    return parts;
  }

  public Deadline deadline() {
    return deadline;
  }

  public EventLoop loop() {
    return loop;
  }

  /** Runs the task where this request's steps run. */
  public void resume(Runnable task) {
    lane.execute(task);
  }

  /** How many backend calls {@code request.maxCalls} still allows. */
  public int callsLeft() {
    return Math.max(0, callsLeft.get());
  }

  /** Whether one more backend call is within {@code request.maxCalls}; counts it if so. */
  public boolean mayCall() {
    return callsLeft.getAndDecrement() > 0;
  }

  /**
   * The client left, the answer is out, or nobody wants this branch any more: runs what was to be
   * ended with it, on the caller's thread, in the order registered. Idempotent.
   */
  public void end() {
    Ending next;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      next = first;
      first = null;
      last = null;
      leaveWhole();
    }
    for (; next != null; next = next.after) {
      next.action.run();
    }
  }

  public boolean isEnded() {
    synchronized (this) {
      if (ended || whole == null) {
        return ended;
      }
    }
    return whole.isEnded();
  }

  /**
   * Runs the action at the end, at once if that has come. Must not throw or block.
   *
   * @return by which whoever is done before the end takes it back; what isn't taken back is held
   *     until the end
   */
  public Ending onEnd(Runnable action) {
    var ending = new Ending(this, action);
    if (!register(ending)) {
      action.run();
    }
    return ending;
  }

  /** Locks go from a branch to its whole only; an end runs actions outside its own. */
  private synchronized boolean register(Ending ending) {
    if (!ended && first == null && whole != null) {
      // A branch hangs on the whole for as long as something hangs on it.
      onWhole = new Ending(whole, this::end);
      ended = !whole.register(onWhole);
    }
    if (ended) {
      return false;
    }
    ending.before = last;
    if (last == null) {
      first = ending;
    } else {
      last.after = ending;
    }
    last = ending;
    ending.held = true;
    return true;
  }

  private synchronized void forget(Ending ending) {
    if (ended || !ending.held) {
      return; // An end under way walks along the links.
    }
    ending.held = false;
    if (ending.before == null) {
      first = ending.after;
    } else {
      ending.before.after = ending.after;
    }
    if (ending.after == null) {
      last = ending.before;
    } else {
      ending.after.before = ending.before;
    }
    if (first == null) {
      leaveWhole();
    }
  }

  private void leaveWhole() {
    if (onWhole != null) {
      onWhole.forget();
      onWhole = null;
    }
  }

  /** An action registered for the end of a request; its links are under that one's lock. */
  public static final class Ending {
    private final Request of;
    private final Runnable action;
    private @Nullable Ending before;
    private @Nullable Ending after;
    private boolean held;

    private Ending(Request of, Runnable action) {
      this.of = of;
      this.action = action;
    }

    /** Takes it back, in constant time; too late and harmless once the end has begun. */
    public void forget() {
      of.forget(this);
    }
  }
}
