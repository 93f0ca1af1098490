package io.serai.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CircuitsTest {
  private static final CircuitOptions OPTIONS = CircuitOptions.OF_CAMEL;
  private static final CircuitOptions OTHERS = CircuitOptions.OF_BACKENDS;

  private final FakeTiming timing = new FakeTiming();
  private final Circuits circuits = new Circuits(timing);
  private final Told told = new Told();

  @Test
  void whoeverAsksForANameGetsTheSameCircuit() {
    var one = circuits.shared("backend:a", OPTIONS, "http://a");
    assertThat(circuits.shared("backend:a", OPTIONS, "http://a")).isSameAs(one);
    assertThat(circuits.shared("backend:a", OPTIONS, "http://b")).isNotSameAs(one);
    assertThat(circuits.shared("backend:a", OTHERS, "http://a")).isNotSameAs(one);
    assertThat(circuits.shared("backend:b", OPTIONS, "http://a")).isNotSameAs(one);
  }

  @Test
  void aCircuitStaysWhileSomebodyUsesIt() {
    var old = circuits.shared("r/c", OPTIONS, "");
    var fresh = circuits.shared("r/c", OPTIONS, "");
    circuits.release(old);
    assertThat(circuits.shared("r/c", OPTIONS, "")).isSameAs(fresh);
    circuits.release(fresh);
    circuits.release(fresh);
    assertThat(circuits.stats()).isEmpty();
    assertThat(circuits.shared("r/c", OPTIONS, "")).isNotSameAs(old);
  }

  @Test
  void localOnesOfOneNameAreApart() {
    var one = circuits.local("r/circuitBreaker1", OPTIONS);
    assertThat(circuits.local("r/circuitBreaker1", OPTIONS)).isNotSameAs(one);
    assertThat(circuits.stats()).hasSize(2).noneMatch(CircuitStats::shared);
  }

  @Test
  void lookBackForTheClusterAsLongAsIsSet() {
    var shortly = new Circuits(timing, Duration.ofSeconds(2));
    for (var circuit : List.of(shortly.shared("a", OPTIONS, ""), shortly.local("b", OTHERS))) {
      circuit.ended(Objects.requireNonNull(circuit.acquire()), true, 0);
      timing.pass(Duration.ofSeconds(1));
      assertThat(circuit.recent().failures()).isEqualTo(1);
      timing.pass(Duration.ofSeconds(1));
      assertThat(circuit.recent().failures()).isZero();
      assertThat(circuit.options().sharedWindow()).hasSeconds(2);
    }
    assertThat(shortly.shared("a", OPTIONS, "").fingerprint())
        .isNotEqualTo(circuits.shared("a", OPTIONS, "").fingerprint());
  }

  @Test
  void theWindowIsOfWholeSecondsUpToAMinute() {
    var type = SharingKeys.SHARED_WINDOW.type();
    assertThat(type.read("1m")).isEqualTo(Duration.ofMinutes(1));
    for (var wrong : List.of("1500ms", "0s", "61s", "10")) {
      assertThatThrownBy(() -> type.read(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(type.expected()).isEqualTo("whole seconds from 1s to 60s");
  }

  @Test
  void forcesByNameAndPattern() {
    var a = circuits.shared("backend:a", OPTIONS, "");
    var host = circuits.shared("backend:a/h:1", OPTIONS, "");
    var eip = circuits.local("r/c", OPTIONS);
    assertThat(circuits.force("backend:a", State.FORCED_OPEN, "me").circuits())
        .containsExactly("backend:a");
    assertThat(a.state()).isEqualTo(State.FORCED_OPEN);
    assertThat(host.state()).isEqualTo(State.CLOSED);
    assertThat(circuits.force("backend:*", State.FORCED_OPEN, "me").circuits())
        .containsExactly("backend:a", "backend:a/h:1");
    assertThat(circuits.force("nothing", State.FORCED_OPEN, "me").circuits()).isEmpty();
    assertThat(eip.state()).isEqualTo(State.CLOSED);
    circuits.force("*", null, "me");
    assertThat(a.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void oneThatComesLaterIsForcedToo() {
    var old = circuits.shared("backend:a", OPTIONS, "http://a");
    circuits.force("backend:a", State.FORCED_OPEN, "me");
    circuits.release(old);
    assertThat(circuits.shared("backend:a", OPTIONS, "http://b").state())
        .isEqualTo(State.FORCED_OPEN);
  }

  @Test
  void aWatcherIsToldOfSharedCircuitsOnly() {
    circuits.local("r/local", OPTIONS);
    var old = circuits.shared("backend:a", OPTIONS, "");
    circuits.watchedBy(told);
    circuits.shared("backend:b", OPTIONS, "");
    circuits.force("*", State.FORCED_OPEN, "me");
    circuits.release(old);
    assertThat(told.lines)
        .containsExactly(
            "added backend:a",
            "added backend:b",
            "forced backend:a FORCED_OPEN by me",
            "forced backend:b FORCED_OPEN by me",
            "removed backend:a");
  }

  @Test
  void aloneACircuitProbesWithoutAsking() {
    var circuit = circuits.shared("backend:a", OTHERS, "");
    circuit.open(1, "tested");
    timing.pass(Duration.ofSeconds(5));
    assertThat(circuit.acquire()).isNotNull();
    assertThat(circuits.stats().get(0).state()).isEqualTo(State.HALF_OPEN);
  }
}
