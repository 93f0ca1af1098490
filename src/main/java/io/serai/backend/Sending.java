package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.serai.backend.FailureRule.Says;
import io.serai.request.Alarms;
import io.serai.request.BodyFlow;
import io.serai.request.Holding;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call as pools and connections know it: it waits for a connection to its host, its request is
 * sent, and its {@link Copies} hear what came of that.
 *
 * <pre>
 *   NEW ─→ WAITING for a connection ─→ SENT ─→ OVER
 *             ↑                          │
 *             └────── PAUSED ←───────────┘  a retry
 * </pre>
 *
 * Confined to the request's loop once begun. The host counts the call until its {@link #end}.
 */
final class Sending implements Caller {
  private enum State {
    /** Not on its loop yet. */
    NEW,
    /** In line for a connection, or one is being opened. */
    WAITING,
    /** Its request is out or on its way out. */
    SENT,
    /** Between two copies. */
    PAUSED,
    /** Nothing more will happen. */
    OVER
  }

  private final Copies copies;
  private Host host;
  private State state = State.NEW;
  private boolean out;
  private long now;
  private long sentAt; // 0 if nobody asks how long it takes
  private @Nullable Passage passage;
  private @Nullable Connection connection;
  private Alarms.@Nullable Alarm step;
  private boolean uploading;
  private boolean begun;

  Sending(Copies copies, Host host, long now) {
    this.copies = copies;
    this.host = host;
    this.now = now;
    host.inUse.getAndIncrement();
  }

  Host host() {
    return host;
  }

  void move(Host other) {
    host.inUse.getAndDecrement();
    host = other;
    host.inUse.getAndIncrement();
  }

  boolean isBegun() {
    return state != State.NEW;
  }

  boolean isSent() {
    return state == State.SENT;
  }

  boolean isOver() {
    return state == State.OVER;
  }

  /** Whether a byte of its answer has come. */
  boolean isBeingAnswered() {
    return connection != null && connection.hasAnswerBegun();
  }

  // Circuits of hosts.

  /** Whether the host's circuit lets it pass. */
  boolean passes() {
    var circuit = host.circuit;
    passage = circuit == null ? null : Passage.through(circuit, System.nanoTime());
    return circuit == null || passage != null;
  }

  /** Tells the host's circuit what came of an attempt. */
  void tell(Says says) {
    if (passage != null) {
      passage.end(says);
    }
  }

  /** The same of one whose answer has begun. */
  void tellBegun(Says says) {
    if (passage != null) {
      passage.begun(says, copies.loop, copies.options.timeout());
    }
  }

  /** Of an answer that had begun, that it was well to the end, or wasn't. */
  void tellEnded(@Nullable Fault fault) {
    if (passage != null) {
      passage.over(fault, copies.backend.circuits().rule());
    }
  }

  void tell(Figures.End end) {
    tell(copies.backend.circuits().rule().of(end, null));
  }

  // On its way.

  void take() {
    state = State.WAITING;
    host.pool(copies.loop).take(this);
  }

  /** Not one that has been idle. */
  void takeFresh() {
    state = State.WAITING;
    host.pool(copies.loop).takeFresh(this);
  }

  void pause(long until) {
    state = State.PAUSED;
    step = Alarms.of(copies.loop).at(until, copies::next);
  }

  /** The connection has to do with others now, or is no more. */
  void detached() {
    clearStep();
    connection = null;
  }

  /** Leaves the line, or closes the connection that is of no more use. */
  void abandon() {
    if (state == State.WAITING) {
      host.pool(copies.loop).leave(this);
    } else if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  /** Nothing more is sent, and the host counts it no more; its circuit hears what that says. */
  void end(Says says) {
    tell(says);
    state = State.OVER;
    clearStep();
    host.inUse.getAndDecrement();
  }

  private void clearStep() {
    if (step != null) {
      step.cancel();
      step = null;
    }
  }

  // What pools and connections ask and tell.

  @Override
  public boolean isWaiting() {
    return state == State.WAITING;
  }

  @Override
  public boolean isHead() {
    return copies.isHead();
  }

  @Override
  public ResponseHeaders wanted() {
    return copies.options.responseHeaders();
  }

  @Override
  public long maxBody() {
    return copies.options.maxBody();
  }

  @Override
  public Holding holding() {
    return copies.holding();
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public void queued(long nanos) {
    step = Alarms.of(copies.loop).at(System.nanoTime() + nanos, () -> queuedInVain(nanos));
  }

  private void queuedInVain(long nanos) {
    host.pool(copies.loop).leave(this);
    noCapacity("no connection free within " + TimeUnit.NANOSECONDS.toMillis(nanos) + "ms");
  }

  @Override
  public void noCapacity(String reason) {
    copies.noCapacity(this, reason);
  }

  @Override
  public void connectFailed(Fault fault) {
    detached();
    copies.connectFailed(this, fault);
  }

  @Override
  public boolean isOut() {
    return out;
  }

  @Override
  public ByteBuf sending(Connection by) {
    state = State.SENT;
    out = true;
    connection = by;
    sentAt = copies.isTimed() || host.latencies != null ? System.nanoTime() : 0;
    clearStep();
    if (copies.upload() == null) {
      timeAttempt();
    } else {
      uploading = true;
      if (passage != null) {
        passage.uploading(copies.loop, copies.options.timeout());
      }
      copies.uploading();
    }
    return copies.bytesFor(host);
  }

  private void timeAttempt() {
    long most = copies.options.attemptTimeout();
    if (most > 0) {
      step = Alarms.of(copies.loop).at(System.nanoTime() + most, this::late);
    }
  }

  // What goes on as it comes.

  @Override
  public boolean isStreamed() {
    return copies.streamed;
  }

  @Override
  public @Nullable BodyFlow upload() {
    return copies.upload();
  }

  @Override
  public boolean passesTrailer(String name) {
    return copies.options.requestHeaders().lets(name) && !OurHeaders.has(name);
  }

  /** Whether its body is on the way from the client. */
  boolean isUploading() {
    return uploading;
  }

  @Override
  public void uploaded() {
    uploading = false;
    if (state == State.SENT && !begun) {
      if (passage != null) {
        passage.uploaded();
      }
      timeAttempt();
      copies.timeAnswer();
    }
  }

  @Override
  public void begun(Answer head, BodyFlow body, long at) {
    now = at;
    begun = true;
    // What the client took to send its body is not the backend's doing.
    copies.took(sentAt == 0 || copies.upload() != null ? 0 : at - sentAt);
    clearStep();
    copies.begun(this, head, body);
  }

  @Override
  public void ended(@Nullable Fault fault) {
    detached();
    copies.ended(this, fault);
  }

  /** Its answer is of no use, for there is another attempt. */
  void discard() {
    begun = false;
    tellEnded(null);
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  // What came of it.

  private void late() {
    step = null;
    tookUntil(System.nanoTime());
    copies.timeOver(this);
  }

  @Override
  public void answered(Answer answer, long at) {
    now = at;
    copies.took(sentAt == 0 ? 0 : at - sentAt);
    detached();
    // What fails at once, or turns calls away, isn't fast.
    if (answer.status() < 500 && answer.status() != 429) {
      tookUntil(at);
    }
    copies.answered(this, answer);
  }

  /** The host had the attempt until then. */
  void tookUntil(long at) {
    var latencies = sentAt == 0 ? null : host.latencies;
    if (latencies != null) {
      latencies.took(at - sentAt);
    }
  }

  @Override
  public void unsent(boolean hadBeenOut) {
    detached();
    out = hadBeenOut;
    if (uploading) {
      uploading = false;
      copies.timeAnswer();
    }
    copies.unsent(this);
  }

  @Override
  public void broken(Fault fault, boolean nothing, boolean reused) {
    detached();
    copies.broken(this, fault, nothing, reused);
  }
}
