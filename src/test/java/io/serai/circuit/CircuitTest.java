package io.serai.circuit;

import static io.serai.circuit.Calling.call;
import static io.serai.circuit.Calling.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A circuit that shares with nobody: its window, its states, what an operator forces. */
class CircuitTest {
  private final FakeTiming timing = new FakeTiming();

  private Circuit alone() {
    return alone(new Options());
  }

  private Circuit alone(Options options) {
    return new Circuit("c", "", options.build(), timing, Alone.ALONE);
  }

  private Circuit open() {
    var circuit = alone();
    calls(circuit, 2, 2);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
    return circuit;
  }

  @Test
  void opensOnceHalfOfEnoughCallsHaveFailed() {
    var circuit = alone();
    calls(circuit, 2, 1);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    calls(circuit, 0, 1);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
    assertThat(circuit.stats(false).reason()).isEqualTo("2 of 4 calls failed");
    assertThat(call(circuit, false)).isFalse();
    assertThat(circuit.stats(false).rejected()).isEqualTo(1);
  }

  @Test
  void staysClosedWhileTooFewHaveEnded() {
    var circuit = alone();
    calls(circuit, 0, 3);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aWindowOfCallsForgetsTheOldest() {
    var circuit = alone(new Options().window(WindowType.COUNT_BASED, 4));
    calls(circuit, 3, 1);
    calls(circuit, 4, 1);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    calls(circuit, 0, 1);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aWindowOfOneCallOpensAtTheFirstFailure() {
    var circuit = alone(new Options().window(WindowType.COUNT_BASED, 1));
    calls(circuit, 3, 1);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aWindowOfTimeForgetsWhatIsTooLongAgo() {
    var circuit = alone(new Options().window(WindowType.TIME_BASED, 3));
    calls(circuit, 0, 3);
    timing.pass(Duration.ofSeconds(4));
    calls(circuit, 0, 3);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    calls(circuit, 0, 1);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
  }

  @Test
  void opensForSlowCallsThatSucceed() {
    var circuit = alone();
    call(circuit, false);
    for (int i = 0; i < 3; i++) {
      assertThat(call(circuit, false, Duration.ofMillis(101))).isTrue();
    }
    assertThat(circuit.state()).isEqualTo(State.OPEN);
    assertThat(circuit.stats(false).reason()).contains("3 of 4 calls were slower than");
  }

  @Test
  void probesWhenTheWaitIsOverAndClosesIfTheyAreWell() {
    var circuit = open();
    timing.pass(Duration.ofMillis(4999));
    assertThat(call(circuit, false)).isFalse();
    timing.pass(Duration.ofMillis(1));
    assertThat(call(circuit, false)).isTrue();
    assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
    assertThat(call(circuit, false)).isTrue();
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    assertThat(circuit.stats(false).calls()).isZero();
  }

  @Test
  void onlySoManyProbesAreUnderWay() {
    var circuit = open();
    timing.pass(Duration.ofSeconds(5));
    assertThat(circuit.acquire()).isNotNull();
    assertThat(circuit.acquire()).isNotNull();
    assertThat(circuit.acquire()).isNull();
  }

  @Test
  void waitsLongerEachTimeItsProbesFailUpToTheMost() {
    var circuit = open();
    for (int seconds : new int[] {5, 10, 15, 15}) {
      assertThat(circuit.stats(false).untilMillis()).isEqualTo(seconds * 1000L);
      timing.pass(Duration.ofSeconds(seconds));
      calls(circuit, 1, 1);
      assertThat(circuit.state()).isEqualTo(State.OPEN);
    }
    assertThat(circuit.attempt()).isEqualTo(5);
    timing.pass(Duration.ofSeconds(15));
    calls(circuit, 2, 0);
    assertThat(circuit.attempt()).isZero();
  }

  @Test
  void endsOfCallsFromBeforeItOpenedSayNothing() {
    var circuit = alone();
    var early = IntStream.range(0, 8).mapToObj(i -> requireNonNull(circuit.acquire())).toList();
    calls(circuit, 0, 4);
    timing.pass(Duration.ofSeconds(5));
    var probe = requireNonNull(circuit.acquire());
    early.subList(0, 4).forEach(permit -> circuit.ended(permit, true, 1));
    assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
    circuit.ended(probe, false, 1);
    calls(circuit, 1, 0);
    early.subList(4, 8).forEach(permit -> circuit.ended(permit, true, 1));
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    assertThat(circuit.recent().failures()).isZero();
  }

  @Test
  void aProbeThatSaidNothingLetsAnotherGo() {
    var circuit = open();
    timing.pass(Duration.ofSeconds(5));
    var one = requireNonNull(circuit.acquire());
    assertThat(circuit.acquire()).isNotNull();
    circuit.released(one);
    assertThat(circuit.acquire()).isNotNull();
    assertThat(circuit.acquire()).isNull();
  }

  @Test
  void probesThatNeverEndAreSentAgainOnceTheyAreLost() {
    var circuit = open();
    timing.pass(Duration.ofSeconds(5));
    circuit.acquire();
    circuit.acquire();
    timing.pass(Breaker.LOST_PROBE);
    // What the cluster says now and then about a permission says nothing about its probes.
    assertThat(circuit.renew()).isZero();
    timing.pass(Breaker.LEASE_TERM.minusMillis(1));
    assertThat(circuit.mayPass()).isFalse();
    assertThat(circuit.acquire()).isNull();
    timing.pass(Duration.ofMillis(1));
    assertThat(circuit.mayPass()).isTrue();
    calls(circuit, 2, 0);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void slowProbesAreNoMoreThanPermittedAndDecideWhenTheyEnd() {
    var circuit = open();
    timing.pass(Duration.ofSeconds(5));
    var first = circuit.acquire();
    timing.pass(Duration.ofSeconds(20));
    var second = circuit.acquire();
    timing.pass(Duration.ofSeconds(30));
    assertThat(circuit.acquire()).as("a third while two of 30 s are out").isNull();
    circuit.ended(java.util.Objects.requireNonNull(first), false, 0);
    circuit.ended(java.util.Objects.requireNonNull(second), false, 0);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void asksWithoutACallWhereThatIsWanted() {
    var circuit = alone(new Options().asksByItself());
    calls(circuit, 0, 4);
    timing.pass(Duration.ofSeconds(5));
    assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
  }

  @Test
  void whatAnOperatorForcesBeatsEverything() {
    var circuit = alone();
    circuit.force(State.FORCED_CLOSED, "night shift");
    calls(circuit, 0, 20);
    circuit.open(1, "heard of");
    assertThat(circuit.state()).isEqualTo(State.FORCED_CLOSED);
    assertThat(circuit.stats(false).forcedBy()).isEqualTo("night shift");
    circuit.force(State.FORCED_OPEN, "day shift");
    timing.pass(Duration.ofDays(1));
    assertThat(call(circuit, false)).isFalse();
    circuit.close("heard of");
    circuit.halfOpen(2);
    assertThat(circuit.state()).isEqualTo(State.FORCED_OPEN);
    circuit.force(null, "day shift");
    assertThat(call(circuit, false)).isTrue();
    assertThatThrownBy(() -> circuit.force(State.OPEN, "x"))
        .hasMessageContaining("expected: FORCED_OPEN or FORCED_CLOSED");
  }

  @Test
  void hasEvidenceOfItsOwnForTenSeconds() {
    var circuit = alone();
    calls(circuit, 3, 0);
    assertThat(circuit.recent()).isEqualTo(new Recent(3, 0, 0, false));
    calls(circuit, 2, 1);
    assertThat(circuit.recent()).isEqualTo(new Recent(6, 1, 0, true));
    timing.pass(Duration.ofSeconds(9));
    assertThat(circuit.recent().calls()).isEqualTo(6);
    timing.pass(Duration.ofSeconds(2));
    assertThat(circuit.recent()).isEqualTo(new Recent(0, 0, 0, false));
  }

  @Test
  void evidenceStartsAnewWhenItCloses() {
    var circuit = alone();
    calls(circuit, 0, 4);
    assertThat(circuit.recent().failures()).isEqualTo(4);
    circuit.close("heard of the end");
    assertThat(circuit.recent()).isEqualTo(new Recent(0, 0, 0, false));
  }

  @Test
  void manyThreadsGetNoMoreProbesThanAreAllowed() throws Exception {
    var circuit = open();
    timing.pass(Duration.ofSeconds(5));
    var pool = Executors.newFixedThreadPool(8);
    try {
      var tasks = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 200; i++) {
        tasks.add(() -> circuit.acquire() != null);
      }
      int passed = 0;
      for (Future<Boolean> task : pool.invokeAll(tasks)) {
        passed += task.get() ? 1 : 0;
      }
      assertThat(passed).isEqualTo(2);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void theSumOfSeveralNodesTripsByTheSameRule() {
    var options = new Options().build();
    assertThat(options.trips(3, 3, 0)).isFalse();
    assertThat(options.trips(4, 2, 0)).isTrue();
    assertThat(options.trips(100, 49, 74)).isFalse();
    assertThat(options.trips(100, 0, 75)).isTrue();
  }
}
