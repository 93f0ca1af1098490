package io.serai.backend;

import io.netty.channel.EventLoop;
import io.serai.backend.FailureRule.Says;
import io.serai.request.BodyFlow;
import io.serai.request.ErrorType;
import io.serai.request.Gap;
import io.serai.request.Holding;
import io.serai.request.Request;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call, one after another: what each says of its host, and whether there is to
 * be another. An attempt has failed once all its copies have.
 */
final class Attempts extends Copies {
  private final Call call;
  private boolean mayRepeat;
  private int made;
  private int repeats;
  private boolean bad; // the status of the last answer is about its host
  // What the attempt before came to, one of the two.
  private @Nullable Answer lastAnswer;
  private @Nullable Fault lastFault;

  /** None yet; from now on the chosen host counts the call until {@link #over}. */
  Attempts(Call call, CallPlan plan, String method, EventLoop loop, long now, boolean streamed) {
    super(plan, method, loop, now, streamed);
    this.call = call;
    this.mayRepeat = mayGiveUp;
  }

  @Override
  @Nullable Gap encode(CallPlan plan, Request of, Exchange exchange) {
    var gap = super.encode(plan, of, exchange);
    // A backend knows a repeated call by its key. What a client sends comes once.
    mayRepeat = (mayRepeat || isKeyed()) && upload() == null;
    return gap;
  }

  /** How many times its request was sent or tried. */
  int made() {
    return made + repeats + hedges();
  }

  @Override
  long endsAt() {
    return call.endsAt();
  }

  @Override
  Holding holding() {
    return call.holding();
  }

  @Override
  void next() {
    if (options.circuit() && !passes()) {
      turnedAway();
      return;
    }
    if (made++ == 0) {
      backend.budget().called(first().now());
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
      call.finish(Verdict.failed(lastFault));
    } else {
      call.finish(Verdict.circuitOpen(Balance.leastWait(backend.hosts())));
    }
  }

  // What each came to.

  @Override
  void answered(Sending by, Answer answer) {
    if (isLast(by, answer)) {
      call.answered(answer);
    }
  }

  @Override
  void begun(Sending by, Answer head, BodyFlow body) {
    if (isLast(by, head)) {
      call.begun(head, body);
    } else {
      by.discard();
    }
  }

  /** Tells the host what it is worth; whether it is the call's, and nothing else is to be tried. */
  private boolean isLast(Sending by, Answer answer) {
    boolean expected = options.expect().has(answer.status());
    bad = !expected && answer.status() >= 502 && answer.status() <= 504;
    if (!bad) {
      if (!streamed) {
        by.host().ejection.succeeded();
      } // Else once it is whole: one that breaks each of them is to be left out.
    } else {
      // These three are about the host; a 500 is about what was asked of it.
      backend.failed(by.host(), "answered " + answer.status());
    }
    var says = expected ? Says.WELL : backend.circuits().rule().of(answer);
    if (expected || !mayRepeat || !options.retries().on().has(answer.status())) {
      if (streamed) {
        by.tellBegun(says);
      } else {
        by.tell(says);
      }
      won(by);
      return true;
    }
    by.tell(says);
    lastAnswer = answer;
    lastFault = null;
    return !leftToOther(by) && !again(pause(by, answer));
  }

  /** A 503 says when that host is back, and no more than that: another one is tried at once. */
  private long pause(Sending by, Answer answer) {
    boolean elsewhere = answer.status() == 503 && Balance.isAnotherIn(backend.hosts(), by.host());
    return elsewhere ? 0 : RetryAfter.pause(answer);
  }

  @Override
  void ended(Sending by, @Nullable Fault fault) {
    if (fault == null && !bad) {
      by.host().ejection.succeeded();
    }
    if (fault != null && fault.end() != Figures.End.IGNORED) {
      backend.failed(by.host(), fault.reason());
    }
    by.tellEnded(fault);
    call.ended(fault);
  }

  @Override
  void uploading() {
    call.uploading();
  }

  @Override
  void timeAnswer() {
    call.timeAnswer();
  }

  @Override
  void broken(Sending by, Fault fault, boolean nothing, boolean reused) {
    if (fault.end() == Figures.End.IGNORED) {
      call.finish(Verdict.ignored());
      return;
    }
    if (!fault.isOurs() && !(nothing && reused)) {
      backend.failed(by.host(), fault.reason());
    }
    boolean another = nothing && mayRepeat && options.retries().on().reset();
    if (another && reused && mayRepeatAtOnce()) {
      repeat(by);
    } else {
      failed(by, fault, another);
    }
  }

  /** Nothing was sent, so any method may try again. */
  @Override
  void connectFailed(Sending by, Fault fault) {
    if (!fault.isOurs()) {
      backend.failed(by.host(), fault.reason());
    }
    failed(by, fault, options.retries().on().connect());
  }

  @Override
  void noCapacity(Sending by, String reason) {
    failed(by, Fault.capacity(ErrorType.CONNECTION_LIMIT_REACHED, reason), false);
  }

  @Override
  void unsent(Sending by) {
    if (loop.isShuttingDown()) {
      by.tell(Says.NOTHING);
      failed(by, Fault.RESET, false);
    } else {
      repeat(by);
    }
  }

  @Override
  void timeOver(Sending by) {
    backend.failed(by.host(), "no answer in time");
    by.abandon();
    long millis = TimeUnit.NANOSECONDS.toMillis(options.attemptTimeout());
    var fault = Fault.timeout(ErrorType.HTTP_RESPONSE_TIMEOUT, "timeout after " + millis + "ms");
    failed(by, fault, mayRepeat && options.retries().on().timeout());
  }

  /** One has no answer; what was ours, not the backend's, would want the same once more. */
  private void failed(Sending by, Fault fault, boolean another) {
    by.tell(fault.end());
    lastAnswer = null;
    lastFault = fault;
    if (!leftToOther(by) && (fault.isOurs() || !another || !again(0))) {
      call.finish(fault.isOurs() ? Verdict.noCapacity(fault) : Verdict.failed(fault));
    }
  }

  /** Whether what is under way has had all the time that the call had. */
  private boolean isSinceStart() {
    return made == 1 && !isLater();
  }

  /** The call's whole time is over; of a later attempt's that was but a rest. */
  void outOfTime() {
    if (first().isSent() && isSinceStart()) {
      first().tookUntil(System.nanoTime());
      backend.failed(first().host(), "no answer in time");
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
    end(isSinceStart() ? says : Says.NOTHING);
  }

  // Whether there is another.

  private boolean mayRepeatAtOnce() {
    return repeats == 0
        && options.retries().most() > 0
        && !loop.isShuttingDown()
        && backend.budget().spend(System.nanoTime());
  }

  /** Once more on a fresh connection, RFC 9112 section 9.3.1: the backend gave up an idle one. */
  private void repeat(Sending by) {
    repeats++;
    backend.figures().repeated();
    by.takeFresh();
  }

  /**
   * One more attempt, if there is one left and time for it.
   *
   * @param pause nanoseconds before it at least
   */
  private boolean again(long pause) {
    if (made > options.retries().most() || loop.isShuttingDown()) {
      return false;
    }
    long present = System.nanoTime();
    long most = Math.max(pause, options.retries().pause(made));
    if (most >= endsAt() - present
        || (options.circuit() && Balance.anyOpen(backend.hosts()) == null)) {
      return false;
    }
    if (!backend.budget().spend(present)) {
      backend.figures().denied();
      return false;
    }
    backend.figures().retried();
    pause(present + most);
    return true;
  }
}
