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
public final class Request extends Lifetime {
  /** The exchange property that holds it. */
  public static final String PROPERTY = "io.serai.Request";

  private final Identity identity;
  private final Inputs inputs;
  private final Parts parts;
  private final Deadline deadline;
  private final EventLoop loop;
  private final Executor lane;
  private final AtomicInteger callsLeft;
  private final Holding holding;
  private final @Nullable Dispatch dispatch;
  private final @Nullable Element element;
  private @Nullable Progress progress;

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
    this(identity, inputs, deadline, loop, lane, maxCalls, Holding.NONE);
  }

  /**
   * The same with its bodies counted.
   *
   * @param holding ended by whoever made it, with the request
   */
  public Request(
      Identity identity,
      Inputs inputs,
      Deadline deadline,
      EventLoop loop,
      Executor lane,
      int maxCalls,
      Holding holding) {
    this(identity, inputs, deadline, loop, lane, maxCalls, holding, null);
  }

  /**
   * The same that may send others in.
   *
   * @param dispatch null if it may not
   */
  public Request(
      Identity identity,
      Inputs inputs,
      Deadline deadline,
      EventLoop loop,
      Executor lane,
      int maxCalls,
      Holding holding,
      @Nullable Dispatch dispatch) {
    this(
        identity,
        inputs,
        new Parts(),
        deadline,
        loop,
        lane,
        new AtomicInteger(maxCalls),
        holding,
        dispatch,
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
        Holding.NONE,
        null,
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
      Holding holding,
      @Nullable Dispatch dispatch,
      @Nullable Request whole,
      @Nullable Element element) {
    super(whole);
    this.identity = identity;
    this.inputs = inputs;
    this.parts = parts;
    this.deadline = deadline;
    this.loop = loop;
    this.lane = lane;
    this.callsLeft = callsLeft;
    this.holding = holding;
    this.dispatch = dispatch;
    this.element = element;
  }

  /** The exchange's request, or null if it came from a timer or another consumer without one. */
  public static @Nullable Request of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, Request.class);
  }

  /** The same request with an end of its own and, if sooner, a deadline of its own. */
  public Request branch(Deadline sooner) {
    return new Request(
        identity, inputs, parts, sooner, loop, lane, callsLeft, holding, dispatch, this, element);
  }

  /**
   * The same request with an end of its own, and parts of its own beside these: what comes of it is
   * the request's only if whoever made this view puts it there.
   */
  public Request aside() {
    return new Request(
        identity,
        inputs,
        parts.within(),
        deadline,
        loop,
        lane,
        callsLeft,
        holding,
        dispatch,
        this,
        element);
  }

  /**
   * The same request for a step that nobody waits for, a wire tap's: it doesn't end when the answer
   * is out, and has a deadline of its own. What is called for counts as the request's.
   */
  public Request detached(Deadline own) {
    return new Request(
        identity, inputs, parts, own, loop, lane, callsLeft, holding, null, null, element);
  }

  /**
   * What is done once for several requests, where this one is done: nothing that a client sent is
   * seen there, it has parts of its own, and it ends when whoever made it ends it. Calls count from
   * what this one has left.
   */
  public Request shared(Deadline own) {
    return shared(own, Inputs.NONE);
  }

  /** The same with what is to be seen there. */
  public Request shared(Deadline own, Inputs inputs) {
    return new Request(
        identity,
        inputs,
        new Parts(),
        own,
        loop,
        lane,
        new AtomicInteger(callsLeft()),
        Holding.NONE,
        null,
        null,
        null);
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
        identity,
        inputs,
        parts.within(),
        deadline,
        loop,
        lane,
        calls,
        holding,
        dispatch,
        null,
        element);
  }

  /** The element of the innermost split around, if that split is ours. */
  public @Nullable Element element() {
    return element;
  }

  /** As a branch within a split that isn't ours: the element is the body of its exchange. */
  public Request withoutElement() {
    return new Request(
        identity, inputs, parts, deadline, loop, lane, callsLeft, holding, dispatch, this, null);
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

  /** What its bodies take of the memory there is for all; shared with its branches. */
  public Holding holding() {
    return holding;
  }

  /**
   * By which it sends in what it has in its body; null if it was sent in so itself, or if nobody
   * waits for it.
   */
  public @Nullable Dispatch dispatch() {
    return dispatch;
  }

  /** Parts of the answer are told there before it is whole. Before the request enters its route. */
  public void tells(Progress told) {
    progress = told;
  }

  /** Where parts of the answer are told; null if they aren't, and for every view of a request. */
  public @Nullable Progress progress() {
    return progress;
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
}
