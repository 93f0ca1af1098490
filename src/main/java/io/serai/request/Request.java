package io.serai.request;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
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
  private List<Runnable> onEnd = List.of();
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
    this(identity, inputs, new Parts(), deadline, loop, lane, new AtomicInteger(maxCalls));
  }

  private Request(
      Identity identity,
      Inputs inputs,
      Parts parts,
      Deadline deadline,
      EventLoop loop,
      Executor lane,
      AtomicInteger callsLeft) {
    this.identity = identity;
    this.inputs = inputs;
    this.parts = parts;
    this.deadline = deadline;
    this.loop = loop;
    this.lane = lane;
    this.callsLeft = callsLeft;
  }

  /** The exchange's request, or null if it came from a timer or another consumer without one. */
  public static @Nullable Request of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, Request.class);
  }

  /** The same request with an end of its own and, if sooner, a deadline of its own. */
  public Request branch(Deadline sooner) {
    var branch = new Request(identity, inputs, parts, sooner, loop, lane, callsLeft);
    onEnd(branch::end);
    return branch;
  }

  /**
   * The same request for a step that nobody waits for, a wire tap's: it doesn't end when the answer
   * is out, and has a deadline of its own. What is called for counts as the request's.
   */
  public Request detached(Deadline own) {
    return new Request(identity, inputs, parts, own, loop, lane, callsLeft);
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

  /** Whether one more backend call is within {@code request.maxCalls}; counts it if so. */
  public boolean mayCall() {
    return callsLeft.getAndDecrement() > 0;
  }

  /**
   * The client left, the answer is out, or nobody wants this branch any more: runs what was to be
   * ended with it, on the caller's thread, in the order registered. Idempotent.
   */
  public void end() {
    List<Runnable> actions;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      actions = onEnd;
      onEnd = List.of();
    }
    actions.forEach(Runnable::run);
  }

  public synchronized boolean isEnded() {
    return ended;
  }

  /** Runs the action at the end, at once if that has come. Must not throw or block. */
  public void onEnd(Runnable action) {
    synchronized (this) {
      if (!ended) {
        if (onEnd.isEmpty()) {
          onEnd = new ArrayList<>(4);
        }
        onEnd.add(action);
        return;
      }
    }
    action.run();
  }
}
