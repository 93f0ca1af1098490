package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.serai.request.Alarms;
import io.serai.request.BodyFlow;
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
  private long now;
  private @Nullable Connection connection;
  private Alarms.@Nullable Alarm step;
  // What follows the request's head, null for nothing.
  @Nullable BodyFlow upload;
  private boolean uploading;
  private boolean begun;

  Sending(CallOptions options, String method, EventLoop loop, Host host, long now) {
    this.options = options;
    this.loop = loop;
    this.method = method;
    this.host = host;
    this.request = new Encoded(method, host);
    this.now = now;
    host.inUse.getAndIncrement();
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
    clearStep();
    if (upload != null) {
      uploading = true;
      uploading();
    } else {
      timeAttempt();
    }
    if (request.tellsDeadline()) {
      long left = endsAt() - System.nanoTime();
      long most = options.attemptTimeout();
      request.timeLeft(most > 0 ? Math.min(most, left) : left);
    }
    return request.bytesFor(host);
  }

  private void timeAttempt() {
    if (options.attemptTimeout() > 0) {
      step = Alarms.of(loop).at(System.nanoTime() + options.attemptTimeout(), this::late);
    }
  }

  @Override
  public final @Nullable BodyFlow upload() {
    return upload;
  }

  @Override
  public final boolean passesTrailer(String name) {
    return options.requestHeaders().lets(name) && !OurHeaders.has(name);
  }

  /** Whether its body is on the way from the client. */
  final boolean isUploading() {
    return uploading;
  }

  /** From now on its client's time passes. */
  abstract void uploading();

  /** Only now the backend's does. */
  abstract void timeAnswer();

  @Override
  public final void uploaded() {
    uploading = false;
    if (state == State.SENT && !begun) {
      timeAttempt();
      timeAnswer();
    }
  }

  @Override
  public final void begun(Answer head, BodyFlow body, long at) {
    now = at;
    begun = true;
    clearStep();
    begun(head, body);
  }

  abstract void begun(Answer head, BodyFlow body);

  /** Its answer is of no use, for there is another attempt. */
  final void discard() {
    begun = false;
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private void late() {
    step = null;
    timeOver();
  }

  @Override
  public final void answered(Answer answer, long at) {
    now = at;
    detached();
    answered(answer);
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
