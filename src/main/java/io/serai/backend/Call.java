package io.serai.backend;

import io.netty.channel.EventLoop;
import io.serai.backend.FailureRule.Says;
import io.serai.request.Alarms;
import io.serai.request.BodyFlow;
import io.serai.request.ErrorType;
import io.serai.request.Holding;
import io.serai.request.Outcome;
import io.serai.request.Request;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one call, told about exactly once: how long it has, who still wants it, how it ends.
 * Sending it is the business of its {@link Attempts}.
 *
 * <p>Begun on the caller's thread, where the exchange is read; from then on confined to the
 * request's loop. Its end is told and itself over at one moment, but for a write that is out: it
 * may be told earlier, at the request's deadline or end, and goes on alone until its own timeout,
 * with the retries it may have. A step's write isn't told at the request's end: then only the route
 * is left, and waits for it.
 */
final class Call implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.backend");

  private static final Fault TOO_MANY =
      Fault.capacity(ErrorType.HTTP_REQUEST_DENIED, "more calls than request.maxCalls allows");
  private static final Fault NO_TIME =
      Fault.timeout(ErrorType.HTTP_RESPONSE_TIMEOUT, "no time left before the deadline");
  private static final Fault UNWRITABLE =
      Fault.reference(ErrorType.PROXY_INTERNAL_ERROR, "its request can't be written", 502);

  private static final Fault UNREADABLE =
      Fault.invalid(ErrorType.PROXY_INTERNAL_ERROR, "its answer can't be read");

  /** Whoever doesn't answer in that time may well be blamed. */
  private static final long FAIR_TIME = TimeUnit.MILLISECONDS.toNanos(100);

  private final CallPlan plan;
  private final CallOptions options;
  private final Request request;
  private final EventLoop loop;
  private final boolean wantsJson;
  private final boolean step;
  private final Attempts attempts;
  private final Telling telling;
  private final Account account;
  private final long start = System.nanoTime();
  private long budget;
  private boolean told;
  private boolean alone;
  private Alarms.@Nullable Alarm end;
  private Request.@Nullable Ending ending;
  // From which its time counts: a body that a client takes long to send isn't the backend's doing.
  private long from = start;
  private @Nullable Streamed streamed;

  /**
   * An answer that goes on as it comes.
   *
   * @param at when its head had come
   */
  record Streamed(Answer head, BodyFlow body, long at) {}

  /**
   * A call to be started at once.
   *
   * @param wantsJson whether an answer that isn't JSON is a failure
   * @param step whether it is a step by itself, and so nothing goes on beside it
   */
  Call(CallPlan plan, Request request, boolean wantsJson, boolean step, Consumer<Outcome> done) {
    this.plan = plan;
    this.options = plan.options();
    this.request = request;
    this.loop = request.loop();
    this.wantsJson = wantsJson;
    this.step = step;
    this.budget = options.timeout();
    var clients = request.inputs().method();
    var method =
        !options.method().isEmpty() ? options.method() : clients.isEmpty() ? "GET" : clients;
    this.attempts = new Attempts(this, plan, method, loop, start, step && options.stream());
    this.telling = new Telling(plan, request, method, done);
    this.account = new Account(plan, loop, start);
  }

  /** Reads what it needs of the exchange and goes. */
  void start(Exchange exchange) {
    plan.backend().figures().started();
    if (!options.ownDeadline()) {
      budget = Math.min(budget, request.deadline().less(plan.backend().reserve()).left());
    }
    Verdict early;
    if (!request.mayCall() && !options.ownDeadline()) {
      early = Verdict.failed(TOO_MANY);
    } else if (budget <= 0) {
      early = Verdict.failed(NO_TIME);
    } else {
      early = account.enter();
      early = early == null ? encode(exchange) : early;
    }
    if (early != null) {
      finish(early);
    } else if (loop.inEventLoop()) {
      begin();
    } else {
      try {
        loop.execute(this::begin);
      } catch (RejectedExecutionException e) {
        finish(Verdict.noCapacity(Fault.SHUTTING_DOWN));
      }
    }
  }

  private @Nullable Verdict encode(Exchange exchange) {
    if (account.isTimed()) {
      attempts.time();
    }
    try {
      var gap = attempts.encode(plan, request, exchange);
      return gap == null ? null : Verdict.of(gap);
    } catch (OutOfMemoryError e) {
      return Verdict.noCapacity(Fault.NO_MEMORY);
    } catch (RuntimeException | Error e) {
      // A body that can't be converted, a bean's toString: the call's failure, not the loop's.
      LOG.warn(
          "{}: request {} can't be written", plan.backend().name(), request.identity().id(), e);
      return Verdict.failed(UNWRITABLE);
    }
  }

  /** On the loop: the first attempt. */
  private void begin() {
    end = Alarms.of(loop).at(endsAt(), this);
    if (!options.ownDeadline()) {
      ending = request.onEnd(this::unwanted);
    }
    if (!attempts.isBegun()) {
      attempts.next();
    }
  }

  // What its attempts ask and tell.

  Holding holding() {
    return request.holding();
  }

  /** On {@link System#nanoTime}'s scale. */
  long endsAt() {
    return from + budget;
  }

  /** The client's time passes. */
  void uploading() {
    account.uploading();
    stopClock();
  }

  private void stopClock() {
    if (end != null) {
      end.cancel();
      end = null;
    }
  }

  /** The backend has its whole request, and its time begins. */
  void timeAnswer() {
    if (!told || alone) {
      account.uploaded();
      from = System.nanoTime();
      end = Alarms.of(loop).at(endsAt(), this);
    }
  }

  /** Null unless there is one, and it has begun. */
  @Nullable Streamed streamed() {
    return streamed;
  }

  /** The head of the answer that counts; its body is on the way. */
  void begun(Answer head, BodyFlow body) {
    var ended = head.status() < 400 ? Figures.End.SUCCESS : Figures.End.STATUS;
    if (told) {
      attempts.discard();
      over(ended, head);
      telling.late("answered " + head.status(), start);
      return;
    }
    account.begun(head, ended, attempts.took(), isHurried());
    stopClock(); // From now on it flows or it stands still.
    if (alone) {
      telling.late("answered " + head.status(), start);
    }
    streamed = new Streamed(head, body, System.nanoTime());
    tell(Verdict.streamed(head));
    if (!body.isOver()) {
      ending = request.onEnd(() -> onLoop(body::cancel));
    }
  }

  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  /** The body of the answer that counts is over. */
  void ended(@Nullable Fault fault) {
    var answer = java.util.Objects.requireNonNull(streamed);
    if (ending != null) {
      ending.forget();
      ending = null;
    }
    attempts.over(Says.NOTHING);
    var ended =
        fault != null
            ? fault.end()
            : answer.head().status() < 400 ? Figures.End.SUCCESS : Figures.End.STATUS;
    account.over(fault, ended, answer.at() - start);
    if (fault != null && fault.end() != Figures.End.IGNORED) {
      telling.brokeOff(answer.body().bytes(), fault.reason());
    }
  }

  /** The answer that counts. */
  void answered(Answer answer) {
    Verdict verdict;
    try {
      var judged = Judgement.of(answer, options, wantsJson, attempts.isHead(), holding());
      // The contract is of what the backend sent, so it is judged before that is shaped.
      var kept = plan.contract().judge(judged, plan, attempts.origin(), request.identity().id());
      verdict = options.reading().shaped(kept);
    } catch (RuntimeException | Error e) {
      // Whoever waits for the call must not wait for nobody.
      LOG.error(
          "{}: the answer to {} can't be read", plan.backend().name(), request.identity().id(), e);
      verdict = Verdict.failed(UNREADABLE);
    }
    finish(verdict);
  }

  void finish(Verdict verdict) {
    over(verdict.end(), verdict.from());
    if (alone) {
      telling.late(verdict.isSuccess() ? "answered " + verdict.status() : verdict.reason(), start);
    }
    if (!told) {
      tell(verdict);
    }
  }

  // Its time and those who want it.

  /** Its time is over. */
  @Override
  public void run() {
    end = null;
    if (told) {
      attempts.outOfTime();
      telling.late("no answer within its own timeout", start);
      over(Figures.End.TIMEOUT, null);
      return;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(budget);
    var verdict =
        Verdict.failed(Fault.timeout(attempts.waitedFor(), "timeout after " + millis + "ms"));
    if (attempts.isWriteOut() && budget < options.timeout()) {
      tell(verdict);
      goOnAlone();
    } else {
      if (budget == options.timeout()) {
        attempts.outOfTime();
      } else {
        // Time that the request was short of says nothing about a host.
        attempts.abandon();
      }
      finish(verdict);
    }
  }

  /** The request is over, or this branch of it. */
  private void unwanted() {
    if (!loop.inEventLoop()) {
      loop.execute(this::unwanted);
      return;
    }
    if (attempts.isOver() || told) {
      return;
    }
    var verdict = Verdict.ignored();
    if (attempts.isWriteOut() && !attempts.isUploading()) {
      if (!step) {
        tell(verdict);
      }
      // Else the route waits for it, as nobody waits for the route: what undoes a write must not
      // overtake it.
      goOnAlone();
    } else {
      attempts.abandon();
      finish(verdict);
    }
  }

  /** Until its own timeout. */
  private void goOnAlone() {
    alone = true;
    budget = options.timeout();
    stopClock();
    end = Alarms.of(loop).at(from + options.timeout(), this);
  }

  private void over(Figures.End ended, @Nullable Answer answer) {
    var says = account.over(ended, answer, attempts.took(), isHurried());
    attempts.over(ended == Figures.End.TIMEOUT ? says : Says.NOTHING);
    stopClock();
  }

  private boolean isHurried() {
    return budget < Math.min(options.timeout() / 4, FAIR_TIME);
  }

  private void tell(Verdict verdict) {
    told = true;
    if (ending != null) {
      ending.forget();
      ending = null;
    }
    telling.tell(verdict, attempts, start);
  }
}
