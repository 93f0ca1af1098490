package io.serai.circuit.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.serai.circuit.State;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When circuits that share open, and that they close again whatever happens. */
class SimulationTest extends Simulation {
  @ParameterizedTest
  @MethodSource("seeds")
  void whatOneOpensIsRejectedByTheIdleAndTheFailingWithinOneDelay(long seed) {
    var random = new Random(seed);
    var world = new World(seed, probing(permittedOf(random)));
    world.nodes(1 + random.nextInt(3), 40).nodes(2 + random.nextInt(10), 0).nodes(2, 0.5);
    world.run(10 * SECOND);
    world.backendIsWell = false;
    long end = world.now() + 10 * SECOND;
    while (world.alive().stream().noneMatch(node -> node.state() == State.OPEN)) {
      assertTrue(world.now() < end, world.words());
      world.run(World.MILLIS);
    }
    world.run(world.network.longest + World.MILLIS);
    for (var node : world.nodes) {
      if (node.circuit.recent().healthy()) {
        continue;
      }
      assertEquals(State.OPEN, node.state(), world.words());
    }
    assertEquals("", String.join("\n", world.violations), world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneWithAHealthyPathIsNotOpenedByOthers(long seed) {
    var random = new Random(seed);
    var world = new World(seed, probing(permittedOf(random)));
    int nodes = 3 + random.nextInt(6);
    world.nodes(nodes, 8);
    world.run(12 * SECOND);
    for (int i = 0; i < nodes / 2; i++) {
      world.node(i).pathIsBroken = true;
    }
    var healthy = world.node(nodes - 1);
    int rejected = healthy.rejected;
    world.run(120 * SECOND);
    assertEquals(rejected, healthy.rejected, world.words());
    assertTrue(world.node(0).rejected > 0, world.words());
    assertEquals("", String.join("\n", world.violations), world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void manySmallTroublesAddUp(long seed) {
    var world = new World(seed, probing(1)).nodes(20, 0.25);
    world.run(20 * SECOND);
    world.backendIsWell = false;
    world.run(15 * SECOND);
    for (var node : world.nodes) {
      assertTrue(node.state() != State.CLOSED, world.words());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void manySmallTroublesOfFewCallsDoNot(long seed) {
    // None has enough calls to open by itself.
    var world = new World(seed, options(20, 1, 2, 8)).nodes(40, 0.25);
    world.failingShare = 0.15;
    world.run(60 * SECOND);
    for (var node : world.nodes) {
      assertEquals(0, node.rejected, world.words());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsSaidWhileAllIsWell(long seed) {
    var world = new World(seed, probing(1)).nodes(10, 20);
    world.run(10 * SECOND);
    int sent = world.network.sent;
    world.failingShare = 0.02;
    world.run(60 * SECOND);
    assertEquals(sent, world.network.sent, world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensItClosesWithinTwoWaitsAndNoNodeProbesMoreThanPermitted(long seed) {
    var random = new Random(seed);
    int permitted = permittedOf(random);
    var world = new World(seed, probing(permitted));
    chaos(world, random, 3 + random.nextInt(18));
    assertClosed(world);
    int bound = permitted * world.nodes.size();
    assertTrue(world.mostProbes() <= bound, world.probes + "\n" + world.words());
    assertEquals("", String.join("\n", world.violations), world.words());
  }

  @Test
  void aHundredNodesAreNoOther() {
    var world = new World(FIRST, probing(10)).nodes(60, 2).nodes(40, 0);
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(20 * SECOND);
    for (var node : world.nodes) {
      assertTrue(node.state() != State.CLOSED, world.words());
    }
    world.node(0).kill();
    world.run(5 * SECOND);
    world.backendIsWell = true;
    world.run(2 * 8 * SECOND);
    assertClosed(world);
    assertTrue(world.mostProbes() <= 10, world.probes + "\n" + world.words());
  }
}
