package io.serai.circuit.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.serai.circuit.State;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That all come to know the same: after losses, partitions, late news and by an operator. */
class SimulatedNewsTest extends Simulation {
  /** Without a call of its own nothing makes it ask. */
  @ParameterizedTest
  @MethodSource("seeds")
  void anIdleNodeThatMissedTheNewsHearsThemLater(long seed) {
    var world = new World(seed, probing(1)).nodes(3, 10).nodes(12, 0);
    world.network.lost = 0.2;
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(10 * SECOND);
    world.backendIsWell = true;
    world.run(60 * SECOND);
    assertClosed(world);
  }

  /** Which one, they must agree on; that a probe is under way just then must not count. */
  @ParameterizedTest
  @MethodSource("seeds")
  void sidesThatPartedComeToOneStandAgain(long seed) {
    var random = new Random(seed);
    int nodes = 4 + random.nextInt(8);
    var world = new World(seed, options(permittedOf(random), 10, 10)).nodes(nodes, 5);
    world.network.lost = 0.05;
    world.run(12 * SECOND);
    world.network.cut(1 + random.nextInt(nodes - 1));
    world.run(random.nextInt(8) * SECOND);
    world.backendIsWell = false;
    world.run((10 + random.nextInt(20)) * SECOND);
    world.network.heal();
    world.run(9 * SECOND);
    long end = world.now() + 8 * SECOND;
    while (world.nodes.stream().map(node -> node.stand().mark()).distinct().count() > 1) {
      assertTrue(world.now() < end, world.words());
      world.run(100 * World.MILLIS);
    }
    for (var node : world.nodes) {
      assertTrue(node.state() != State.CLOSED, world.words());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneThatWasCutOffWhenItClosedAsksLaterWhetherItIsStillSo(long seed) {
    var world = new World(seed, probing(1)).nodes(3, 10).nodes(1, 0);
    world.run(12 * SECOND);
    die(world);
    world.backendIsWell = true;
    // For less than membership would notice.
    world.network.cut(3);
    long end = world.now() + 5 * SECOND;
    while (world.node(0).state() != State.CLOSED) {
      assertTrue(world.now() < end, world.words());
      world.run(10 * World.MILLIS);
    }
    world.run(SECOND);
    world.network.heal();
    assertEquals(State.OPEN, world.node(3).state(), world.words());
    world.run(6 * SECOND);
    assertClosed(world);
  }

  @Test
  void aMessageFromThePastChangesNothing() {
    var world = new World(FIRST, probing(1)).nodes(3, 10);
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(10 * SECOND);
    world.backendIsWell = true;
    world.run(10 * SECOND);
    assertClosed(world);
    var old = world.node(0);
    var entry =
        new Message.Entry(
            new CircuitId(Node.CIRCUIT, old.circuit.fingerprint()),
            new Mark(1, old.member.id()),
            true,
            1,
            2000,
            "long ago",
            State.OPEN,
            false,
            List.of());
    world.nodes.forEach(node -> node.callsPerSecond = 0);
    world.run(11 * SECOND);
    var told = Wire.bytes(new Message.Told(Message.Told.Why.NEWS, List.of(entry)));
    world.at(world.now(), world.node(1), () -> world.node(1).receive(old.member, told));
    world.run(SECOND);
    assertClosed(world);
  }

  @Test
  void aCircuitThatComesLaterIsHeldAsAnOperatorWants() {
    var world = new World(FIRST, probing(1)).nodes(2, 1);
    world.run(2 * SECOND);
    world.node(0).circuits.shared("later", world.options, "");
    world.run(SECOND);
    world.node(0).circuits.force("later", State.FORCED_OPEN, "ops");
    world.run(SECOND);
    var later = world.node(1).circuits.shared("later", world.options, "");
    world.run(SECOND);
    assertEquals(State.FORCED_OPEN, later.state(), world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoJoinsTakesOverWhatTheOthersHave(long seed) {
    var world = new World(seed, options(1, 30, 60)).nodes(3, 10);
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(10 * SECOND);
    var joiner = world.join(0);
    world.run(SECOND);
    assertEquals(State.OPEN, joiner.state(), world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatAnOperatorForcesHoldsEverywhereAndTheLatestWishWins(long seed) {
    var world = new World(seed, probing(1)).nodes(4, 5);
    world.run(10 * SECOND);
    world.node(1).circuits.force(Node.CIRCUIT, State.FORCED_OPEN, "ops");
    world.run(SECOND);
    var joiner = world.join(5);
    world.run(SECOND);
    world.nodes.forEach(node -> assertEquals(State.FORCED_OPEN, node.state(), world.words()));
    world.network.cut(2);
    world.run(SECOND);
    world.node(0).circuits.force(Node.CIRCUIT, State.FORCED_CLOSED, "ops");
    world.run(10 * SECOND);
    assertEquals(State.FORCED_CLOSED, world.node(1).state(), world.words());
    assertEquals(State.FORCED_OPEN, joiner.state(), world.words());
    joiner.circuits.force(Node.CIRCUIT, null, "ops");
    world.run(SECOND);
    assertEquals(State.CLOSED, world.node(3).state(), world.words());
    world.network.heal();
    world.run(10 * SECOND);
    assertClosed(world);
  }
}
