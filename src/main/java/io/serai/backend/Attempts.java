package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.serai.backend.FailureRule.Says;
import io.serai.request.Alarms;
import io.serai.request.ErrorType;
import io.serai.request.Gap;
import io.serai.request.Holding;
import io.serai.request.Request;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call, one after another: what pools and connections know of it.
 *
 * <pre>
 *   NEW ─→ WAITING for a connection ─→ SENT ─→ OVER
 *             ↑                          │
 *             └────── PAUSED ←───────────┘  a retry
 * </pre>
 *
 * Confined to the request's loop once begun.
 */
final class Attempts implements Caller {
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

  /** No call takes longer. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Call call;
  private final Backend backend;
  private final CallOptions options;
  private final EventLoop loop;
  private final String method;
  private final boolean mayGiveUp;
  private boolean mayRepeat;
  private final Encoded request;
  private Host host;
  private State state = State.NEW;
  private int made;
  private int repeats;
  private boolean out;
  private long now;
  private @Nullable Connection connection;
  private Alarms.@Nullable Alarm step;
  private @Nullable Passage passage;
  // What the attempt before came to, one of the two.
  private @Nullable Answer lastAnswer;
  private @Nullable Fault lastFault;

  /** None yet; from now on the chosen host counts the call until {@link #over}. */
  Attempts(Call call, CallPlan plan, String method, EventLoop loop, long now) {
    this.call = call;
    this.backend = plan.backend();
    this.options = plan.options();
    this.loop = loop;
    this.method = method;
    this.mayGiveUp = options.idempotent() || CallOptions.isSafe(method);
    this.mayRepeat = mayGiveUp;
    this.host = Balance.choose(backend.hosts(), null);
    this.request = new Encoded(method, host);
    this.now = now;
    host.inUse.getAndIncrement();
  }

  @Nullable Gap encode(CallPlan plan, Request of, Exchange exchange) {
    var gap = request.write(plan, of, exchange);
    // A backend knows a repeated call by its key.
    mayRepeat |= request.isKeyed();
    return gap;
  }

  boolean isBegun() {
    return state != State.NEW;
  }

  boolean isOver() {
    return state == State.OVER;
  }

  /**
   * A write that is out isn't taken back, between two attempts neither: a key lets us repeat it,
   * not leave it half done.
   */
  boolean isWriteOut() {
    return out && !mayGiveUp;
  }

  /** How many times its request was sent or tried. */
  int made() {
    return made + repeats;
  }

  /** The host of the last one. */
  Origin origin() {
    return host.origin;
  }

  /** One more, on the loop. */
  void next() {
    if (!passes()) {
      turnedAway();
      return;
    }
    if (made++ == 0) {
      backend.budget().called(now);
    }
    state = State.WAITING;
    host.pool(loop).take(this);
  }

  /** What went wrong before says more than that there is no further attempt. */
  private void turnedAway() {
    if (lastAnswer != null) {
      call.answered(lastAnswer);
    } else if (lastFault != null) {
      call.finish(Verdict.failed(lastFault));
    } else {
      call.finish(Verdict.circuitOpen(leastWait()));
    }
  }

  /** By the circuit of the chosen host, or of another if that doesn't let it. */
  private boolean passes() {
    if (!options.circuit()) {
      return true;
    }
    var hosts = backend.hosts();
    for (int tries = 0; tries <= hosts.length; tries++) {
      var circuit = host.circuit;
      if (circuit == null) {
        return true;
      }
      passage = Passage.through(circuit, System.nanoTime());
      if (passage != null) {
        return true;
      }
      var other = Balance.choose(hosts, host);
      other = other.mayPass() ? other : anyOpen(hosts);
      if (other == null) {
        return false;
      }
      move(other);
    }
    return false;
  }

  /** One that is ejected will do if no other is left. */
  private static @Nullable Host anyOpen(Host[] hosts) {
    for (var host : hosts) {
      if (host.mayPass()) {
        return host;
      }
    }
    return null;
  }

  private long leastWait() {
    long least = Long.MAX_VALUE;
    for (var each : backend.hosts()) {
      var circuit = each.circuit;
      least = circuit == null ? least : Math.min(least, circuit.nanosLeft());
    }
    return least;
  }

  private void move(Host other) {
    host.inUse.getAndDecrement();
    host = other;
    host.inUse.getAndIncrement();
  }

  /** Tells the host's circuit what came of an attempt. */
  private void tell(Says says) {
    if (passage != null) {
      passage.end(says);
      passage = null;
    }
  }

  private void tell(Figures.End end) {
    tell(backend.circuits().rule().of(end, null));
  }

  // What the pool and the connection ask and tell.

  @Override
  public boolean isWaiting() {
    return state == State.WAITING;
  }

  /** What there wasn't, should time be up now. */
  ErrorType waitedFor() {
    return isWaiting() ? ErrorType.CONNECTION_TIMEOUT : ErrorType.HTTP_RESPONSE_TIMEOUT;
  }

  @Override
  public boolean isHead() {
    return method.equals("HEAD");
  }

  @Override
  public ResponseHeaders wanted() {
    return options.responseHeaders();
  }

  @Override
  public long maxBody() {
    return options.maxBody();
  }

  @Override
  public Holding holding() {
    return call.holding();
  }

  /** About the present moment; exact enough for the age of a connection. */
  @Override
  public long now() {
    return now;
  }

  /** All connections are taken; a place in line for so long. */
  @Override
  public void queued(long nanos) {
    step =
        Alarms.of(loop)
            .at(
                System.nanoTime() + nanos,
                () -> {
                  host.pool(loop).leave(this);
                  long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
                  noCapacity("no connection free within " + millis + "ms");
                });
  }

  @Override
  public void noCapacity(String reason) {
    call.finish(Verdict.noCapacity(Fault.capacity(ErrorType.CONNECTION_LIMIT_REACHED, reason)));
  }

  /** Whether a byte of any attempt has gone out. */
  @Override
  public boolean isOut() {
    return out;
  }

  /** The connection sends these bytes, and releases them. */
  @Override
  public ByteBuf sending(Connection by) {
    state = State.SENT;
    out = true;
    connection = by;
    clearStep();
    if (options.attemptTimeout() > 0) {
      step = Alarms.of(loop).at(System.nanoTime() + options.attemptTimeout(), this::timeOver);
    }
    if (request.tellsDeadline()) {
      long left = call.endsAt() - System.nanoTime();
      long most = options.attemptTimeout();
      request.timeLeft(most > 0 ? Math.min(most, left) : left);
    }
    return request.bytesFor(host);
  }

  @Override
  public void answered(Answer answer, long at) {
    now = at;
    clearStep();
    connection = null;
    if (options.expect().has(answer.status())) {
      host.ejection.succeeded();
      tell(Says.WELL);
    } else {
      judge(answer.status());
      tell(backend.circuits().rule().of(answer));
    }
    if (!(mayRepeat && isWorthAnother(answer) && againAfter(answer))) {
      call.answered(answer);
    }
  }

  /**
   * The connection ended before the answer did.
   *
   * @param nothing whether not a byte of an answer had come
   * @param reused whether the backend may simply have closed an idle connection
   */
  @Override
  public void broken(Fault fault, boolean nothing, boolean reused) {
    clearStep();
    connection = null;
    if (fault.end() == Figures.End.CAPACITY) {
      // Ours, not the backend's: once more would want the same memory.
      call.finish(Verdict.noCapacity(fault));
      return;
    }
    if (!(nothing && reused)) {
      backend.failed(host, fault.reason());
    }
    boolean another = nothing && mayRepeat && options.retries().on().reset();
    if (another
        && reused
        && repeats == 0
        && options.retries().most() > 0
        && !isShuttingDown()
        && backend.budget().spend(System.nanoTime())) {
      repeat();
    } else {
      tell(fault.end());
      if (!(another && againAfter(fault))) {
        call.finish(Verdict.failed(fault));
      }
    }
  }

  /** The kept connection had been closed before anything was sent; no backend has seen a thing. */
  @Override
  public void unsent(boolean hadBeenOut) {
    clearStep();
    connection = null;
    out = hadBeenOut;
    if (isShuttingDown()) {
      call.finish(Verdict.failed(Fault.RESET));
    } else {
      repeat();
    }
  }

  /** Once more on a fresh connection, RFC 9112 section 9.3.1: the backend gave up an idle one. */
  private void repeat() {
    repeats++;
    backend.figures().repeated();
    state = State.WAITING;
    host.pool(loop).takeFresh(this);
  }

  /** Nothing was sent, so any method may try again. */
  @Override
  public void connectFailed(Fault fault) {
    clearStep();
    if (fault.end() == Figures.End.CAPACITY) {
      // Ours, not the backend's.
      call.finish(Verdict.noCapacity(fault));
      return;
    }
    backend.failed(host, fault.reason());
    tell(fault.end());
    if (!(options.retries().on().connect() && againAfter(fault))) {
      call.finish(Verdict.failed(fault));
    }
  }

  private void timeOver() {
    step = null;
    backend.failed(host, "no answer in time");
    tell(Figures.End.TIMEOUT);
    abandon();
    long millis = TimeUnit.NANOSECONDS.toMillis(options.attemptTimeout());
    var fault = Fault.timeout(ErrorType.HTTP_RESPONSE_TIMEOUT, "timeout after " + millis + "ms");
    if (!(mayRepeat && options.retries().on().timeout() && againAfter(fault))) {
      call.finish(Verdict.failed(fault));
    }
  }

  /** These three are about the host; a 500 is about what was asked of it. */
  private void judge(int status) {
    if (status < 502 || status > 504) {
      host.ejection.succeeded();
    } else {
      backend.failed(host, "answered " + status);
    }
  }

  /** The call's whole time is over; of a later attempt's that was but a rest. */
  void outOfTime() {
    if (state == State.SENT && made == 1) {
      backend.failed(host, "no answer in time");
    }
    abandon();
  }

  private boolean isWorthAnother(Answer answer) {
    return options.retries().on().has(answer.status()) && !options.expect().has(answer.status());
  }

  /** A backend that says when to come back means it. */
  private boolean againAfter(Answer answer) {
    lastAnswer = answer;
    lastFault = null;
    var after = RetryAfter.read(answer.retryAfter());
    return after == null ? again(0) : after.compareTo(LONGEST) <= 0 && again(after.toNanos());
  }

  private boolean againAfter(Fault fault) {
    lastAnswer = null;
    lastFault = fault;
    return again(0);
  }

  /** A loop that shuts down rings no alarm any more. */
  private boolean isShuttingDown() {
    return loop.isShuttingDown();
  }

  /** One more attempt, after a moment at least so long, if there is one left and time for it. */
  private boolean again(long pause) {
    if (made > options.retries().most() || isShuttingDown()) {
      return false;
    }
    long present = System.nanoTime();
    long at = present + Math.max(pause, options.retries().pause(made));
    if (at - call.endsAt() >= 0) {
      return false;
    }
    if (options.circuit() && anyOpen(backend.hosts()) == null) {
      return false;
    }
    if (!backend.budget().spend(present)) {
      backend.figures().denied();
      return false;
    }
    backend.figures().retried();
    var hosts = backend.hosts();
    if (hosts.length > 1) {
      move(Balance.choose(hosts, host));
    }
    state = State.PAUSED;
    step = Alarms.of(loop).at(at, this::next);
    return true;
  }

  /** Leaves the line, or closes the connection that is of no more use. */
  void abandon() {
    if (state == State.WAITING) {
      host.pool(loop).leave(this);
    } else if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private void clearStep() {
    if (step != null) {
      step.cancel();
      step = null;
    }
  }

  /**
   * Nothing more is sent.
   *
   * @param says what its end says of an attempt still under way; of a later one, which had but a
   *     rest of the time, it says nothing
   */
  void over(Says says) {
    state = State.OVER;
    tell(made > 1 ? Says.NOTHING : says);
    clearStep();
    request.release();
    host.inUse.getAndDecrement();
  }
}
