package io.serai.backend;

import io.netty.channel.EventLoop;
import io.serai.backend.FailureRule.Says;
import io.serai.request.BodyFlow;
import io.serai.request.ErrorType;
import io.serai.request.Gap;
import io.serai.request.Holding;
import io.serai.request.Request;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call, one after another: by which host, what each says of it, and whether
 * there is to be another.
 */
final class Attempts extends Sending {
  /** No call takes longer. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Call call;
  private final Backend backend;
  private final boolean mayGiveUp;
  private final boolean streamed;
  private boolean mayRepeat;
  private int made;
  private int repeats;
  // What it is to tell the host's circuit, it tells without a permit held since its beginning.
  private boolean letGo;
  private @Nullable Passage passage;
  // What the attempt before came to, one of the two.
  private @Nullable Answer lastAnswer;
  private @Nullable Fault lastFault;

  /** None yet; from now on the chosen host counts the call until {@link #over}. */
  Attempts(Call call, CallPlan plan, String method, EventLoop loop, long now, boolean streamed) {
    super(plan.options(), method, loop, Balance.choose(plan.backend().hosts(), null), now);
    this.call = call;
    this.streamed = streamed;
    this.backend = plan.backend();
    this.mayGiveUp = options.idempotent() || CallOptions.isSafe(method);
    this.mayRepeat = mayGiveUp;
  }

  @Nullable Gap encode(CallPlan plan, Request of, Exchange exchange) {
    var gap = request.write(plan, of, exchange);
    // A backend knows a repeated call by its key.
    mayRepeat |= request.isKeyed();
    if (streamed && exchange.getMessage().getBody() instanceof BodyFlow body) {
      upload = body;
      // Its body comes once. Until a connection is there nothing of it is taken.
      mayRepeat = false;
    }
    return gap;
  }

  /**
   * A write that is out isn't taken back, between two attempts neither: a key lets us repeat it,
   * not leave it half done.
   */
  boolean isWriteOut() {
    return isOut() && !mayGiveUp;
  }

  /** How many times its request was sent or tried. */
  int made() {
    return made + repeats;
  }

  /** The host of the last one. */
  Origin origin() {
    return host().origin;
  }

  @Override
  public boolean isStreamed() {
    return streamed;
  }

  @Override
  void uploading() {
    // Nobody knows for how long: a circuit that is half open must not wait for it.
    tell(Says.NOTHING);
    letGo = options.circuit();
    call.uploading();
  }

  @Override
  void timeAnswer() {
    call.timeAnswer();
  }

  @Override
  long endsAt() {
    return call.endsAt();
  }

  @Override
  public Holding holding() {
    return call.holding();
  }

  /** One more, on the loop. */
  @Override
  void next() {
    if (!passes()) {
      turnedAway();
      return;
    }
    if (made++ == 0) {
      backend.budget().called(now());
    }
    take();
  }

  /** What went wrong before says more than that there is no further attempt. */
  private void turnedAway() {
    if (lastAnswer != null && streamed) {
      // Its body was let go when there was to be another.
      int status = lastAnswer.status();
      call.finish(Verdict.bad(lastAnswer, Figures.End.STATUS, "answered " + status, status));
    } else if (lastAnswer != null) {
      call.answered(lastAnswer);
    } else if (lastFault != null) {
      fail(lastFault);
    } else {
      call.finish(Verdict.circuitOpen(Balance.leastWait(backend.hosts())));
    }
  }

  /** By the circuit of the chosen host, or of another if that doesn't let it. */
  private boolean passes() {
    if (!options.circuit()) {
      return true;
    }
    var hosts = backend.hosts();
    for (int tries = 0; tries <= hosts.length; tries++) {
      var circuit = host().circuit;
      if (circuit == null) {
        return true;
      }
      passage = Passage.through(circuit, System.nanoTime());
      if (passage != null) {
        return true;
      }
      var other = Balance.choose(hosts, host());
      other = other.mayPass() ? other : Balance.anyOpen(hosts);
      if (other == null) {
        return false;
      }
      move(other);
    }
    return false;
  }

  /** Tells the host's circuit what came of an attempt. */
  private void tell(Says says) {
    if (letGo && says != Says.NOTHING) {
      letGo = false;
      var circuit = host().circuit;
      passage = circuit == null ? null : Passage.through(circuit, System.nanoTime());
    }
    if (passage != null) {
      passage.end(says);
      passage = null;
    }
  }

  private void tell(Figures.End end) {
    tell(backend.circuits().rule().of(end, null));
  }

  private void fail(Fault fault) {
    call.finish(Verdict.failed(fault));
  }

  // What each came to.

  @Override
  public void noCapacity(String reason) {
    call.finish(Verdict.noCapacity(Fault.capacity(ErrorType.CONNECTION_LIMIT_REACHED, reason)));
  }

  @Override
  void begun(Answer head, BodyFlow body) {
    if (told(head)) {
      discard();
    } else {
      call.begun(head, body);
    }
  }

  @Override
  public void ended(@Nullable Fault fault) {
    detached();
    if (fault != null && fault.end() != Figures.End.IGNORED) {
      // The head was a success by itself; that it broke is one more thing the host did.
      backend.failed(host(), fault.reason());
      letGo = options.circuit();
      tell(fault.end());
    }
    call.ended(fault);
  }

  @Override
  void answered(Answer answer) {
    if (!told(answer)) {
      call.answered(answer);
    }
  }

  /** What an answer says of its host, and whether there is to be another. */
  private boolean told(Answer answer) {
    boolean expected = options.expect().has(answer.status());
    if (expected || answer.status() < 502 || answer.status() > 504) {
      host().ejection.succeeded();
    } else {
      // These three are about the host; a 500 is about what was asked of it.
      backend.failed(host(), "answered " + answer.status());
    }
    tell(expected ? Says.WELL : backend.circuits().rule().of(answer));
    boolean another = !expected && mayRepeat && options.retries().on().has(answer.status());
    return another && againAfter(answer);
  }

  @Override
  public void broken(Fault fault, boolean nothing, boolean reused) {
    detached();
    if (fault.end() == Figures.End.IGNORED) {
      call.finish(Verdict.ignored());
      return;
    }
    if (endedByUs(fault)) {
      return;
    }
    if (!(nothing && reused)) {
      backend.failed(host(), fault.reason());
    }
    boolean another = nothing && mayRepeat && options.retries().on().reset();
    if (another && reused && mayRepeatAtOnce()) {
      repeat();
    } else {
      tell(fault.end());
      if (!(another && againAfter(fault))) {
        fail(fault);
      }
    }
  }

  /** Nothing was sent, so any method may try again. */
  @Override
  public void connectFailed(Fault fault) {
    detached();
    if (endedByUs(fault)) {
      return;
    }
    backend.failed(host(), fault.reason());
    tell(fault.end());
    if (!(options.retries().on().connect() && againAfter(fault))) {
      fail(fault);
    }
  }

  /** Ours, not the backend's: once more would want the same memory. */
  private boolean endedByUs(Fault fault) {
    if (fault.end() != Figures.End.CAPACITY) {
      return false;
    }
    call.finish(Verdict.noCapacity(fault));
    return true;
  }

  /** The kept connection had been closed before anything was sent. */
  @Override
  void unsent() {
    if (isShuttingDown()) {
      fail(Fault.RESET);
    } else {
      repeat();
    }
  }

  @Override
  void timeOver() {
    backend.failed(host(), "no answer in time");
    tell(Figures.End.TIMEOUT);
    abandon();
    long millis = TimeUnit.NANOSECONDS.toMillis(options.attemptTimeout());
    var fault = Fault.timeout(ErrorType.HTTP_RESPONSE_TIMEOUT, "timeout after " + millis + "ms");
    if (!(mayRepeat && options.retries().on().timeout() && againAfter(fault))) {
      fail(fault);
    }
  }

  /** The call's whole time is over; of a later attempt's that was but a rest. */
  void outOfTime() {
    if (isSent() && made == 1) {
      backend.failed(host(), "no answer in time");
    }
    abandon();
  }

  /**
   * Nothing more is sent.
   *
   * @param says what its end says of an attempt still under way; of a later one, which had but a
   *     rest of the time, it says nothing
   */
  void over(Says says) {
    tell(made > 1 ? Says.NOTHING : says);
    end();
  }

  // Whether there is another.

  private boolean mayRepeatAtOnce() {
    return repeats == 0
        && options.retries().most() > 0
        && !isShuttingDown()
        && backend.budget().spend(System.nanoTime());
  }

  /** Once more on a fresh connection, RFC 9112 section 9.3.1: the backend gave up an idle one. */
  private void repeat() {
    repeats++;
    backend.figures().repeated();
    takeFresh();
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

  /** One more attempt, after a moment at least so long, if there is one left and time for it. */
  private boolean again(long pause) {
    if (made > options.retries().most() || isShuttingDown()) {
      return false;
    }
    long present = System.nanoTime();
    long at = present + Math.max(pause, options.retries().pause(made));
    var hosts = backend.hosts();
    if (at - endsAt() >= 0 || (options.circuit() && Balance.anyOpen(hosts) == null)) {
      return false;
    }
    if (!backend.budget().spend(present)) {
      backend.figures().denied();
      return false;
    }
    backend.figures().retried();
    if (hosts.length > 1) {
      move(Balance.choose(hosts, host()));
    }
    pause(at);
    return true;
  }
}
