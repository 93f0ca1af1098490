package io.serai.backend;

import io.netty.channel.EventLoop;
import io.serai.backend.FailureRule.Says;
import org.jspecify.annotations.Nullable;

/**
 * What one call is to its backend: let pass by the circuit, let in by the limit of calls under way,
 * counted by the figures; and how it ended, told to all three. Confined to the call's loop once
 * that has begun.
 */
final class Account {
  private final Backend backend;
  private final CallOptions options;
  private final EventLoop loop;
  private final long start;
  private @Nullable Passage passage;
  private boolean entered;

  /** Of a call that begins now. */
  Account(CallPlan plan, EventLoop loop, long start) {
    this.backend = plan.backend();
    this.options = plan.options();
    this.loop = loop;
    this.start = start;
  }

  /**
   * Asks for a way in. By the circuit first, before anything is written: an open one is to cost
   * nothing, and leaves the limit's places free.
   *
   * @return null if the call may go
   */
  @Nullable Verdict enter() {
    var refused = pass();
    return refused == null ? takePlace() : refused;
  }

  private @Nullable Verdict pass() {
    if (!options.circuit()) {
      return null;
    }
    var circuit = backend.circuits().own();
    passage = Passage.through(circuit, start);
    return passage == null ? Verdict.circuitOpen(circuit.nanosLeft()) : null;
  }

  private @Nullable Verdict takePlace() {
    var limiter = backend.limiter();
    if (!limiter.isOn()) {
      return null;
    }
    // What undoes a write is owed, however many there are.
    entered = limiter.enter(start, options.ownDeadline());
    return entered ? null : Verdict.noCapacity(Fault.CONCURRENCY);
  }

  /** Whether its limit wants to know what answers take. */
  boolean isTimed() {
    return entered && backend.limiter().isLearning();
  }

  /** Its body is on the way from the client. */
  void uploading() {
    if (passage != null) {
      passage.uploading(loop, options.timeout());
    }
  }

  /** The backend has its whole request. */
  void uploaded() {
    if (passage != null) {
      passage.uploaded();
    }
  }

  /**
   * An answer that goes on as it comes has begun.
   *
   * @param took nanoseconds to its head, 0 if unknown
   * @param hurried whether the call had less time than is fair
   */
  void begun(Answer head, Figures.End end, long took, boolean hurried) {
    if (passage != null) {
      passage.begun(backend.circuits().rule().of(head), loop, options.timeout());
    }
    if (entered) {
      var says = Limiter.Says.of(end, head, hurried);
      backend.limiter().heard(System.nanoTime(), start, took, says);
    }
  }

  /**
   * That is over.
   *
   * @param fault why it isn't whole; null if it is
   * @param nanos from the start of the call to its head
   */
  void over(@Nullable Fault fault, Figures.End end, long nanos) {
    backend.figures().ended(end, nanos);
    leave(0, Limiter.Says.NOTHING);
    if (passage != null) {
      passage.over(fault, backend.circuits().rule());
    }
  }

  /** The call is over, however it ended; what it says to the circuit. */
  Says over(Figures.End end, @Nullable Answer answer, long took, boolean hurried) {
    // A call that came too late to be answered in time says nothing about its backend.
    var says =
        end == Figures.End.TIMEOUT && hurried
            ? Says.NOTHING
            : backend.circuits().rule().of(end, answer);
    if (passage != null) {
      passage.end(says);
    }
    backend.figures().ended(end, System.nanoTime() - start);
    leave(took, Limiter.Says.of(end, answer, hurried));
    return says;
  }

  private void leave(long took, Limiter.Says says) {
    if (entered) {
      backend.limiter().leave(System.nanoTime(), start, took, says);
    }
  }
}
