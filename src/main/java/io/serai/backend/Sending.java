package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.serai.request.Alarms;
import io.serai.request.ErrorType;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call as pools and connections know it: it waits for a connection to its host, its request is
 * sent, and it is told what came of that.
 *
 * <pre>
 *   NEW ─→ WAITING for a connection ─→ SENT ─→ OVER
 *             ↑                          │
 *             └────── PAUSED ←───────────┘  a retry
 * </pre>
 *
 * Confined to the request's loop once begun. The host counts the call until its {@link #end}.
 */
abstract class Sending implements Caller {
  private enum State {
    /** Not on its loop yet. */
    NEW,
    /** In line for a connection, or one is being opened. */
    WAITING,
    /** Its request is out or on its way out. */
    SENT,
    /** Between two attempts. */
    PAUSED,
    /** Nothing more will happen. */
    OVER
  }

  final CallOptions options;
  final EventLoop loop;
  final String method;
  final Encoded request;
  private Host host;
  private State state = State.NEW;
  private boolean out;
  private boolean timed;
  private long sentAt; // 0 if nobody asks how long it takes
  private long took;
  private long now;
  private @Nullable Connection connection;
  private Alarms.@Nullable Alarm step;

  Sending(CallOptions options, String method, EventLoop loop, Host host, long now) {
    this.options = options;
    this.loop = loop;
    this.method = method;
    this.host = host;
    this.request = new Encoded(method, host);
    this.now = now;
    host.inUse.getAndIncrement();
  }

  /** From now on it is known what answers take. */
  final void time() {
    timed = true;
  }

  /**
   * From the sending of the request to the end of the answer, nanoseconds; of the last that came.
   * What it waited for a connection is not in it: that was our line, not the backend's.
   */
  final long took() {
    return took;
  }

  /** One more attempt. */
  abstract void next();

  /** The attempt's own time is over. */
  abstract void timeOver();

  /** Of the whole call, on {@link System#nanoTime}'s scale. */
  abstract long endsAt();

  final Host host() {
    return host;
  }

  final void move(Host other) {
    host.inUse.getAndDecrement();
    host = other;
    host.inUse.getAndIncrement();
  }

  final boolean isBegun() {
    return state != State.NEW;
  }

  final boolean isSent() {
    return state == State.SENT;
  }

  final boolean isOver() {
    return state == State.OVER;
  }

  /** A loop that shuts down rings no alarm any more. */
  final boolean isShuttingDown() {
    return loop.isShuttingDown();
  }

  /** What there wasn't, should time be up now. */
  final ErrorType waitedFor() {
    return isWaiting() ? ErrorType.CONNECTION_TIMEOUT : ErrorType.HTTP_RESPONSE_TIMEOUT;
  }

  final void take() {
    state = State.WAITING;
    host.pool(loop).take(this);
  }

  /** Not one that has been idle. */
  final void takeFresh() {
    state = State.WAITING;
    host.pool(loop).takeFresh(this);
  }

  final void pause(long until) {
    state = State.PAUSED;
    step = Alarms.of(loop).at(until, this::next);
  }

  /** The connection has to do with others now, or is no more. */
  final void detached() {
    clearStep();
    connection = null;
  }

  /** Leaves the line, or closes the connection that is of no more use. */
  final void abandon() {
    if (state == State.WAITING) {
      host.pool(loop).leave(this);
    } else if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  /** Nothing more is sent, and the host counts it no more. */
  final void end() {
    state = State.OVER;
    clearStep();
    request.release();
    host.inUse.getAndDecrement();
  }

  private void clearStep() {
    if (step != null) {
      step.cancel();
      step = null;
    }
  }

  @Override
  public final boolean isWaiting() {
    return state == State.WAITING;
  }

  @Override
  public final boolean isHead() {
    return method.equals("HEAD");
  }

  @Override
  public final ResponseHeaders wanted() {
    return options.responseHeaders();
  }

  @Override
  public final long maxBody() {
    return options.maxBody();
  }

  @Override
  public final long now() {
    return now;
  }

  @Override
  public final void queued(long nanos) {
    step = Alarms.of(loop).at(System.nanoTime() + nanos, () -> queuedInVain(nanos));
  }

  private void queuedInVain(long nanos) {
    host.pool(loop).leave(this);
    noCapacity("no connection free within " + TimeUnit.NANOSECONDS.toMillis(nanos) + "ms");
  }

  @Override
  public final boolean isOut() {
    return out;
  }

  @Override
  public final ByteBuf sending(Connection by) {
    state = State.SENT;
    out = true;
    connection = by;
    sentAt = timed || host.latencies != null ? System.nanoTime() : 0;
    clearStep();
    if (options.attemptTimeout() > 0) {
      step = Alarms.of(loop).at(System.nanoTime() + options.attemptTimeout(), this::late);
    }
    if (request.tellsDeadline()) {
      long left = endsAt() - System.nanoTime();
      long most = options.attemptTimeout();
      request.timeLeft(most > 0 ? Math.min(most, left) : left);
    }
    return request.bytesFor(host);
  }

  private void late() {
    step = null;
    tookUntil(System.nanoTime());
    timeOver();
  }

  @Override
  public final void answered(Answer answer, long at) {
    now = at;
    took = at - sentAt;
    detached();
    // What fails at once, or turns calls away, isn't fast.
    if (answer.status() < 500 && answer.status() != 429) {
      tookUntil(at);
    }
    answered(answer);
  }

  /** The host had the attempt until then. */
  final void tookUntil(long at) {
    var latencies = sentAt == 0 ? null : host.latencies;
    if (latencies != null) {
      latencies.took(at - sentAt);
    }
  }

  abstract void answered(Answer answer);

  @Override
  public final void unsent(boolean hadBeenOut) {
    detached();
    out = hadBeenOut;
    unsent();
  }

  /** No backend has seen a thing of this attempt. */
  abstract void unsent();
}
