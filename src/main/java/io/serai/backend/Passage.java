package io.serai.backend;

import io.netty.channel.EventLoop;
import io.serai.backend.FailureRule.Says;
import io.serai.circuit.Circuit;
import io.serai.circuit.Permit;
import io.serai.request.Alarms;
import org.jspecify.annotations.Nullable;

/**
 * A call or an attempt that a circuit let pass, until it is told how that ended. Confined to the
 * loop of its call.
 */
final class Passage {
  private final Circuit circuit;
  private @Nullable Permit permit;
  private long start;
  private long took; // 0 until that is known
  private Says head = Says.NOTHING;
  private Alarms.@Nullable Alarm latest;
  private boolean over;

  private Passage(Circuit circuit, Permit permit, long start) {
    this.circuit = circuit;
    this.permit = permit;
    this.start = start;
  }

  /** One through the circuit, null if it doesn't let it pass. */
  static @Nullable Passage through(Circuit circuit, long now) {
    var permit = circuit.acquire();
    return permit == null ? null : new Passage(circuit, permit, now);
  }

  /**
   * What came of something that no permit is held for, if the circuit is closed: what has been over
   * for long is no probe.
   */
  private static void report(Circuit circuit, Says says) {
    var permit = circuit.ofWindow();
    if (permit != null && says != Says.NOTHING) {
      circuit.ended(permit, says == Says.FAILED, 0);
    }
  }

  /**
   * The body of the request is on its way from the client, for nobody knows how long: a circuit
   * that is half open isn't to wait for it longer than it does for an answer.
   *
   * @param longest in nanoseconds
   */
  void uploading(EventLoop loop, long longest) {
    latest = Alarms.of(loop).at(System.nanoTime() + longest, this::letGo);
  }

  private void letGo() {
    latest = null;
    if (permit != null && !over) {
      circuit.released(permit);
      permit = null;
    }
  }

  /** The backend has its whole request: only now its time begins. */
  void uploaded() {
    forgetLatest();
    if (!over) {
      start = System.nanoTime();
      // Nothing is turned away, so nothing is to be counted as that.
      permit = permit == null && circuit.mayPass() ? circuit.acquire() : permit;
    }
  }

  /**
   * The head of an answer has come that goes on for nobody knows how long. If it is well, so is the
   * call once the body is whole, or has been on its way for as long as an answer may take; if that
   * breaks later, it is one thing more.
   *
   * @param longest in nanoseconds
   */
  void begun(Says says, EventLoop loop, long longest) {
    forgetLatest();
    long now = System.nanoTime();
    took = now - start;
    head = says;
    if (says == Says.FAILED) {
      end(says);
    } else {
      latest = Alarms.of(loop).at(now + longest, this::whole);
    }
  }

  /** The body of the answer that had begun is over: whole, or left by the client, without fault. */
  void over(@Nullable Fault fault, FailureRule rule) {
    if (fault == null || fault.end() == Figures.End.IGNORED) {
      whole();
    } else {
      broke(rule.of(fault.end(), null));
    }
  }

  /** Nothing more is to be said of the answer that had begun. */
  void whole() {
    end(head);
  }

  /** The body of the answer that had begun came to a bad end. */
  void broke(Says says) {
    if (over) {
      report(circuit, says);
    } else {
      end(says);
    }
  }

  /** Once; what is told later is forgotten. */
  void end(Says says) {
    forgetLatest();
    if (over) {
      return;
    }
    over = true;
    if (permit == null) {
      if (says == Says.FAILED) {
        report(circuit, says);
      } // That it went well says nothing about a time that didn't let it pass.
    } else if (says == Says.NOTHING) {
      circuit.released(permit);
    } else {
      circuit.ended(permit, says == Says.FAILED, took > 0 ? took : System.nanoTime() - start);
    }
  }

  private void forgetLatest() {
    if (latest != null) {
      latest.cancel();
      latest = null;
    }
  }
}
