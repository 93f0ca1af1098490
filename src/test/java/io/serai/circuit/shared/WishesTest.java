package io.serai.circuit.shared;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.circuit.Circuits;
import io.serai.circuit.State;
import org.junit.jupiter.api.Test;

/** What operators want of circuits, on the board of a cluster. */
class WishesTest extends Simulation {
  private final World world = new World(FIRST, probing(1)).nodes(2, 1);

  private Circuits on(int node) {
    return world.node(node).circuits;
  }

  @Test
  void aResetOfWhatNobodyHoldsTakesNoPlace() {
    for (int i = 0; i < 20; i++) {
      on(0).shared("c" + i, world.options, "");
    }
    world.run(SECOND);
    on(0).force("*", null, "ops");
    world.run(SECOND);
    assertThat(world.node(0).facts.values()).noneMatch(fact -> fact.value() != null);
    assertThat(world.node(1).facts.values()).noneMatch(fact -> fact.value() != null);
  }

  @Test
  void aResetGivesThePlaceBack() {
    world.run(SECOND);
    on(0).force(Node.CIRCUIT, State.FORCED_OPEN, "ops");
    world.run(SECOND);
    assertThat(requireNonNull(world.node(1).facts.get(Node.CIRCUIT)).value()).isNotNull();
    assertThat(world.node(1).state()).isEqualTo(State.FORCED_OPEN);
    on(1).force(Node.CIRCUIT, null, "ops");
    world.run(SECOND);
    assertThat(requireNonNull(world.node(0).facts.get(Node.CIRCUIT)).value()).isNull();
    assertThat(world.node(0).state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aResetElsewhereIsOfThoseToComeAsWell() {
    var held = on(0).shared("later", world.options, "http://a");
    on(1).shared("later", world.options, "http://a");
    world.run(SECOND);
    on(0).force("later", State.FORCED_OPEN, "ops");
    world.run(SECOND);
    on(1).force("later", null, "ops");
    world.run(SECOND);
    on(0).release(held);
    assertThat(on(0).shared("later", world.options, "http://b").state()).isEqualTo(State.CLOSED);
  }

  @Test
  void oneThatComesLaterIsHeldAtOnceWhereverItWasAskedFor() {
    on(0).shared("later", world.options, "");
    world.run(SECOND);
    on(0).force("later", State.FORCED_OPEN, "ops");
    world.run(SECOND);
    assertThat(on(1).shared("later", world.options, "").state()).isEqualTo(State.FORCED_OPEN);
  }

  @Test
  void whoeverFindsTheBoardFullIsToldThatItHoldsHereOnly() {
    world.run(SECOND);
    assertThat(on(0).force(Node.CIRCUIT, State.FORCED_OPEN, "ops").hereOnly()).isEmpty();
    world.network.boardIsFull = true;
    var granted = on(0).force(Node.CIRCUIT, State.FORCED_CLOSED, "ops");
    assertThat(granted.circuits()).containsExactly(Node.CIRCUIT);
    assertThat(granted.hereOnly()).containsExactly(Node.CIRCUIT);
    world.run(SECOND);
    assertThat(on(0).force(Node.CIRCUIT, null, "ops").hereOnly()).as("of a reset").isEmpty();
    world.run(SECOND);
    assertThat(world.node(1).state()).isEqualTo(State.CLOSED);
  }
}
