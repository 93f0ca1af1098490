package io.serai.circuit;

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

class CircuitTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FakeTiming timing = new FakeTiming();
  private final Told told = new Told();

  /** Four calls count, half of them failing open it, two probes decide, five seconds' wait. */
  private static CircuitOptions options(WindowType type, int size) {
    return new CircuitOptions(
        50,
        4,
        2,
        size,
        type,
        Duration.ofMillis(100),
        75,
        Duration.ofSeconds(5),
        false,
        Duration.ofSeconds(15),
        2,
        Duration.ofSeconds(10));
  }

  private Circuit alone() {
    return alone(options(WindowType.COUNT_BASED, 10));
  }

  private Circuit alone(CircuitOptions options) {
    return new Circuit("c", "", options, timing, Alone.ALONE);
  }

  private Circuit watched() {
    return new Circuit("c", "", options(WindowType.COUNT_BASED, 10), timing, told);
  }

  private static boolean call(Circuit circuit, boolean failed) {
    return call(circuit, failed, Duration.ofMillis(1));
  }

  private static boolean call(Circuit circuit, boolean failed, Duration took) {
    var permit = circuit.acquire();
    if (permit == null) {
      return false;
    }
    circuit.ended(permit, failed, took.toNanos());
    return true;
  }

  private static void calls(Circuit circuit, int well, int failed) {
    for (int i = 0; i < well; i++) {
      assertThat(call(circuit, false)).isTrue();
    }
    for (int i = 0; i < failed; i++) {
      assertThat(call(circuit, true)).isTrue();
    }
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
    var circuit = alone(options(WindowType.COUNT_BASED, 4));
    calls(circuit, 3, 1);
    calls(circuit, 4, 1);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    calls(circuit, 0, 1);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aWindowOfOneCallOpensAtTheFirstFailure() {
    var circuit = alone(options(WindowType.COUNT_BASED, 1));
    calls(circuit, 3, 1);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aWindowOfTimeForgetsWhatIsTooLongAgo() {
    var circuit = alone(options(WindowType.TIME_BASED, 3));
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
  void probesThatNeverEndAreSentAgain() {
    var circuit = open();
    timing.pass(Duration.ofSeconds(5));
    circuit.acquire();
    circuit.acquire();
    timing.pass(Breaker.LEASE_TERM.minusMillis(1));
    assertThat(circuit.acquire()).isNull();
    timing.pass(Duration.ofMillis(1));
    calls(circuit, 2, 0);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void asksWithoutACallWhereThatIsWanted() {
    var plain = options(WindowType.COUNT_BASED, 10);
    var circuit =
        new Circuit(
            "c",
            "",
            new CircuitOptions(
                50,
                4,
                2,
                10,
                WindowType.COUNT_BASED,
                plain.slowCallDurationThreshold(),
                75,
                SECOND,
                true,
                SECOND,
                1,
                plain.sharedWindow()),
            timing,
            Alone.ALONE);
    calls(circuit, 0, 4);
    timing.pass(SECOND);
    assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
  }

  @Test
  void asksItsWatcherOnceAndRejectsUntilItIsAnswered() {
    var circuit = watched();
    calls(circuit, 0, 4);
    timing.pass(Duration.ofSeconds(5));
    assertThat(call(circuit, false)).isFalse();
    assertThat(call(circuit, false)).isFalse();
    assertThat(told.lines).containsExactly("opened 1: 4 of 4 calls failed", "wants probe");
    circuit.halfOpen(2);
    calls(circuit, 2, 0);
    assertThat(told.lines).endsWith("closed: probes are well");
  }

  @Test
  void helpsItselfIfNobodyAnswers() {
    var circuit = watched();
    calls(circuit, 0, 4);
    timing.pass(Duration.ofSeconds(5));
    assertThat(call(circuit, false)).isFalse();
    timing.pass(Breaker.LEASE_TERM);
    calls(circuit, 2, 0);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void asksAgainAfterThePause() {
    var circuit = watched();
    calls(circuit, 0, 4);
    timing.pass(Duration.ofSeconds(5));
    assertThat(call(circuit, false)).isFalse();
    circuit.askAgain(SECOND);
    assertThat(call(circuit, false)).isFalse();
    assertThat(told.lines).containsOnlyOnce("wants probe");
    timing.pass(SECOND);
    assertThat(call(circuit, false)).isFalse();
    assertThat(told.lines).filteredOn("wants probe"::equals).hasSize(2);
  }

  @Test
  void aWatcherThatAlwaysPutsOffHoldsNoCall() {
    var circuit =
        new Circuit(
            "c",
            "",
            options(WindowType.COUNT_BASED, 10),
            timing,
            new Told() {
              @Override
              public void wantsProbe(Breaker breaker) {
                breaker.askAgain(Duration.ZERO);
              }
            });
    calls(circuit, 0, 4);
    timing.pass(Duration.ofSeconds(5));
    assertThat(call(circuit, false)).isFalse();
  }

  @Test
  void resultsOfAShareAreJudgedByOthers() {
    var circuit = watched();
    calls(circuit, 0, 4);
    timing.pass(Duration.ofSeconds(5));
    call(circuit, false);
    circuit.halfOpen(1);
    calls(circuit, 0, 1);
    assertThat(told.lines).endsWith("probed failed");
    assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
    assertThat(call(circuit, false)).isFalse();
    circuit.open(2, "probes of all nodes failed");
    assertThat(circuit.stats(false).untilMillis()).isEqualTo(10_000);
    assertThat(told.lines).endsWith("probed failed");
  }

  @Test
  void aShareThatLeadsToNothingGoesBack() {
    var circuit = watched();
    calls(circuit, 0, 4);
    timing.pass(Duration.ofSeconds(5));
    call(circuit, false);
    circuit.halfOpen(1);
    timing.pass(Breaker.LEASE_TERM);
    assertThat(call(circuit, false)).isFalse();
    assertThat(circuit.state()).isEqualTo(State.OPEN);
    assertThat(told.lines).filteredOn("wants probe"::equals).hasSize(2);
  }

  private Circuit withShare(int probes) {
    var circuit =
        new Circuit(
            "c",
            "",
            new CircuitOptions(
                50,
                4,
                4,
                10,
                WindowType.COUNT_BASED,
                SECOND,
                100,
                Duration.ofSeconds(5),
                false,
                Duration.ofSeconds(5),
                1,
                Duration.ofSeconds(10)),
            timing,
            told);
    calls(circuit, 0, 4);
    timing.pass(Duration.ofSeconds(5));
    assertThat(call(circuit, false)).isFalse();
    circuit.halfOpen(probes);
    return circuit;
  }

  @Test
  void aShareThatIsRenewedLastsForAnotherTerm() {
    var circuit = withShare(2);
    for (int i = 0; i < 5; i++) {
      timing.pass(Breaker.LEASE_TERM.minus(SECOND));
      assertThat(circuit.renew()).isEqualTo(2);
    }
    assertThat(call(circuit, false)).isTrue();
    assertThat(circuit.renew()).isEqualTo(1);
    circuit.close("well");
    assertThat(circuit.renew()).isZero();
  }

  @Test
  void unusedProbesAreHandedBackAndAskedForAnew() {
    var circuit = withShare(3);
    assertThat(circuit.handBack()).isEqualTo(3);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
    assertThat(call(circuit, false)).isFalse();
    assertThat(told.lines).filteredOn("wants probe"::equals).hasSize(2);
    assertThat(circuit.handBack()).isZero();
  }

  @Test
  void aProbeUnderWayIsNotHandedBack() {
    var circuit = withShare(3);
    var permit = requireNonNull(circuit.acquire());
    assertThat(circuit.handBack()).isEqualTo(2);
    assertThat(call(circuit, false)).as("nothing is left of it").isFalse();
    circuit.ended(permit, true, 1);
    assertThat(told.lines).endsWith("probed failed");
  }

  @Test
  void whatJudgesByItselfKeepsWhatItHasOnceAProbeHasSetOut() {
    var circuit = withShare(4);
    assertThat(call(circuit, false)).isTrue();
    assertThat(circuit.handBack()).isZero();
    calls(circuit, 3, 0);
    assertThat(told.lines).endsWith("closed: probes are well");
  }

  @Test
  void opensForWhatItHearsAndTellsNobody() {
    var circuit = watched();
    circuit.open(1, "heard of");
    assertThat(call(circuit, false)).isFalse();
    circuit.open(3, "heard of more");
    assertThat(circuit.stats(false).untilMillis()).isEqualTo(15_000);
    circuit.open(2, "heard late");
    assertThat(circuit.attempt()).isEqualTo(3);
    circuit.close("heard of the end");
    assertThat(call(circuit, false)).isTrue();
    assertThat(told.lines).isEmpty();
  }

  @Test
  void whatAnOperatorForcesBeatsEverything() {
    var circuit = watched();
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
    var circuit = watched();
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
    var circuit = watched();
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
    var options = options(WindowType.COUNT_BASED, 10);
    assertThat(options.trips(3, 3, 0)).isFalse();
    assertThat(options.trips(4, 2, 0)).isTrue();
    assertThat(options.trips(100, 49, 74)).isFalse();
    assertThat(options.trips(100, 0, 75)).isTrue();
  }
}
