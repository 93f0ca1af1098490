package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.serai.backend.FailureRule.Says;
import io.serai.request.BodyFlow;
import io.serai.request.ErrorType;
import io.serai.request.Gap;
import io.serai.request.Holding;
import io.serai.request.Request;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What of a call is under way: nearly always one copy of its request, two while it is hedged. Of
 * two the one that wins ends the other, and one that fails leaves the call to the other.
 */
abstract class Copies {
  final CallOptions options;
  final EventLoop loop;
  final Backend backend;

  /** Whether what is out may be taken back. */
  final boolean mayGiveUp;

  /** Whether its answer goes on as it comes. */
  final boolean streamed;

  private final String method;
  private final Encoded request;
  private Sending first;
  private @Nullable Hedge hedge;
  private boolean timed;
  private long took;
  // What follows the request's head, null for nothing.
  private @Nullable BodyFlow upload;

  /** None yet; from now on the chosen host counts the call until {@link #end}. */
  Copies(CallPlan plan, String method, EventLoop loop, long now, boolean streamed) {
    this.options = plan.options();
    this.backend = plan.backend();
    this.method = method;
    this.loop = loop;
    this.streamed = streamed;
    this.mayGiveUp = options.idempotent() || CallOptions.isSafe(method);
    this.first = new Sending(this, Balance.choose(backend.hosts(), null), now);
    this.request = new Encoded(method, first.host());
  }

  @Nullable Gap encode(CallPlan plan, Request of, Exchange exchange) {
    var gap = request.write(plan, of, exchange);
    if (streamed && exchange.getMessage().getBody() instanceof BodyFlow body) {
      upload = body;
    }
    // A backend that knows keys may refuse the second copy while the first is under way, 409 by
    // the draft of the header, and that would win.
    if (options.hedging().isOn() && mayGiveUp && !streamed && !request.isKeyed()) {
      hedge = new Hedge(this, options.hedging());
    }
    return gap;
  }

  // What happens to each.

  /** Of the whole call, on {@link System#nanoTime}'s scale. */
  abstract long endsAt();

  abstract Holding holding();

  /** One more attempt, on the loop. */
  abstract void next();

  abstract void noCapacity(Sending by, String reason);

  abstract void connectFailed(Sending by, Fault fault);

  abstract void answered(Sending by, Answer answer);

  abstract void broken(Sending by, Fault fault, boolean nothing, boolean reused);

  /** No backend has seen a thing of it. */
  abstract void unsent(Sending by);

  /** An attempt's own time is over. */
  abstract void timeOver(Sending by);

  /** From now on its client's time passes. */
  abstract void uploading();

  /** Only now the backend's does. */
  abstract void timeAnswer();

  /** Of an answer that goes on as it comes the head is there. */
  abstract void begun(Sending by, Answer head, BodyFlow body);

  /** That is over: whole if there is no fault. */
  abstract void ended(Sending by, @Nullable Fault fault);

  /** The request for one to that host. */
  final ByteBuf bytesFor(Host host) {
    if (request.tellsDeadline()) {
      long left = endsAt() - System.nanoTime();
      long most = options.attemptTimeout();
      request.timeLeft(most > 0 ? Math.min(most, left) : left);
    }
    return request.bytesFor(host);
  }

  // What they are.

  final @Nullable BodyFlow upload() {
    return upload;
  }

  /** Whether the body is on its way from the client. */
  final boolean isUploading() {
    return first.isUploading();
  }

  final boolean isKeyed() {
    return request.isKeyed();
  }

  final boolean isHead() {
    return method.equals("HEAD");
  }

  final boolean isBegun() {
    return first.isBegun();
  }

  final boolean isOver() {
    return first.isOver();
  }

  /**
   * A write that is out isn't taken back, between two attempts neither: a key lets us repeat it,
   * not leave it half done.
   */
  final boolean isWriteOut() {
    return first.isOut() && !mayGiveUp;
  }

  /** What there wasn't, should time be up now. */
  final ErrorType waitedFor() {
    var second = second();
    return first.isWaiting() && (second == null || second.isWaiting())
        ? ErrorType.CONNECTION_TIMEOUT
        : ErrorType.HTTP_RESPONSE_TIMEOUT;
  }

  /** The host of the last attempt, or of the copy that won. */
  final Origin origin() {
    return first.host().origin;
  }

  /** The one there is; of two the one that was sent first. */
  final Sending first() {
    return first;
  }

  private @Nullable Sending second() {
    return hedge == null ? null : hedge.second();
  }

  /** How many were sent beside another. */
  final int hedges() {
    return hedge == null ? 0 : hedge.made();
  }

  /** Whether the one there is, or was first, came to the attempt only later. */
  final boolean isLater() {
    return hedge != null && hedge.is(first);
  }

  // What they take.

  /** From now on it is known what answers take. */
  final void time() {
    timed = true;
  }

  final boolean isTimed() {
    return timed;
  }

  /**
   * From the sending of the request to the end of the answer, nanoseconds; of the last that came.
   * What it waited for a connection is not in it: that was our line, not the backend's.
   */
  final long took() {
    return took;
  }

  final void took(long nanos) {
    took = nanos;
  }

  // One or two.

  /** Whether the circuit of the chosen host lets the first one, or that of another does. */
  final boolean passes() {
    var hosts = backend.hosts();
    for (int tries = 0; tries <= hosts.count(); tries++) {
      if (first.passes()) {
        return true;
      }
      var other = Balance.choose(hosts, first.host());
      other = other.mayPass() ? other : Balance.anyOpen(hosts);
      if (other == null) {
        return false;
      }
      first.move(other);
    }
    return false;
  }

  /** The first one goes, and a second later perhaps. */
  final void take() {
    if (hedge != null) {
      hedge.begin();
    }
    first.take();
  }

  /** A further attempt follows after a while. */
  final void pause(long until) {
    if (hedge != null) {
      hedge.stop();
    }
    var hosts = backend.hosts();
    if (hosts.count() > 1) {
      first.move(Balance.choose(hosts, first.host()));
    }
    first.pause(until);
  }

  /** Ends this one if there is another, which goes on as the only one. */
  final boolean leftToOther(Sending ended) {
    var second = second();
    if (hedge == null || second == null) {
      return false;
    }
    first = ended == first ? second : first;
    hedge.alone();
    ended.end(Says.NOTHING);
    return true;
  }

  /** Its answer is the call's; the other is given up, which is no fault of its host. */
  final void won(Sending winner) {
    if (hedge == null) {
      return;
    }
    hedge.won(winner);
    var second = second();
    if (second != null) {
      var loser = winner == first ? second : first;
      loser.abandon();
      leftToOther(loser);
    }
  }

  /** The answer that has begun is of no use. */
  final void discard() {
    first.discard();
  }

  /** Whatever is under way is of no more use. */
  final void abandon() {
    first.abandon();
    var second = second();
    if (second != null) {
      second.abandon();
    }
  }

  /**
   * Nothing more is sent.
   *
   * @param says what its end says of the first, if that is under way; a second one had but a rest
   *     of the time, so of that it says nothing
   */
  final void end(Says says) {
    first.end(says);
    var second = second();
    if (second != null) {
      second.end(Says.NOTHING);
    }
    if (hedge != null) {
      hedge.stop();
    }
    request.release();
  }
}
