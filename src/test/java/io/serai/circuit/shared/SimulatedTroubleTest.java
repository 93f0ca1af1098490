package io.serai.circuit.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Losses, delays, partitions and deaths in large clusters; calls that hang and that are given up.
 */
class SimulatedTroubleTest extends Simulation {
  @ParameterizedTest
  @ValueSource(ints = {3, 30, 100})
  void whateverHappensToSoManyTheyCloseWithinTwoWaits(int nodes) {
    var random = new Random(FIRST + nodes);
    int permitted = permittedOf(random);
    var world = new World(FIRST + nodes, probing(permitted));
    chaos(world, random, nodes);
    assertClosed(world);
    int bound = permitted * world.nodes.size();
    assertTrue(world.mostProbes() <= bound, world.probes + "\n" + world.words());
  }

  /** A probe that hangs counts as lost after a minute and a term; it closes by the next. */
  @ParameterizedTest
  @MethodSource("seeds")
  void callsThatHangAndCallsThatAreGivenUpLeaveItClosedInTheEnd(long seed) {
    var random = new Random(seed);
    int permitted = permittedOf(random);
    var world = new World(seed, probing(permitted)).nodes(3 + random.nextInt(8), 5);
    for (int i = 0; i < 6; i++) {
      world.slowShare = random.nextDouble() * 0.5;
      world.cancelledShare = random.nextDouble() * 0.5;
      die(world);
      world.run((5 + random.nextInt(30)) * SECOND);
      world.slowShare = 0;
      world.cancelledShare = 0;
      world.backendIsWell = true;
      world.run((90 + 2 * 8) * SECOND);
      assertClosed(world);
    }
    assertEquals("", String.join("\n", world.violations), world.words());
  }
}
