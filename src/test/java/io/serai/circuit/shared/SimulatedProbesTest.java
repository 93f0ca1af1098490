package io.serai.circuit.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.serai.circuit.State;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may probe, and how many of those that share a circuit together. */
class SimulatedProbesTest extends Simulation {
  @ParameterizedTest
  @MethodSource("seeds")
  void aRoundCostsNoMoreProbesThanPermittedWhileNothingIsLost(long seed) {
    var random = new Random(seed);
    int permitted = permittedOf(random);
    var world = new World(seed, probing(permitted));
    world
        .nodes(3 + random.nextInt(20), 5)
        .nodes(random.nextInt(5), 0)
        .nodes(random.nextInt(5), 0.2);
    for (int outages = 0; outages < 3; outages++) {
      world.run(15 * SECOND);
      world.backendIsWell = false;
      world.run((20 + random.nextInt(20)) * SECOND);
      world.backendIsWell = true;
      world.run(30 * SECOND);
      assertClosed(world);
    }
    assertTrue(world.probes.size() >= 3, world.words());
    assertTrue(world.mostProbes() <= permitted, world.probes + "\n" + world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRoundCostsNoMoreThanPermittedForEachSideOfAPartition(long seed) {
    var random = new Random(seed);
    int permitted = permittedOf(random);
    var world = new World(seed, probing(permitted));
    int nodes = 4 + random.nextInt(12);
    world.nodes(nodes, 5);
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(random.nextInt(10) * SECOND + random.nextInt(1000) * World.MILLIS);
    world.network.cut(1 + random.nextInt(nodes - 1));
    world.run(random.nextInt(25) * SECOND);
    world.backendIsWell = random.nextBoolean();
    world.run(random.nextInt(25) * SECOND);
    world.network.heal();
    world.backendIsWell = true;
    world.run(40 * SECOND);
    assertClosed(world);
    assertTrue(world.mostProbes() <= 2 * permitted, world.probes + "\n" + world.words());
  }

  /** With one call in half a minute at each, the permission must not always be elsewhere. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whereCallsAreRareItClosesAllTheSame(long seed) {
    var random = new Random(seed);
    var world = new World(seed, probing(new int[] {1, 3}[random.nextInt(2)])).nodes(3, 10);
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(10 * SECOND);
    world.nodes.forEach(node -> node.callsPerSecond = 0);
    world.backendIsWell = true;
    world.run(10 * SECOND);
    int calls = 0;
    while (world.alive().stream().anyMatch(node -> node.state() != State.CLOSED)) {
      assertTrue(calls < 40, world.words());
      var node = world.node(calls++ % 3);
      world.at(world.now(), node, node::call);
      world.run(30 * SECOND);
    }
  }

  /** The backend has died and is well again, and the only call since gave this node the probes. */
  private static Node holder(World world, long seed) {
    world.run(12 * SECOND);
    die(world);
    world.nodes.forEach(node -> node.callsPerSecond = 0);
    world.run(15 * SECOND);
    world.backendIsWell = true;
    var holder = world.node((int) (seed % 3));
    world.at(world.now(), holder, holder::call);
    world.run(SECOND);
    assertEquals(State.HALF_OPEN, holder.state(), world.words());
    return holder;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoHasNoCallsAnyMoreHandsItsProbesOver(long seed) {
    var world = new World(seed, options(1, 5, 5)).nodes(3, 10);
    holder(world, seed);
    world.run(SECOND);
    world.node((int) ((seed + 1) % 3)).callsPerSecond = 2;
    world.run(6 * SECOND);
    assertClosed(world);
  }

  /** A reload may take the circuit from the one that holds the permission. */
  @ParameterizedTest
  @MethodSource("seeds")
  void theProbesOfOneThatHasTheCircuitNoMoreAreFreeAfterATerm(long seed) {
    var world = new World(seed, options(1, 5, 5)).nodes(3, 10);
    var holder = holder(world, seed);
    holder.circuits.release(holder.circuit);
    var other = world.node((int) ((seed + 1) % 3));
    other.callsPerSecond = 2;
    world.run(14 * SECOND);
    assertEquals(State.CLOSED, other.state(), world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void staysOpenForLongerEachTimeWhileProbesOfSeveralFail(long seed) {
    var world = new World(seed, probing(3)).nodes(3, 10);
    world.run(12 * SECOND);
    die(world);
    for (int i = 0; i < 300; i++) {
      world.run(100 * World.MILLIS);
      for (var node : world.nodes) {
        assertTrue(node.state() != State.CLOSED, world.words());
      }
    }
    assertTrue(world.node(0).stand().attempt() >= 3, world.words());
  }
}
