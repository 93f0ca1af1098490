package io.serai.circuit;

import static io.serai.circuit.Calling.call;
import static io.serai.circuit.Calling.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A circuit whose watcher is asked for probes, hears what comes of them and tells of others. */
class WatchedCircuitTest {
  private final FakeTiming timing = new FakeTiming();
  private final Told told = new Told();

  private Circuit watched() {
    return new Circuit("c", "", new Options().build(), timing, told);
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
  void saysHowManyProbesItTakes() {
    var circuit = watched();
    assertThat(circuit.halfOpen(1)).as("closed").isZero();
    circuit.open(1, "heard of");
    assertThat(circuit.halfOpen(1)).isEqualTo(1);
    assertThat(circuit.halfOpen(5)).as("of two").isEqualTo(1);
    circuit.force(State.FORCED_OPEN, "a test");
    assertThat(circuit.halfOpen(1)).isZero();
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
    circuit.askAgain(Duration.ofSeconds(1));
    assertThat(call(circuit, false)).isFalse();
    assertThat(told.lines).containsOnlyOnce("wants probe");
    timing.pass(Duration.ofSeconds(1));
    assertThat(call(circuit, false)).isFalse();
    assertThat(told.lines).filteredOn("wants probe"::equals).hasSize(2);
  }

  @Test
  void aWatcherThatAlwaysPutsOffHoldsNoCall() {
    var circuit =
        new Circuit(
            "c",
            "",
            new Options().build(),
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

  /** Of four probes, so many are this one's. */
  private Circuit withShare(int probes) {
    var options = new Options().permitted(4).build();
    var circuit = new Circuit("c", "", options, timing, told);
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
      timing.pass(Breaker.LEASE_TERM.minus(Duration.ofSeconds(1)));
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
}
