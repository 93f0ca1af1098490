package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.serai.request.Alarms;
import io.serai.request.Gap;
import io.serai.request.HeaderRules;
import io.serai.request.Outcome;
import io.serai.request.Request;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call, all its attempts, told about exactly once.
 *
 * <pre>
 *   NEW ─→ WAITING for a connection ─→ SENT ─→ OVER
 *             ↑                          │
 *             └────── PAUSED ←───────────┘  a retry
 * </pre>
 *
 * Begun on the caller's thread, where the exchange is read; from then on confined to the request's
 * loop. Its end is told and itself over at one moment, but for a write that is out: it may be told
 * earlier, at the request's deadline or end, and goes on alone until its own timeout.
 */
final class Call implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.backend");

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

  private final CallPlan plan;
  private final CallOptions options;
  private final Request request;
  private final EventLoop loop;
  private final boolean wantsJson;
  private final Consumer<Outcome> done;
  private final String method;
  private final boolean mayRepeat;
  private final long start = System.nanoTime();
  private long budget;
  private Host host;
  private int targetStart;
  private int targetEnd;
  private int restStart;
  private @Nullable ByteBuf encoded;
  private @Nullable Host encodedFor;
  private State state = State.NEW;
  private boolean told;
  private int attempts;
  private long now = start;
  private @Nullable Connection connection;
  private Alarms.@Nullable Alarm end;
  private Alarms.@Nullable Alarm step;

  /**
   * A call to be.
   *
   * @param wantsJson whether an answer that isn't JSON is a failure
   */
  Call(CallPlan plan, Request request, boolean wantsJson, Consumer<Outcome> done) {
    this.plan = plan;
    this.options = plan.options();
    this.request = request;
    this.loop = request.loop();
    this.wantsJson = wantsJson;
    this.done = done;
    var clients = request.inputs().method();
    this.method =
        !options.method().isEmpty() ? options.method() : clients.isEmpty() ? "GET" : clients;
    this.mayRepeat = options.idempotent() || CallOptions.isSafe(method);
    this.host = plan.backend().balance().choose(plan.backend().hosts(), null);
    this.budget = options.timeout();
  }

  /** Reads what it needs of the exchange and goes. */
  void start(Exchange exchange) {
    plan.backend().figures().started();
    host.inUse.getAndIncrement();
    if (!options.ownDeadline()) {
      long left = request.deadline().left();
      // A quarter at most: a deadline of 20 ms would leave no time for any call.
      budget = Math.min(budget, left - Math.min(plan.backend().reserve(), left / 4));
    }
    Verdict early = null;
    if (!request.mayCall() && !options.ownDeadline()) {
      early = Verdict.failed(Figures.End.CAPACITY, "more calls than request.maxCalls allows", 503);
    } else if (budget <= 0) {
      early = Verdict.failed(Figures.End.TIMEOUT, "no time left before the deadline", 504);
    } else {
      early = encode(exchange);
    }
    if (early != null) {
      finish(early);
    } else if (loop.inEventLoop()) {
      run();
    } else {
      try {
        loop.execute(this);
      } catch (RejectedExecutionException e) {
        finish(Verdict.failed(Figures.End.CAPACITY, "shutting down", 503));
      }
    }
  }

  private @Nullable Verdict encode(Exchange exchange) {
    var out = PooledByteBufAllocator.DEFAULT.directBuffer(512);
    encoded = out;
    encodedFor = host;
    try {
      var writer = new RequestWriter(options, request, exchange, out);
      var gap = writer.write(plan, host, method);
      targetStart = writer.targetStart;
      targetEnd = writer.targetEnd;
      restStart = writer.restStart;
      return gap == null ? null : verdict(gap);
    } catch (RuntimeException e) {
      // A body that can't be converted, a bean's toString: the call's failure, not the loop's.
      LOG.warn(
          "{}: request {} can't be written", plan.backend().name(), request.identity().id(), e);
      return Verdict.failed(Figures.End.REFERENCE, "its request can't be written", 502);
    }
  }

  private static Verdict verdict(Gap gap) {
    return switch (gap.kind()) {
      case SKIPPED -> Verdict.skipped(gap.reason(), 502);
      case MISSING -> Verdict.failed(Figures.End.REFERENCE, gap.reason(), 502);
      case REFUSED ->
          Verdict.failed(Figures.End.REFERENCE, gap.reason(), gap.byClient() ? 400 : 502);
    };
  }

  /** On the loop: the first attempt. */
  @Override
  public void run() {
    end = Alarms.of(loop).at(start + budget, this::timeOver);
    if (!options.ownDeadline()) {
      request.onEnd(this::unwanted);
    }
    if (state == State.NEW) {
      attempt();
    }
  }

  private void attempt() {
    attempts++;
    state = State.WAITING;
    host.pool(loop).take(this);
  }

  // What the pool and the connection ask and tell, on the loop.

  boolean isWaiting() {
    return state == State.WAITING;
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  HeaderRules wanted() {
    return options.responseHeaders();
  }

  long maxBody() {
    return options.maxBody();
  }

  /** About the present moment; exact enough for the age of a connection. */
  long now() {
    return now;
  }

  /** All connections are taken; a place in line for so long. */
  void queued(long nanos) {
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

  void noCapacity(String reason) {
    finish(Verdict.failed(Figures.End.CAPACITY, reason, 503));
  }

  /** The connection sends these bytes, and releases them. */
  ByteBuf sending(Connection by) {
    state = State.SENT;
    connection = by;
    clearStep();
    if (options.attemptTimeout() > 0) {
      step =
          Alarms.of(loop).at(System.nanoTime() + options.attemptTimeout(), this::attemptTimeOver);
    }
    var bytes = java.util.Objects.requireNonNull(encoded);
    if (encodedFor != host) {
      bytes = encodeForHost(bytes);
    }
    return bytes.retainedDuplicate();
  }

  /** Another host: its prefix and name in front, the rest as it was. */
  private ByteBuf encodeForHost(ByteBuf before) {
    var out = PooledByteBufAllocator.DEFAULT.directBuffer(before.readableBytes() + 64);
    out.writeCharSequence(method + " ", java.nio.charset.StandardCharsets.US_ASCII);
    out.writeBytes(host.pathPrefix);
    int start = out.writerIndex();
    out.writeBytes(before, targetStart, targetEnd - targetStart);
    if (out.writerIndex() == start && host.pathPrefix.length == 0) {
      out.writeByte('/');
    }
    int targetEndsNow = out.writerIndex();
    out.writeBytes(host.afterTarget);
    int restStartsNow = out.writerIndex();
    out.writeBytes(before, restStart, before.writerIndex() - restStart);
    before.release();
    encoded = out;
    encodedFor = host;
    targetStart = start;
    targetEnd = targetEndsNow;
    restStart = restStartsNow;
    return out;
  }

  void answered(Answer answer, long at) {
    now = at;
    clearStep();
    connection = null;
    int status = answer.status();
    if ((status == 502 || status == 503 || status == 504)
        && mayRepeat
        && answer.retryAfter().isEmpty()
        && !options.expect().has(status)
        && again()) {
      return;
    }
    var verdict = Verdict.of(answer, options, wantsJson, isHead());
    finish(plan.contract().judge(verdict, plan, host.origin, request.identity().id()));
  }

  /**
   * The connection ended before the answer did.
   *
   * @param nothing whether not a byte of an answer had come
   * @param reused whether the backend may simply have closed an idle connection
   */
  void broken(String reason, boolean nothing, boolean reused) {
    clearStep();
    connection = null;
    if (nothing && mayRepeat && reused && !told && !loop.isShuttingDown()) {
      state = State.WAITING;
      host.pool(loop).takeFresh(this);
    } else if (!(nothing && mayRepeat && again())) {
      var end = reason.startsWith("malformed") ? Figures.End.INVALID : Figures.End.BROKEN;
      finish(Verdict.failed(end, reason, 502));
    }
  }

  /** Nothing was sent, so any method may try again. */
  void connectFailed(String reason, boolean timedOut) {
    clearStep();
    if (!again()) {
      finish(Verdict.failed(Figures.End.CONNECT, reason, timedOut ? 504 : 502));
    }
  }

  /** One more attempt, after a moment, if there is one left and time for it. */
  private boolean again() {
    // A loop that shuts down rings no alarm any more.
    if (told || attempts > options.retries() || loop.isShuttingDown()) {
      return false;
    }
    long pause = TimeUnit.MILLISECONDS.toNanos(4L << Math.min(attempts, 5));
    pause += ThreadLocalRandom.current().nextLong(pause);
    long at = System.nanoTime() + pause;
    if (at - (start + budget) >= 0) {
      return false;
    }
    plan.backend().figures().retried();
    var hosts = plan.backend().hosts();
    if (hosts.length > 1) {
      host.inUse.getAndDecrement();
      host = plan.backend().balance().choose(hosts, host);
      host.inUse.getAndIncrement();
    }
    state = State.PAUSED;
    step = Alarms.of(loop).at(at, this::attempt);
    return true;
  }

  // Its time and those who want it.

  private void timeOver() {
    end = null;
    if (told) {
      abandon();
      late("no answer within its own timeout");
      over(Figures.End.TIMEOUT);
      return;
    }
    var verdict =
        Verdict.failed(
            Figures.End.TIMEOUT,
            "timeout after " + TimeUnit.NANOSECONDS.toMillis(budget) + "ms",
            504);
    if (goesOnAlone() && budget < options.timeout()) {
      tell(verdict);
      aloneUntilItsOwnTimeout();
    } else {
      abandon();
      finish(verdict);
    }
  }

  private void attemptTimeOver() {
    step = null;
    abandon();
    if (!mayRepeat || !again()) {
      long millis = TimeUnit.NANOSECONDS.toMillis(options.attemptTimeout());
      finish(Verdict.failed(Figures.End.TIMEOUT, "timeout after " + millis + "ms", 504));
    }
  }

  /** The request is over, or this branch of it. */
  private void unwanted() {
    if (!loop.inEventLoop()) {
      loop.execute(this::unwanted);
      return;
    }
    if (state == State.OVER || told) {
      return;
    }
    var verdict = Verdict.failed(Figures.End.IGNORED, "no longer wanted", 502);
    if (goesOnAlone()) {
      tell(verdict);
      aloneUntilItsOwnTimeout();
    } else {
      abandon();
      finish(verdict);
    }
  }

  /** A write that is out isn't taken back. */
  private boolean goesOnAlone() {
    return state == State.SENT && !mayRepeat;
  }

  private void aloneUntilItsOwnTimeout() {
    if (end != null) {
      end.cancel();
    }
    end = Alarms.of(loop).at(start + options.timeout(), this::timeOver);
  }

  private void abandon() {
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

  // Its end.

  private void finish(Verdict verdict) {
    over(verdict.end());
    if (told) {
      late(verdict.isSuccess() ? "answered " + verdict.status() : verdict.reason());
    } else {
      tell(verdict);
    }
  }

  private void over(Figures.End ended) {
    state = State.OVER;
    clearStep();
    if (end != null) {
      end.cancel();
      end = null;
    }
    if (encoded != null) {
      encoded.release();
      encoded = null;
    }
    host.inUse.getAndDecrement();
    now = System.nanoTime();
    plan.backend().figures().ended(ended, now - start);
  }

  private void late(String what) {
    LOG.warn(
        "{}: late outcome of {} for request {}: {} after {} ms, nobody waits any more",
        plan.backend().name(),
        method,
        request.identity().id(),
        what,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private void tell(Verdict verdict) {
    told = true;
    // Below 500 it is the client's or the data's doing, a 404 say: no trouble to be woken for.
    if (verdict.end() != Figures.End.IGNORED && verdict.answer() >= 500) {
      plan.backend()
          .failures()
          .failed(
              plan.backend().name(),
              host.origin,
              options.as(),
              verdict.reason(),
              request.identity().id());
    }
    var outcome = outcome(verdict);
    request.parts().add(outcome);
    try {
      request.resume(() -> deliver(outcome));
    } catch (RejectedExecutionException e) {
      // The lane is full or closed; still it must be told, and not on a loop, where steps may
      // block.
      LOG.warn("request {}: its lane takes no more", request.identity().id(), e);
      java.util.concurrent.ForkJoinPool.commonPool().execute(() -> deliver(outcome));
    }
  }

  /** On the loop as a rule: what breaks there must not break the connection, nor be told twice. */
  private void deliver(Outcome outcome) {
    try {
      done.accept(outcome);
    } catch (RuntimeException e) {
      LOG.error("request {}: what follows {} broke", request.identity().id(), method, e);
    }
  }

  private Outcome outcome(Verdict verdict) {
    boolean ignored = verdict.end() == Figures.End.IGNORED;
    boolean fallback = !verdict.isSuccess() && !ignored && plan.fallback().length > 0;
    var from = verdict.from();
    return new Outcome(
        options.as(),
        verdict.isSuccess() || fallback
            ? Outcome.Verdict.SUCCESS
            : ignored ? Outcome.Verdict.IGNORED : Outcome.Verdict.FAILURE,
        fallback ? Outcome.Source.FALLBACK : verdict.source(),
        verdict.status(),
        verdict.reason(),
        fallback ? 200 : verdict.answer(),
        options.required(),
        fallback ? plan.fallback() : verdict.body(),
        fallback || verdict.json(),
        fallback ? "application/json" : from == null ? "" : from.contentType(),
        from == null || fallback ? Map.of() : from.headers(),
        System.nanoTime() - start,
        attempts,
        verdict.retryAfter());
  }
}
